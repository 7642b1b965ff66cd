/**
 * Binding this phone: a registration's key is put behind its guard, kept, and proved by a first response.
 *
 * The order is what saves a holder from being locked out. The guard is made before anything is asked of the server; the key is kept
 * before the response is sent; an older key of the same user name stays until the server has said yes. Where no answer comes the
 * new key stays too, because the server may have taken it.
 */

import { askToStay, confirmEntry, findEntry, keepEntry, noteSent, ownerOf, removeEntry } from "./vault.js";
import { importKey, respond } from "./ocra.js";
import { makeLock } from "./phone_lock.js";
import { keyOf } from "./unlocking.js";
import { prove } from "./wire.js";

const TAKEN = "response_used"; // the server's word for a registration that was ended before, perhaps by this very phone

/**
 * @typedef {{platform: "android"} | {platform: "ios", seal: Function}} Guard
 * @typedef {import("./vault.js").Entry} Entry
 * @typedef {{kind: "bound", username: string, isReplaced: boolean}} Bound
 * @typedef {{kind: "unproved", answer: import("./wire.js").Answer, isOver: boolean}} Unproved isOver: nothing is left to go on with
 */

/**
 * Make the guard first: a phone that cannot guard a key costs no Session ID.
 * @param {boolean} hasPin the PIN way, or the phone's lock
 * @returns {Promise<Guard | {trouble: string}>}
 */
export async function makeGuard(hasPin) {
  if (hasPin) return { platform: "android" };
  const made = await makeLock();
  return made.trouble ? made : { platform: "ios", seal: made.seal };
}

/**
 * Take in what the server gave, once: from here on the key is on this phone, and nowhere else in the open.
 * @param {import("./wire.js").Registration} registration its key is overwritten here, whatever happens
 * @param {Guard} guard
 * @returns {Promise<{id: string, key: CryptoKey, until: number | null}>} the key opened already, for a proof that follows at once
 */
export async function receive(registration, guard) {
  const { id, token, username, suite, challenge, isMove, notBefore, until } = registration;
  try {
    const key = await importKey(registration.key);
    const lock = guard.platform === "ios" ? await guard.seal(registration.key, ownerOf(registration)) : { kind: "pin", key };
    const pending = { token, challenge, isMove, notBefore, isSent: false };
    await keepEntry({ id, username, name: "", suite, device: "", boundAt: Date.now(), lock, pending });
    void askToStay();
    return { id, key, until: notBefore ? null : until };
  } finally {
    registration.key.fill(0);
  }
}

/**
 * Prove a kept key by its first response; asked again it sends the same once more. Two windows of the app take turns, and the
 * second one finds what the first has done.
 * @param {string} id
 * @param {{pin?: string, key?: CryptoKey}} proof the PIN that is chosen now; the key where it is open already
 * @returns {Promise<Bound | Unproved | {kind: "locked", trouble: string}>}
 */
export function finish(id, proof) {
  const turn = () => proved(id, proof);
  return navigator.locks ? navigator.locks.request(`sekisho-key.${id}`, turn) : turn();
}

async function proved(id, { pin, key }) {
  const entry = await findEntry(id);
  if (!entry?.pending) return { kind: "bound", username: entry?.username ?? "", isReplaced: false };
  const opened = key ? { key } : await keyOf(entry);
  if (opened.trouble) return { kind: "locked", trouble: opened.trouble };
  const { token, challenge, isSent } = entry.pending;
  const response = await respond(opened.key, { suite: entry.suite, challenge, pin });
  await noteSent(id, true); // before the call: if the phone dies now, the key may be the one that works
  const answer = await prove({ id, token }, pin === undefined ? { response } : { response, pin });
  if (answer.kind === "done") return confirmed(entry, answer.body);
  const isOver = !isSent && isFinal(answer);
  if (isOver) await removeEntry(id);
  else if (answer.kind === "refused") await noteSent(id, isSent || answer.reason === TAKEN);
  return { kind: "unproved", answer, isOver };
}

/** Whether the server has said no for good: no weak PIN, no wait, no try left, and not that the answer was taken before. */
function isFinal({ kind, reason, triesLeft, retryAt, pinFlaw, status }) {
  return kind === "refused" && reason !== TAKEN && status === 403 && !triesLeft && !retryAt && !pinFlaw;
}

async function confirmed(entry, { device, username = entry.username, replaced, listening = "" }) {
  await confirmEntry(entry.id, { device: device.id, username, listening });
  return { kind: "bound", username, isReplaced: replaced === true };
}
