/**
 * The frame of every screen in the two looks: the bar, the heading, the tabs. One markup for both; where they differ in more than
 * style (the heading stands in Android's bar, and large below Apple's) it is said here.
 */

import { h, icon } from "./dom.js";
import { languageNow, lookNow } from "./choices.js";
import { say, sayAloud } from "./speech.js";

/**
 * @param {string} name
 * @param {import("./navigation.js").Screen} screen
 * @param {{hasWayBack: boolean, back: () => void}} way
 */
export function draw(name, screen, { hasWayBack, back }) {
  const heading = h("h1", { tabindex: -1 }, screen.title);
  const isBarred = lookNow() === "android" && !screen.isPlain;
  const bar = h("header.bar", {}, leadingOf(screen, hasWayBack, back), isBarred && heading);
  const main = h("main.main", {}, !isBarred && heading, ...screen.body);
  const root = document.documentElement;
  root.lang = languageNow();
  root.dataset.look = lookNow();
  document.body.dataset.screen = name;
  document.title = screen.title === "Sekisho Key" ? screen.title : `${screen.title}｜Sekisho Key`;
  sayAloud("");
  document.getElementById("app").replaceChildren(...[bar, main, screen.tabs].filter(Boolean));
  scrollTo(0, 0);
  (main.querySelector("[data-first]") ?? heading).focus({ preventScroll: true });
}

function leadingOf(screen, hasWayBack, back) {
  if (screen.services) {
    return h("button.bar__lead", { type: "button", "aria-haspopup": "dialog", onclick: screen.services.onclick }, icon("menu"), h("span", {}, screen.services.label));
  }
  if (!hasWayBack) return null;
  return h("button.bar__lead.bar__back", { type: "button", onclick: back, "aria-label": say("frame.back") }, icon("back"), h("span.bar__word", {}, say("frame.back")));
}
