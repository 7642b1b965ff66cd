/** Which guard a key gets on this phone, what is asked for it, and the words where the phone cannot give it. */

import { lookNow } from "./choices.js";
import { readPin } from "./entry.js";
import { field, UNKEPT } from "./fields.js";
import { swap } from "./navigation.js";
import { button, note } from "./parts.js";
import { mayLock } from "./phone_lock.js";
import { say } from "./speech.js";

/**
 * @typedef {object} Way
 * @property {boolean} hasPin
 * @property {HTMLElement} words what guards the key, said before it is made
 */

/** @param {{way?: "pin"}} given the PIN way, where the holder has chosen it after the phone's lock failed @returns {Promise<Way>} */
export async function wayOf({ way }) {
  const wantsLock = lookNow() === "ios" && way !== "pin";
  if (wantsLock && (await mayLock())) return { hasPin: false, words: note(say("guard.lock")) };
  const words = note(say(lookNow() === "ios" ? "guard.no_lock" : "guard.pin"), { kind: wantsLock ? "warn" : "calm" });
  return { hasPin: true, words };
}

/** A new PIN and the same again. */
export function newPin() {
  return [
    field({ name: "new_pin", kind: "secret", read: readPin, autocomplete: UNKEPT, keys: { maxlength: 12 } }),
    field({ name: "again", kind: "secret", read: (typed) => typed.normalize("NFKC"), autocomplete: UNKEPT, keys: { maxlength: 12 } }),
  ];
}

/** @returns {boolean} whether both entries are the same; says so beside the second if not */
export function isSamePin({ new_pin: pin, again }, { fail }) {
  if (pin === again) return true;
  fail("again", say("field.again.different"));
  return false;
}

/** The phone did not give its lock: once more, or with a PIN. @param {string} trouble @param {string} screen @param {any} given */
export function withoutLock(trouble, screen, given) {
  return note(say(`lock.${trouble}.text`), { kind: "warn", title: say(`lock.${trouble}.title`) },
    button(say("guard.take_pin"), () => swap(screen, { ...given, way: "pin" }), { picture: "pin" }));
}
