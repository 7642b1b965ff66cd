/** How long an answer is still taken, in minutes; nothing is shown where the phone's clock and the server's differ too much. */

import { h } from "./dom.js";
import { say } from "./speech.js";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const LOOK_AGAIN_MS = 5_000;
const LEEWAY_MS = 5_000; // the server's `Date` knows whole seconds: ten minutes are not eleven

/** @param {number | null} until milliseconds since 1970 @returns {HTMLElement | null} */
export function timeLeft(until) {
  if (until === null) return null;
  const element = h("p.until", {}, textOf(until));
  const timer = setInterval(() => {
    element.textContent = textOf(until);
    if (!element.isConnected) clearInterval(timer);
  }, LOOK_AGAIN_MS);
  return element;
}

/** The same to the second, for what lasts two minutes. @param {number | null} until @returns {HTMLElement | null} */
export function secondsLeft(until) {
  if (until === null) return null;
  const element = h("p.until.until--exact", { role: "timer" }, exactly(until));
  const timer = setInterval(() => {
    element.textContent = exactly(until);
    if (!element.isConnected) clearInterval(timer);
  }, SECOND_MS);
  return element;
}

function exactly(until) {
  const left = Math.max(0, Math.floor((until - Date.now()) / SECOND_MS));
  return say("time.exactly", { minutes: Math.floor(left / 60), seconds: String(left % 60).padStart(2, "0") });
}

function textOf(until) {
  const minutes = Math.ceil((until - Date.now() - LEEWAY_MS) / MINUTE_MS);
  if (minutes <= 0) return say("time.over");
  return minutes === 1 ? say("time.last") : say("time.about", { count: minutes });
}
