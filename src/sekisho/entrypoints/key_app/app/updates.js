/** The service worker, and a new version: it waits until the holder takes it, or until the app is opened next. */

import { button, note } from "./parts.js";
import { say } from "./speech.js";

const WORKER = "/key/sw.js";
const SCOPE = "/key/";

/** @type {ServiceWorker | null} */
let waiting = null;
let hasAsked = false;

/** @param {() => void} onUpdate a new version is ready */
export async function keepOffline(onUpdate) {
  if (!navigator.serviceWorker) return;
  const noteWaiting = (registration) => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    waiting = registration.waiting;
    onUpdate();
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => hasAsked && location.reload());
  try {
    const registration = await navigator.serviceWorker.register(workerAddress(), { scope: SCOPE, updateViaCache: "none" });
    noteWaiting(registration);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => noteWaiting(registration));
    });
  } catch {
    // Without a worker the app works as long as there is a network; Settings says so.
  }
}

/** @returns {HTMLElement | null} says that a new version is ready, where one is */
export function updateNote() {
  return waiting && note(say("update.ready"), {}, button(say("update.take"), takeUpdate));
}

/** @returns {Promise<boolean>} whether the app would open now without a network */
export async function isKeptOffline() {
  return Boolean((await navigator.serviceWorker?.getRegistration(SCOPE))?.active);
}

function takeUpdate() {
  hasAsked = true;
  waiting.postMessage("take-over");
}

/** The one address of a script that this page may name at run time. */
function workerAddress() {
  if (!window.trustedTypes) return WORKER;
  return trustedTypes.createPolicy("sekisho-key", { createScriptURL: () => WORKER }).createScriptURL("");
}
