/**
 * Listening for logins that wait for approval: a stream for each user name, only while the app is on the screen.
 *
 * Nothing here is ever told as a fault: without a network the app is what it was, and nothing waits. A stream that does not open, or
 * says nothing, gives way to asking; what is shown rests on the server's list alone, so a lost connection loses nothing.
 */

import { follow, list } from "./approvals.js";
import { listEntries, onChange } from "./vault.js";

const STREAMS = 2; // a browser opens six connections to a host, and a login page and the app's calls need some; further user names ask
const SILENCE_MS = 40_000; // the server says every 15 s that it is there
const FIRST_SIGN_MS = 6_000; // a proxy may hold a stream back
const STREAM_AGAIN_MS = 30_000;
const SHORTEST_STREAM_MS = 5_000; // what ends sooner is cut by something between: opened again and again it would be a flood
const ASK_AGAIN_MS = 4_000;
const REOPEN_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LEEWAY_MS = 1_500;
const MOST_SHOWN = 3;

/** @typedef {import("./approvals.js").Approval & {entry: import("./vault.js").Entry, dropAt: number}} Waiting */

/** @type {Map<string, AbortController>} */
const ears = new Map();
/** @type {Map<string, Waiting[]>} */
const held = new Map();
/** @type {Set<string>} decided here: a list that was on its way must not bring them back */
const settled = new Set();
/** @type {Set<() => void>} */
const watchers = new Set();
let timer;

/** Begin; it goes on by itself. */
export function listen() {
  document.addEventListener("visibilitychange", tend);
  addEventListener("online", anew);
  onChange(tend);
  return tend();
}

/** @returns {Waiting[]} the newest first */
export function waiting() {
  const all = [...held.values()].flat().filter(({ id, dropAt }) => !settled.has(id) && dropAt > Date.now());
  return all.sort((a, b) => Date.parse(b.askedAt) - Date.parse(a.askedAt)).slice(0, MOST_SHOWN);
}

/** @param {string} id @returns {Waiting | undefined} */
export const findWaiting = (id) => waiting().find((one) => one.id === id);

/** @param {string} id @returns {boolean} whether it was decided on this phone */
export const isSettled = (id) => settled.has(id);

/** @param {() => void} deed called when what waits has changed @returns {() => void} ends it */
export function onWaiting(deed) {
  watchers.add(deed);
  return () => watchers.delete(deed);
}

/** It was decided here. @param {string} id */
export function settle(id) {
  settled.add(id);
  tell();
}

/** Ask for all lists now: a link names a login that may not have been heard of. @returns {Promise<boolean>} whether an answer came */
export async function lookForAll() {
  const entries = await listeners();
  const answers = await Promise.all(entries.map(ask));
  return answers.every((heard) => heard !== "unheard");
}

/** Listen to who is there to listen for, and to nobody while the app is put away. */
async function tend() {
  const entries = document.hidden ? [] : await listeners();
  const wanted = document.hidden ? [] : entries; // it may have been put away meanwhile
  for (const [id, ear] of ears) {
    if (!wanted.some((entry) => entry.id === id)) {
      ear.abort();
      ears.delete(id);
    }
  }
  wanted.forEach((entry, at) => ears.has(entry.id) || begin(entry, at < STREAMS));
  if (!document.hidden) for (const id of held.keys()) if (!ears.has(id)) held.delete(id);
  tell();
}

function anew() {
  for (const ear of ears.values()) ear.abort();
  ears.clear();
  return tend();
}

async function listeners() {
  const entries = await listEntries().catch(() => []); // a storage that cannot be opened has a screen of its own
  return entries.filter(({ device, listening }) => device && listening);
}

function begin(entry, mayStream) {
  const ear = new AbortController();
  ears.set(entry.id, ear);
  void attend(entry, { mayStream, signal: ear.signal });
}

/** One user name's turn after turn: the stream, and the list where no stream opens; longer and longer pauses where nothing answers. */
async function attend(entry, { mayStream, signal }) {
  let failures = 0;
  let streamAt = mayStream ? 0 : Infinity;
  while (!signal.aborted) {
    const begun = Date.now();
    const isStream = begun >= streamAt;
    const heard = isStream ? await hear(entry, signal) : await ask(entry);
    if (heard === "gone") return hold(entry, []);
    if (isStream && (heard === "unheard" || Date.now() - begun < SHORTEST_STREAM_MS)) {
      streamAt = Date.now() + STREAM_AGAIN_MS;
      continue;
    }
    failures = heard === "unheard" ? failures + 1 : 0;
    if (failures && mayStream) streamAt = 0;
    await pause(isStream ? REOPEN_MS : failures ? pauseAfter(failures) : ASK_AGAIN_MS, signal);
  }
}

/** @returns {Promise<"heard" | "unheard">} when the stream is over; unheard: it did not open, or said nothing */
async function hear(entry, signal) {
  const silence = new AbortController();
  let alarm = setTimeout(() => silence.abort(), FIRST_SIGN_MS);
  let heard = "unheard";
  const onSign = () => {
    heard = "heard";
    clearTimeout(alarm);
    alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    await follow(entry, {
      signal: AbortSignal.any([signal, silence.signal]),
      onSign,
      onApprovals: (approvals) => signal.aborted || hold(entry, approvals),
    });
  } catch {
    // Broken off, by the network or by the silence: what was heard until then counts.
  } finally {
    clearTimeout(alarm);
  }
  return heard;
}

/** @returns {Promise<"heard" | "gone" | "unheard">} gone: this phone is not in use for that user name */
async function ask(entry) {
  const answer = await list(entry);
  if (answer.kind !== "done") return answer.status === 404 ? "gone" : "unheard";
  hold(entry, answer.body);
  return "heard";
}

function hold(entry, approvals) {
  if (!ears.has(entry.id)) return; // its key was removed meanwhile, or the app was put away
  held.set(entry.id, approvals.map((one) => ({ ...one, entry, dropAt: (one.until ?? Date.now() + one.span) + LEEWAY_MS })));
  tell();
}

/** Tell the watchers, and again when the next one is over, whether the server can say so or not. */
function tell() {
  clearTimeout(timer);
  const ends = waiting().map(({ dropAt }) => dropAt);
  if (ends.length) timer = setTimeout(tell, Math.min(...ends) - Date.now() + 50);
  for (const deed of [...watchers]) deed();
}

function pauseAfter(failures) {
  return Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** (failures - 1));
}

function pause(span, signal) {
  if (signal.aborted) return undefined;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(over);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const over = setTimeout(end, span);
    signal.addEventListener("abort", end);
  });
}
