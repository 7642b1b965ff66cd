/**
 * What waits for approval, at the lower edge of every screen: it moves nothing that is being read or typed, takes no focus, and is told
 * to a screen reader once. What ends elsewhere goes with a sentence.
 */

import { h, icon } from "./dom.js";
import { isSettled, onWaiting, waiting } from "./listening.js";
import { go } from "./navigation.js";
import { row } from "./parts.js";
import { say } from "./speech.js";
import { titleOf } from "./screens/authenticate.js";

const SENTENCE_FOR_MS = 10_000;
const SURFACES = { portal: "login.portal", trading: "login.trader" };
const MODES = { live: "approve.live", paper: "approve.paper" };

const rows = h("ul.rows", { role: "list" });
const aloud = h("p.unseen", { role: "status" });
const farewell = h("p.waiting__over", { hidden: true });
const place = h("aside.waiting", { hidden: true }, farewell, rows);
/** @type {Map<string, HTMLElement>} */
const shown = new Map();
let lookedAt = "";
let timer;

/** Put it below every screen. */
export function showWaiting() {
  document.body.append(place, aloud);
  new ResizeObserver(() => document.documentElement.style.setProperty("--waiting", `${place.offsetHeight}px`)).observe(place);
  onWaiting(draw);
  draw();
}

/** The one whose own screen is open is not shown below it as well. @param {string} id "" for none */
export function lookAt(id) {
  lookedAt = id;
  draw();
}

/** What it is about, in one line. @param {import("./listening.js").Waiting} one */
export function wantedOf({ surface, mode }) {
  return say("approve.opens", { surface: say(SURFACES[surface]), mode: say(MODES[mode]) });
}

function draw() {
  const now = waiting();
  const gone = [...shown.keys()].filter((id) => !now.some((one) => one.id === id));
  const come = now.filter(({ id }) => !shown.has(id));
  for (const id of gone) shown.delete(id);
  for (const one of come) shown.set(one.id, rowOf(one));
  rows.replaceChildren(...now.filter(({ id }) => id !== lookedAt).map(({ id }) => shown.get(id)));
  if (come.some(({ id }) => id !== lookedAt)) aloud.textContent = say("approve.waiting");
  if (gone.some((id) => id !== lookedAt && !isSettled(id))) bidFarewell();
  place.ariaLabel = say("approve.waiting");
  place.hidden = !rows.children.length && farewell.hidden;
}

function rowOf(one) {
  const detail = say("approve.waiting_detail", { who: titleOf(one.entry), what: wantedOf(one) });
  return row({ label: say("approve.title"), detail, picture: "shield", onclick: () => go("approve", { id: one.id }) });
}

function bidFarewell() {
  const over = () => {
    farewell.hidden = true;
    aloud.textContent = "";
    draw();
  };
  farewell.replaceChildren(icon("help"), say("approve.over"));
  farewell.hidden = false;
  aloud.textContent = say("approve.over");
  clearTimeout(timer);
  timer = setTimeout(over, SENTENCE_FOR_MS);
}
