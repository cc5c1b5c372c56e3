// Dialogs: questions, forms that ask before typed text is lost, and field errors.
"use strict";

const dialogs = {
  ask(text, yes) {
    const dialog = document.getElementById("ask");
    dialog.querySelector("p").textContent = text;
    dialog.querySelector("[data-answer=yes]").textContent = yes;
    dialog.showModal();
    return new Promise((resolve) => {
      const answer = (said) => {
        dialog.onclick = dialog.onclose = null;
        if (dialog.open) dialog.close();
        resolve(said);
      };
      dialog.onclick = (event) => event.target.dataset.answer && answer(event.target.dataset.answer === "yes");
      dialog.onclose = () => answer(false);
    });
  },

  // A new form replaces the one before it.
  open(dialog) {
    dialog.dataset.blank = dialogs.typed(dialog);
    dialog.showModal();
    dialog.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  },

  async close(dialog) {
    const { discard, discardYes } = document.body.dataset;
    const changed = "guarded" in dialog.dataset && dialogs.typed(dialog) !== dialog.dataset.blank;
    if (changed && !(await dialogs.ask(discard, discardYes))) return;
    dialog.close();
    if ("guarded" in dialog.dataset) dialog.remove();
  },

  typed(dialog) {
    const values = [...new FormData(dialog.querySelector("form"))].filter(([name]) => /^[fk]\./.test(name));
    return JSON.stringify(values.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  },

  showProblems(form) {
    for (const problem of form.querySelectorAll(".field .problem")) {
      const field = problem.closest(".field").querySelector("[aria-describedby]");
      if (problem.textContent.trim()) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
    else form.querySelector("#problem-")?.scrollIntoView();
  },

  clearProblems(form) {
    for (const problem of form.querySelectorAll(".problem")) problem.textContent = "";
  },
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) dialogs.close(closer.closest("dialog"));
});

document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest?.("dialog[data-guarded]");
  if (event.key === "Escape" && dialog) {
    event.preventDefault();
    dialogs.close(dialog);
  }
});

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  dialogs.ask(event.detail.question, document.body.dataset.ok).then((yes) => yes && event.detail.issueRequest(true));
});

// Several people in one field: every name still to come is offered behind those that are there.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-people]")) return;
  const before = event.target.value.match(/^.*[,，、;；]\s*|^/s)[0];
  const names = [...document.getElementById("colleagues").options].map((option) => option.value);
  const list = event.target.list;
  list.replaceChildren(
    ...names.filter((name) => !before.includes(name)).map((name) => {
      const option = document.createElement("option");
      option.value = before + name;
      return option;
    }),
  );
});
