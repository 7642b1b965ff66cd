/** Start state 3.c: the inside with its tabs. More > Two-Factor Authentication leads to the challenge field. */

import { choose, languageNow, lookNow } from "../choices.js";
import { go, restart } from "../navigation.js";
import { button, note, row, rows } from "../parts.js";
import { say } from "../speech.js";
import { tabsOf } from "../tabs.js";
import { updateNote } from "../updates.js";
import { listEntries } from "../vault.js";
import { nameRows } from "./names.js";

const BODIES = { home, portfolio: () => elsewhere("portfolio"), watchlists: () => elsewhere("watchlists"), more };

/** @param {{tab?: "home" | "portfolio" | "watchlists" | "more"}} given */
export async function inside({ tab = "home" }) {
  choose("start", "inside");
  return { title: say(`tabs.${tab}`), tabs: tabsOf(tab), body: await BODIES[tab]() };
}

/** More > Two-Factor Authentication. Apple's look says Generate Code where Android's says Generate Response. */
export async function twoFactor() {
  return {
    title: say("twofactor.title"),
    body: [
      rows([row({ label: say(`twofactor.generate.${lookNow()}`), detail: say("twofactor.generate_detail"), picture: "key", onclick: () => go("authenticate") })]),
      rows([
        row({ label: say("twofactor.register"), detail: say("twofactor.register_detail"), picture: "add", onclick: () => go("register") }),
        row({ label: say("twofactor.move"), detail: say("twofactor.move_detail"), picture: "move", onclick: () => go("move") }),
        row({ label: say("twofactor.pin"), picture: "pin", onclick: () => go("pin") }),
      ]),
    ],
  };
}

async function home() {
  const entries = await listEntries();
  return [
    updateNote(),
    entries.length ? rows(nameRows(entries), say("names.title")) : note(say("home.nobody")),
    button(say(entries.length ? "home.authenticate" : "home.register"), () => go(entries.length ? "authenticate" : "register"), { isMain: true, picture: entries.length ? "key" : "add" }),
  ];
}

/** Positions and lists of securities are the trading platform's; this app only proves who asks for them. */
function elsewhere(tab) {
  return [
    note(say(`elsewhere.${tab}`)),
    rows([row({ label: say("login.trader"), detail: say("login.trader_detail"), picture: "portfolio", href: `/${languageNow()}/trader/` })]),
  ];
}

function more() {
  return [
    rows([row({ label: say("twofactor.title"), picture: "shield", onclick: () => go("twoFactor") })]),
    rows([
      row({ label: say("more.names"), picture: "person", onclick: () => go("names") }),
      row({ label: say("more.settings"), picture: "settings", onclick: () => go("settings") }),
      row({ label: say("more.help"), picture: "help", onclick: () => go("help") }),
    ]),
    rows([row({ label: say("login.home"), picture: "home", onclick: () => restart("home") })]),
  ];
}
