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
      // A closing is told later than it happens: the one before may be told when the question is asked again.
      dialog.onclose = () => dialog.open || answer(false);
    });
  },

  // A new form replaces the one before it.
  open(dialog) {
    dialog.dataset.blank = dialogs.typed(dialog);
    dialog.showModal();
    dialog.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  },

  // A choice was made that others depend on: what is still asked stays as it is, with what was typed and the cursor in
  // it; what is no longer asked is set aside, in case the choice is taken back.
  change(dialog, fresh) {
    const list = dialog.querySelector(".fields");
    const fieldsIn = (parent) => new Map([...parent.querySelectorAll(".field")].map((each) => [each.dataset.field, each]));
    const shown = fieldsIn(list);
    const wanted = fieldsIn(fresh);
    const aside = (dialog.aside ??= new Map());
    for (const [name, field] of shown) {
      if (!wanted.has(name)) {
        aside.set(name, field);
        field.remove();
      }
    }
    const all = [...wanted].map(([name, field]) => dialogs.standing(shown.get(name) ?? aside.get(name), field));
    let at = list.querySelector(".field");
    for (const placed of all) {
      if (placed === at) {
        at = at.nextElementSibling;
      } else {
        list.insertBefore(placed, at);
        htmx.process(placed);
      }
    }
    for (const part of ["h2", ".form-note", "[type=submit]"]) {
      const [before, now] = [dialog, fresh].map((each) => each.querySelector(part));
      if (before && now) before.textContent = now.textContent;
    }
    const [said, saying] = [fresh, dialog].map((each) => each.querySelector("#problem-"));
    if (said.textContent) saying.textContent = said.textContent;
    dialog.querySelector("#form-token").value = fresh.querySelector("#form-token").value;
    if (said.textContent || fresh.querySelector("[aria-invalid]")) dialogs.showProblems(dialog.querySelector("form"));
  },

  // A field as it goes on: as it is, with what is wrong with it now, unless its value has to take the place of what
  // stands in it; files that were chosen stay in any case.
  standing(known, field) {
    if (!known) return field;
    if ("fresh" in field.dataset) {
      const files = known.querySelector("input[type=file]");
      if (files) field.querySelector("input[type=file]").replaceWith(files);
      known.replaceWith(field);
      htmx.process(field);
      return field;
    }
    known.querySelector("label[for]").replaceWith(field.querySelector("label[for]"));
    const said = field.querySelector(".problem").textContent;
    if (said) known.querySelector(".problem").textContent = said;
    return known;
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
    if (first) {
      first.focus();
      // Its sentence stands below it.
      first.closest(".field").scrollIntoView({ block: "nearest" });
    } else {
      form.querySelector("#problem-")?.scrollIntoView();
    }
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

// Wherever the cursor is, and however it is asked for: typed text is not lost without a question.
function guard(event) {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (!dialog || !("guarded" in dialog.dataset) || document.getElementById("ask").open) return;
  event.preventDefault();
  dialogs.close(dialog);
}

document.addEventListener("keydown", (event) => event.key === "Escape" && guard(event));
// A file chooser that is cancelled says so by the same name.
document.addEventListener("cancel", (event) => event.target.matches("dialog") && guard(event), true);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  dialogs.ask(event.detail.question, document.body.dataset.ok).then((yes) => yes && event.detail.issueRequest(true));
});

// What a choice changes is asked for with what is typed; files are sent with the form alone.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail;
  if (!elt.matches("[data-decides]")) return;
  parameters.event = crypto.randomUUID();
  for (const file of elt.form.querySelectorAll("[type=file]")) delete parameters[file.name];
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
