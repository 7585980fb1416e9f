// Comfort only: every page works without this file.
"use strict";

// While an answer is on its way, the person may have ticked or typed more. Showing it would undo that: the choices
// come with the results. It is passed over, and the request that follows asks for everything.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt: form, formData: sent } = event.detail.requestConfig;
  if (form.id !== "filtres") return;
  const present = new URLSearchParams(new FormData(form)).toString();
  if (present !== new URLSearchParams(sent).toString()) event.detail.shouldSwap = false;
});
