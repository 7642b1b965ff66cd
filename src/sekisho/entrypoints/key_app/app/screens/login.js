/** Start state 3.b: the login screen, with Services at the top left. It leads to where one logs in; this app asks no password for it. */

import { choose, languageNow } from "../choices.js";
import { restart } from "../navigation.js";
import { button, note, row, rows } from "../parts.js";
import { say } from "../speech.js";
import { openServices } from "./services.js";

export async function login() {
  choose("start", "login");
  const language = languageNow();
  return {
    title: say("login.title"),
    services: { label: say("services.title"), onclick: openServices },
    body: [
      rows([
        row({ label: say("login.portal"), detail: say("login.portal_detail"), picture: "shield", href: `/${language}/` }),
        row({ label: say("login.trader"), detail: say("login.trader_detail"), picture: "portfolio", href: `/${language}/trader/` }),
      ]),
      note(say("login.how")),
      button(say("login.home"), () => restart("home"), { picture: "home" }),
    ],
  };
}
