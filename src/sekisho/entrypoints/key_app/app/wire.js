/**
 * What the app asks of the server, and how the answer is read. Nothing ambient goes along: no cookie, no referrer; a bearer value
 * travels in its header for the calls that it is for. An answer of another shape than agreed is no answer.
 */

import { asksPin, isKnownSuite } from "./ocra.js";
import { languageNow } from "./choices.js";

const BASE = "/api/v1/key-app";
const PATIENCE_MS = 20_000;
const KEY_BYTES = 32;
const LONGEST_SPAN_MS = 15 * 60_000;

/**
 * @typedef {object} Refusal the server's no, in its own words
 * @property {"refused"} kind
 * @property {string} reason
 * @property {string} reference
 * @property {string} title
 * @property {string} explanation
 * @property {{text: string, url?: string, phone?: string}[]} steps
 * @property {string} [retryAt] ISO 8601
 * @property {number} [triesLeft]
 * @property {string} [pinFlaw] why a chosen PIN is not taken
 * @property {string[]} [challenges] the same questions, still open
 * @property {number} status
 */

/**
 * @typedef {{kind: "done", body: any, clock: number} | Refusal | {kind: "unreached"} | {kind: "strange"}} Answer
 * unreached: no answer came, and whether the call arrived is not known; strange: something answered that is not this server's
 * interface as agreed
 */

/** @typedef {"ios" | "android"} Platform the way the key is guarded: behind the phone's lock, or with a PIN */

/**
 * @typedef {object} Registration
 * @property {string} id
 * @property {string} token for the next call alone
 * @property {string} username
 * @property {string} suite
 * @property {Uint8Array} key 32 bytes; whoever takes it overwrites it
 * @property {string} challenge
 * @property {number | null} until milliseconds since 1970 by this phone's clock; null where the clocks differ too much
 * @property {boolean} isMove this user name has a phone in use, which this one will replace
 * @property {string | null} notBefore from when the first response is taken, ISO 8601; null for at once
 */

/** @param {string} sessionId @param {Platform} platform */
export const register = async (sessionId, platform) =>
  readRegistration(await post("/registrations", { session_id: sessionId, platform }), platform);

/** @param {Registration} registration @param {{response: string, pin?: string}} proof @returns {Promise<Answer>} */
export const prove = ({ id, token }, proof) => post(`/registrations/${encodeURIComponent(id)}/response`, proof, token);

/** @param {{username: string, password: string, platform: Platform}} claim @returns {Promise<Answer>} */
export const move = (claim) => post("/moves", claim);

/** @param {{move: string, token: string}} begun @param {string} response @param {Platform} platform */
export const answerMove = async (begun, response, platform) =>
  readRegistration(await post(`/moves/${encodeURIComponent(begun.move)}/response`, { response }, begun.token), platform);

/** @param {{username: string, password: string, device: string}} claim @returns {Promise<Answer>} */
export const beginPinChange = (claim) => post("/pin-changes", claim);

/** @param {{change: string, token: string}} begun @param {{responses: string[], pin: string}} proof @returns {Promise<Answer>} */
export const endPinChange = (begun, proof) =>
  post(`/pin-changes/${encodeURIComponent(begun.change)}/response`, proof, begun.token);

/** @param {string} path @param {object} body @param {string} [token] @returns {Promise<Answer>} */
export const post = (path, body, token) => call(path, { method: "POST", body: JSON.stringify(body), token });

/** @param {string} path @param {string} token @returns {Promise<Answer>} */
export const get = (path, token) => call(path, { method: "GET", token });

async function call(path, { method, body, token }) {
  let response;
  try {
    response = await send(path, { method, body, token, signal: AbortSignal.timeout(PATIENCE_MS) });
    return readAnswer(response, await response.json());
  } catch {
    return { kind: response ? "strange" : "unreached" };
  }
}

/**
 * @param {string} path
 * @param {{method: string, body?: string, token?: string, signal: AbortSignal}} how
 * @returns {Promise<Response>} rejects where no answer comes
 */
export function send(path, { token, body, ...how }) {
  return fetch(BASE + path, {
    ...how,
    body,
    headers: {
      "Accept-Language": languageNow(),
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
}

function readAnswer(response, body) {
  const clock = clockOf(response);
  if (response.ok) return { kind: "done", body: { ...body, until: untilOf(body.expires_at, clock) }, clock };
  if (!body || typeof body.title !== "string") return { kind: "strange" };
  return {
    kind: "refused",
    reason: body.reason ?? "",
    reference: body.reference ?? "",
    title: body.title,
    explanation: body.explanation ?? body.detail ?? "",
    steps: Array.isArray(body.next_steps) ? body.next_steps : [],
    retryAt: body.retry_at ?? undefined,
    triesLeft: body.attempts_left ?? undefined,
    pinFlaw: body.pin_flaw ?? undefined,
    challenges: body.challenges ?? undefined,
    status: response.status,
  };
}

/** What makes of a moment of the server's one of this phone's clock, by the `Date` of an answer that has just come. */
export function clockOf(response) {
  return Date.now() - Date.parse(response.headers.get("Date") ?? "");
}

/** @param {string} moment @param {number} clock @returns {number | null} null where the two clocks differ too much */
export function untilOf(moment, clock) {
  const until = Date.parse(moment) + clock;
  const left = until - Date.now();
  return left > 0 && left <= LONGEST_SPAN_MS ? until : null;
}

/** @returns {Answer} with a `Registration` as its body */
function readRegistration(answer, platform) {
  if (answer.kind !== "done") return answer;
  const { registration: id, token, username, suite, key, challenge, moves, not_before: notBefore = null, until } = answer.body;
  const bytes = fromBase64Url(key);
  const isAsAgreed =
    [id, token, username].every((text) => typeof text === "string" && text) &&
    isKnownSuite(suite) &&
    asksPin(suite) === (platform === "android") && // a server's slip must not take the PIN away
    bytes?.length === KEY_BYTES &&
    /^[0-9]{6}$/.test(challenge);
  if (!isAsAgreed) return { kind: "strange" };
  return { ...answer, body: { id, token, username, suite, key: bytes, challenge, isMove: moves === true, notBefore, until } };
}

function fromBase64Url(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}
