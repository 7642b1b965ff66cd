/** Putting the app on the home screen: the phone's own offer where it makes one, and the way by hand where it makes none. */

import { isInBrowserOfIphone } from "./choices.js";
import { button, note } from "./parts.js";
import { say } from "./speech.js";

/** @type {Event & {prompt: () => Promise<void>} | null} */
let offer = null;

/** Keep the phone's offer until the holder asks for it. @param {() => void} onOffer */
export function awaitOffer(onOffer) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    onOffer();
  });
  addEventListener("appinstalled", () => {
    offer = null;
  });
}

/** @returns {HTMLElement | null} */
export function installOffer() {
  if (isInBrowserOfIphone()) return note(say("install.iphone"), { title: say("install.title") });
  return offer && note(say("install.text"), { title: say("install.title") }, button(say("install.take"), () => offer?.prompt()));
}
