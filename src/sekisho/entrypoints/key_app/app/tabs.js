/** The four tabs of the inside: Home, Portfolio, Watchlists, More. */

import { h, icon } from "./dom.js";
import { restart } from "./navigation.js";
import { say } from "./speech.js";

const TABS = [
  ["home", "home"],
  ["portfolio", "portfolio"],
  ["watchlists", "list"],
  ["more", "more"],
];

/** @param {"home" | "portfolio" | "watchlists" | "more"} chosen */
export function tabsOf(chosen) {
  return h("nav.tabs", { "aria-label": say("tabs.label") }, TABS.map(([name, picture]) =>
    h("button.tabs__one", { type: "button", "aria-current": name === chosen && "page", onclick: () => restart("inside", { tab: name }) },
      h("span.tabs__mark", {}, icon(picture)), h("span", {}, say(`tabs.${name}`)))));
}
