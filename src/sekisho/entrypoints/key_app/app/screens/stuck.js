/** The one screen that needs nothing of the phone's storage: it says that the storage cannot be used. */

import { h } from "../dom.js";
import { note, telephoneRows } from "../parts.js";
import { say } from "../speech.js";

/** @param {unknown} failure a private window, a full phone, a fault of ours */
export async function stuck(failure) {
  const isStorage = failure instanceof DOMException;
  if (!isStorage) queueMicrotask(() => { throw failure; }); // a fault of ours is told to the browser as well
  return {
    title: say("stuck.title"),
    body: [note(say("stuck.text"), { kind: "warn" }), h("p.fine", {}, say("stuck.private")), telephoneRows()],
  };
}
