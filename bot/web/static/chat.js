// The open page of a conversation: what is typed, what arrives, and what moves on the page.
"use strict";

const page = document.body.dataset;
const threadQuery = page.thread ? `thread=${page.thread}` : "";

// Lists of messages ---------------------------------------------------------------------------------------------

const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

function toEnd(log) {
  log.scrollTop = log.scrollHeight;
}

function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// A message takes the place of what stands under its id; a new one comes at the end.
function put(html) {
  const item = elementOf(html);
  const { message, thread } = item.dataset;
  const known = document.getElementById(item.id);
  const list = thread ? document.querySelector(`.items[data-root="${thread}"]`) : document.getElementById("items");
  const copy = document.getElementById(`t${message}`);
  if (!thread && copy) {
    copy.querySelector(".blocks").replaceWith(item.querySelector(".blocks").cloneNode(true));
    htmx.process(copy);
  }
  if (known) {
    known.replaceWith(item);
  } else if (list) {
    const log = list.closest(".log");
    const follow = atEnd(log) || item.dataset.mine;
    // An answer only you can see may be here before the message it answers.
    const later = [...list.querySelectorAll("[data-after]")].find((note) => Number(note.dataset.after) >= Number(message));
    list.insertBefore(item, later ?? null);
    if (follow) toEnd(log);
  }
  htmx.process(item);
}

// Where a link to a message leads: the message itself, highlighted by the style sheet.
function showTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.matches("article")) return false;
  target.tabIndex = -1;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".blocks a[href*='#']");
  const here = link && new URL(link.href).pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (!here) return;
  // It is on the page already: no need to load it again.
  event.preventDefault();
  location.hash = link.hash;
  showTarget();
});

// Live updates --------------------------------------------------------------------------------------------------

let cursor = page.cursor;

