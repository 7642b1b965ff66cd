/**
 * Which screen is shown, and the way back. The browser's own history moves with it, so the phone's back gesture and its back key
 * work; addresses never change, so no history, log or screenshot of an address bar tells anything.
 */

import { draw } from "./frame.js";

/**
 * @typedef {object} Screen
 * @property {string} title
 * @property {Array<Node | string | null | false>} body
 * @property {HTMLElement} [tabs]
 * @property {{label: string, onclick: () => void}} [services] the menu at the top left instead of the way back
 * @property {boolean} [isPlain] without a bar: the picture is the heading
 * @property {() => void} [leave] what is to be forgotten when another screen comes
 */

/** @type {Record<string, (given: any) => Promise<Screen>>} */
let screens = {};
/** @type {{name: string, given: any}[]} */
let stack = [];
let leave = () => {};
let drawn = 0;

/** @param {typeof screens} all @param {string} first @param {() => void} onAddress a link has reached the open app */
export function begin(all, first, onAddress) {
  screens = all;
  stack = [{ name: first, given: {} }];
  history.replaceState({ depth: 1 }, "");
  addEventListener("popstate", ({ state }) => (state ? goBackTo(state.depth) : arrive(onAddress)));
  return redraw();
}

/** @param {string} name @param {any} [given] */
export function go(name, given = {}) {
  stack.push({ name, given });
  history.pushState({ depth: stack.length }, "");
  return redraw();
}

/** In place of the screen that is shown: the way back does not lead to it again. */
export function swap(name, given = {}) {
  stack[stack.length - 1] = { name, given };
  return redraw();
}

/** From the beginning, with this screen as the first. */
export function restart(name, given = {}) {
  stack = [{ name, given }];
  history.replaceState({ depth: 1 }, "");
  return redraw();
}

export function back() {
  if (stack.length > 1) history.back();
}

/** Draw the screen that is on top; of two drawings under way the later one stays. */
export async function redraw() {
  leave();
  leave = () => {};
  const { name, given } = stack[stack.length - 1];
  const turn = (drawn += 1);
  const screen = await screens[name](given).catch(screens.stuck);
  if (turn !== drawn) return;
  leave = screen.leave ?? leave;
  draw(name, screen, { hasWayBack: stack.length > 1, back });
}

function arrive(onAddress) {
  history.replaceState({ depth: stack.length }, "");
  onAddress();
}

function goBackTo(depth) {
  if (depth >= stack.length) return;
  stack.length = Math.max(1, depth);
  redraw();
}
