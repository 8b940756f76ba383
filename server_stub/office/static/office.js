// Comfort only; every page works without it.
"use strict";

// What is wrong is read first.
const summary = document.querySelector(".summary");
if (summary) summary.focus();

// A link of the error summary leads into its field.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus();
});

// Lists are walked with j and k; Enter opens, since the row's link has the focus.
const rows = () => [...document.querySelectorAll("table[data-walk] tbody a[data-row]")];
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || (event.key !== "j" && event.key !== "k")) return;
  const links = rows();
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const to = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
  links[to].focus();
  event.preventDefault();
});

// A form is sent once; its one-time token would see to that as well.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

// A ready phrase goes into its field.
document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-fill]");
  const field = phrase && document.getElementById(phrase.dataset.fill);
  if (!field) return;
  field.value = phrase.dataset.words;
  field.focus();
});
