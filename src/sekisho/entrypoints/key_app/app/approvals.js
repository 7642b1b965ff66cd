/**
 * The logins that wait for this phone's approval, over the wire: asked for once, followed as they change, and decided. The listening
 * value shows them and turns them away; only the response made here from the challenge approves one.
 */

import { readEvents } from "./event_stream.js";
import { clockOf, get, post, send, untilOf } from "./wire.js";

const LONGEST_MS = 5 * 60_000;

/**
 * @typedef {object} Approval
 * @property {string} id
 * @property {"portal" | "trading"} surface
 * @property {"live" | "paper"} mode
 * @property {string} browser "" where it did not say
 * @property {string} address
 * @property {boolean} isKnownBrowser
 * @property {string} askedAt ISO 8601
 * @property {string[]} numbers nine; the login page shows one of them
 * @property {string} challenge
 * @property {number | null} until milliseconds since 1970 by this phone's clock; null where the clocks differ too much
 * @property {number} span milliseconds from the asking to the end
 */

/** @typedef {{device: string, listening: string}} Listener */
/** @typedef {import("./wire.js").Answer} Answer */

/** @param {Listener} listener @returns {Promise<Answer>} with `Approval[]` as its body */
export async function list(listener) {
  const answer = await get(addressOf(listener), listener.listening);
  return answer.kind === "done" ? { ...answer, body: readAll(answer.body, answer.clock) } : answer;
}

/**
 * Follow them until the stream ends; nothing is heard of one that does not open. Rejects where it breaks off.
 * @param {Listener} listener
 * @param {{signal: AbortSignal, onSign: () => void, onApprovals: (approvals: Approval[]) => void}} given
 */
export async function follow(listener, { signal, onSign, onApprovals }) {
  const response = await send(`${addressOf(listener)}/events`, { method: "GET", token: listener.listening, signal });
  const isStream = response.ok && response.headers.get("Content-Type")?.startsWith("text/event-stream");
  if (!isStream) return void response.body?.cancel();
  const clock = clockOf(response);
  const onEvent = ({ name, data }) => name === "approvals" && onApprovals(readAll(JSON.parse(data), clock));
  await readEvents(response.body, { onSign, onEvent });
}

/**
 * @param {Listener} listener
 * @param {string} id
 * @param {{decision: "approve", number: string, response: string} | {decision: "cancel" | "not_me"}} decision
 * @returns {Promise<Answer>}
 */
export const decide = (listener, id, decision) =>
  post(`${addressOf(listener)}/${encodeURIComponent(id)}`, decision, listener.listening);

function addressOf({ device }) {
  return `/phones/${encodeURIComponent(device)}/approvals`;
}

/** What is not as agreed is left out: nothing could be chosen in it. */
function readAll(body, clock) {
  const listed = Array.isArray(body?.approvals) ? body.approvals : [];
  return listed.filter(isAsAgreed).map((one) => ({
    id: one.id,
    surface: one.surface,
    mode: one.mode,
    browser: one.browser,
    address: one.address,
    isKnownBrowser: one.is_known_browser === true,
    askedAt: one.asked_at,
    numbers: one.numbers,
    challenge: one.challenge,
    until: untilOf(one.expires_at, clock),
    span: Math.min(Date.parse(one.expires_at) - Date.parse(one.asked_at), LONGEST_MS),
  }));
}

function isAsAgreed(one) {
  return (
    [one?.id, one?.browser, one?.address].every((text) => typeof text === "string") &&
    ["portal", "trading"].includes(one.surface) &&
    ["live", "paper"].includes(one.mode) &&
    Date.parse(one.expires_at) > Date.parse(one.asked_at) &&
    /^[1-9][0-9]{5}$/.test(one.challenge) &&
    Array.isArray(one.numbers) &&
    new Set(one.numbers).size === 9 &&
    one.numbers.every((number) => /^[1-9][0-9]$/.test(number))
  );
}
