// Before the page is painted: the colours somebody chose, else those of their system.
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
