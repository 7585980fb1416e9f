// Comfort only: every page works without this file.
"use strict";

// Which of the two Bootstrap palettes is in force follows the system.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const applyScheme = () => document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
applyScheme();
dark.addEventListener("change", applyScheme);

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-autofocus]")?.focus();
});

const closeMenus = (except) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.removeAttribute("open");
  });
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-menu][open]");
  if (!menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
});
