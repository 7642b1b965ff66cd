/** From an entry to its response: the lock is opened for one signature, and what stood in the way is told where it did not open. */

import { importKey, respond } from "./ocra.js";
import { openLock } from "./phone_lock.js";
import { ownerOf } from "./vault.js";

/** @typedef {import("./vault.js").Entry} Entry */
/** @typedef {"cancelled" | "unverified" | "unable" | "damaged"} Trouble */

/** @param {Entry} entry @returns {Promise<{key: CryptoKey} | {trouble: Trouble}>} */
export async function keyOf(entry) {
  return entry.lock.kind === "pin" ? { key: entry.lock.key } : openLock(entry.lock, ownerOf(entry), importKey);
}

/**
 * @param {Entry} entry
 * @param {{challenge: string, pin?: string}} asked
 * @returns {Promise<{response: string} | {trouble: Trouble}>}
 */
export async function answerWith(entry, { challenge, pin }) {
  const opened = await keyOf(entry);
  return opened.trouble ? opened : { response: await respond(opened.key, { suite: entry.suite, challenge, pin }) };
}