function listen() {
  const source = new EventSource(`${page.url}/events?after=${cursor}&${threadQuery}`);
  source.addEventListener("open", () => {
    // Whatever else is being said has nothing to do with the connection.
    if (document.getElementById("alert").textContent === page.offline) alertWith("");
  });
  source.addEventListener("message", (event) => {
    put(event.data);
    markRead();
  });
  source.addEventListener("sidebar", (event) => showSidebar(event.data));
  source.addEventListener("clock", (event) => {
    document.getElementById("clock").innerHTML = event.data;
    startClock();
  });
  source.addEventListener("cursor", (event) => (cursor = event.data));
  source.addEventListener("error", () => {
    alertWith(page.offline);
    // The browser tries again by itself unless the answer was no stream at all.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

function showSidebar(html) {
  document.getElementById("channels").innerHTML = html;
  const count = [...document.querySelectorAll(".badge")].reduce((sum, badge) => sum + Number(badge.dataset.count), 0);
  document.title = (count ? `(${count}) ` : "") + page.title;
}

async function markRead() {
  if (document.hidden) return;
  const answer = await fetch(`${page.url}/read`, { method: "POST", headers: { "X-CSRF-Token": page.csrf } });
  if (answer.ok) showSidebar(await answer.text());
}

// The clock goes on with the seconds that pass here; only where it stands is the server's business.
let ahead = 0;

function startClock() {
  const shown = document.querySelector("[data-clock]");
  ahead = Date.parse(shown.dateTime) - Date.now();
}

function tick() {
  const shown = document.querySelector("[data-clock]");
  const now = new Date(Date.now() + ahead);
  const parts = { timeZone: shown.dataset.zone, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
  const text = now.toLocaleString(document.documentElement.lang, { ...parts, hourCycle: "h23" });
  if (shown.textContent !== text) shown.textContent = text;
}

// What is said when something went wrong ------------------------------------------------------------------------

let hiding = 0;

function alertWith(text) {
  const toast = document.getElementById("alert");
  clearTimeout(hiding);
  toast.textContent = text;
  // Shown anew each time, so that it lies above a dialog opened meanwhile.
  if (toast.matches(":popover-open")) toast.hidePopover();
  if (!text) return;
  toast.showPopover();
  if (text !== page.offline) hiding = setTimeout(() => toast.hidePopover(), 8000);
}

// What was refused before is over once something went well: it would lie on the buttons of what comes now.
function quietAlert() {
  if (document.getElementById("alert").textContent !== page.offline) alertWith("");
}

document.addEventListener("htmx:responseError", (event) => alertWith(event.detail.xhr.responseText));
document.addEventListener("htmx:sendError", () => alertWith(page.unreachable));

// Posts ---------------------------------------------------------------------------------------------------------

// What is too large is not sent at all: its sentence would come only after the last byte of it.
document.addEventListener("htmx:beforeRequest", (event) => {
  const files = [...event.target.querySelectorAll("[type=file]")].flatMap((input) => [...input.files]);
  if (files.reduce((sum, file) => sum + file.size, 0) <= Number(document.body.dataset.most)) return;
  event.preventDefault();
  alertWith(document.body.dataset.tooLarge);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("dialog form")) dialogs.clearProblems(event.target);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { successful, xhr, elt } = event.detail;
  if (!successful) return;
  if (event.detail.requestConfig.verb === "post") quietAlert();
  // What comes next from here is another event; a repetition of what just failed would have been the same one.
  const id = elt.querySelector?.("[name=event]");
  if (id) id.value = crypto.randomUUID();
  const answer = xhr.getResponseHeader("x-answer");
  if (elt.matches("[data-composer]") && xhr.status === 200) composers.get(elt).clear();
  const dialog = elt.closest("dialog");
  if (answer === "errors") {
    if (dialog) dialogs.showProblems(elt.closest("form"));
    return;
  }
  if (answer === "changed") {
    if (dialog?.isConnected) dialogs.change(dialog, elementOf(xhr.responseText));
    return;
  }
  if (dialog && answer && dialog.isConnected) {
    dialog.close();
    if (answer !== "form") dialog.remove();
  }
  if (answer === "form") dialogs.open(document.querySelector("#dialog-host dialog"));
  if (answer === "show") {
    const list = document.getElementById(page.thread && elt.querySelector("[name=thread]")?.value ? "thread-items" : "items");
    toEnd(list.closest(".log"));
  }
  elt.closest("details.menu")?.removeAttribute("open");
});

// Composers -----------------------------------------------------------------------------------------------------

class Composer {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.files = form.querySelector("[type=file]");
    this.draft = `draft ${page.url} ${form.querySelector("[name=thread]").value}`;
    this.completion = new Completion(form);
    // What was typed before this ran stands.
    this.field.value ||= sessionStorage.getItem(this.draft) ?? "";
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.files.addEventListener("change", () => this.showFiles());
    this.grow();
  }

  key(event) {
    // Enter may also end the composition of Chinese characters.
    if (event.isComposing) return;
    if (this.completion.key(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  changed() {
    sessionStorage.setItem(this.draft, this.field.value.slice(0, 100_000));
    this.grow();
  }

  grow() {
    this.field.rows = Math.min(8, this.field.value.slice(0, 2000).split("\n").length);
  }

  clear() {
    this.field.value = this.files.value = "";
    sessionStorage.removeItem(this.draft);
    this.showFiles();
    this.grow();
    toEnd(this.form.parentElement.querySelector(".log"));
  }

  showFiles() {
    const names = [...this.files.files].map((file) => file.name);
    this.form.querySelector(".chosen-files").textContent = names.join(" · ");
  }
}

const composers = new Map();

// Menus, the drawer and the colours -----------------------------------------------------------------------------

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.removeAttribute("open");
  }
}

function setDrawer(open) {
  const opener = document.querySelector("[data-drawer=open]");
  document.body.classList.toggle("drawer-open", open);
  opener.setAttribute("aria-expanded", String(open));
  (open ? document.querySelector(".sidebar [data-drawer=close]") : opener).focus();
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const drawer = event.target.closest("[data-drawer]");
  if (drawer) setDrawer(drawer.dataset.drawer === "open");
  if (event.target.closest("[data-theme-toggle]")) {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    closeMenus();
    menu.querySelector("summary").focus();
  } else if (document.body.classList.contains("drawer-open")) {
    setDrawer(false);
  }
});

document.addEventListener("visibilitychange", markRead);
for (const form of document.querySelectorAll("[data-composer]")) composers.set(form, new Composer(form));
for (const log of document.querySelectorAll(".log")) toEnd(log);
if (page.thread) document.getElementById(`m${page.thread}`)?.scrollIntoView({ block: "nearest" });
if (!showTarget()) {
  document.querySelector(page.thread ? ".thread textarea" : ".conversation textarea").focus({ preventScroll: true });
}
startClock();
tick();
setInterval(tick, 5000);
markRead();
listen();
