// Completion of commands while typing "/": a combobox with a list box (WAI-ARIA authoring practices).
"use strict";

class Completion {
  constructor(form) {
    this.field = form.querySelector("textarea");
    this.list = form.querySelector("[role=listbox]");
    this.options = [...this.list.children];
    this.active = null;
    this.moved = false;
    this.field.addEventListener("input", () => this.update());
    this.field.addEventListener("blur", () => this.hide());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  get shown() {
    return this.options.filter((option) => !option.hidden);
  }

  update() {
    const typed = this.field.value.replace(/^／/, "/").toLowerCase();
    const asked = /^\/\S*( \S*)?$/.test(typed);
    for (const option of this.options) {
      const { name, also } = option.dataset;
      option.hidden = !(asked && (name.startsWith(typed) || also.startsWith(typed)));
    }
    const shown = this.shown;
    if (!shown.length) return this.hide();
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.moved = false;
    this.activate(shown[0]);
  }

  activate(option) {
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    this.active = option;
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.list.hidden = true;
    this.active = null;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  take(option) {
    const typed = this.field.value.replace(/^／/, "/").toLowerCase();
    const { name, also } = option.dataset;
    this.field.value = `${name.startsWith(typed) || !also.startsWith(typed) ? name : also} `;
    this.hide();
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.hide();
  }

  // Says whether the key was meant for the list.
  key(event) {
    if (this.list.hidden) return false;
    const shown = this.shown;
    const at = shown.indexOf(this.active);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.moved = true;
      this.activate(shown[(at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length]);
    } else if (event.key === "Escape") {
      this.hide();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      const typed = this.field.value.replace(/^／/, "/").toLowerCase();
      const whole = [this.active.dataset.name, this.active.dataset.also].includes(typed);
      // A command typed to its end is sent by Enter.
      if (event.key === "Enter" && whole && !this.moved) {
        this.hide();
        return false;
      }
      this.take(this.active);
    } else {
      return false;
    }
    return true;
  }
}
