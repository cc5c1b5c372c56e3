// Before the page's scripts are there: what is pressed, opened or sent is kept and done once they are, not lost.
"use strict";

{
  const pressed = new Set();
  const keep = (event) => {
    const target = event.type === "submit" ? event.target : event.target.closest("button, summary");
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A button that sends its form is kept once: as the pressing of it.
    pressed.add(target);
  };
  for (const type of ["click", "submit"]) document.addEventListener(type, keep, true);
  // Deferred scripts have run by then, and the timer comes after all who wait for the same event.
  document.addEventListener("DOMContentLoaded", () => {
    for (const type of ["click", "submit"]) document.removeEventListener(type, keep, true);
    setTimeout(() => pressed.forEach((target) => (target.matches("form") ? target.requestSubmit() : target.click())));
  });
}
