/** The menu behind Services: Authenticate, and what else one does with a user name on this phone. */

import { h, icon } from "../dom.js";
import { go } from "../navigation.js";
import { row } from "../parts.js";
import { say } from "../speech.js";

const ENTRIES = [
  ["home.authenticate", "key", "authenticate"],
  ["twofactor.register", "add", "register"],
  ["twofactor.move", "move", "move"],
  ["twofactor.pin", "pin", "pin"],
  ["more.names", "person", "names"],
  ["more.settings", "settings", "settings"],
  ["more.help", "help", "help"],
];

/** Open it over the screen; Escape, the cross and a touch beside it close it. */
export function openServices() {
  const close = () => sheet.close();
  const lead = (screen) => () => {
    close();
    go(screen);
  };
  const sheet = h("dialog.sheet", { "aria-label": say("services.title"), onclose: () => sheet.remove(), onclick: ({ target }) => target === sheet && close() },
    h("div.sheet__inside", {},
      h("div.sheet__head", {}, h("h2", {}, say("services.title")), h("button.sheet__close", { type: "button", "aria-label": say("frame.close"), onclick: close }, icon("close"))),
      h("ul.rows", { role: "list" }, ENTRIES.map(([message, picture, screen]) => row({ label: say(message), picture, onclick: lead(screen) })))));
  document.body.append(sheet);
  sheet.showModal();
}
