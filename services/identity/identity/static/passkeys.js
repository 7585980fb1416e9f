// Passkeys: asks the device, then sends an ordinary form. Without this file the pages offer password and code.
"use strict";

// No passkey is bound to a numeric address (WebAuthn section 5.1.3), and older browsers do not read our JSON.
const canAsk = () =>
  window.isSecureContext &&
  "parseRequestOptionsFromJSON" in (window.PublicKeyCredential ?? {}) &&
  !/^[\d.]+$|:/.test(window.location.hostname);

const ceremonies = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const answerOf = async (form) => {
  const asked = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!asked.ok) throw new Error(String(asked.status));
  return ceremonies[form.dataset.passkey](await asked.json());
};

const begin = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button");
  const fault = form.querySelector("[data-passkey-fault]");
  if (!form.reportValidity()) return;
  fault.hidden = true;
  button.disabled = true;
  try {
    const answer = await answerOf(form);
    form.elements.answer.value = JSON.stringify(answer);
    form.submit();
  } catch {
    // The person gave up, the device has no key, or the page is too old: the same advice helps.
    fault.hidden = false;
    button.disabled = false;
    fault.focus();
  }
};

document.addEventListener("DOMContentLoaded", () => {
  if (!canAsk()) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", begin);
  });
  document.querySelectorAll("[data-without-passkeys]").forEach((words) => words.remove());
});
