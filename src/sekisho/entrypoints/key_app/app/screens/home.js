/** Start state 3.a: the home screen, with Authenticate. */

import { choose } from "../choices.js";
import { h, icon } from "../dom.js";
import { go, restart } from "../navigation.js";
import { button, note } from "../parts.js";
import { brand, say } from "../speech.js";
import { updateNote } from "../updates.js";
import { listEntries } from "../vault.js";

export async function home() {
  choose("start", "home");
  const entries = await listEntries();
  return {
    title: "Sekisho Key",
    isPlain: true,
    body: [
      h("div.gate", {}, h("img.gate__picture", { src: new URL("../gate.svg", import.meta.url).href, alt: "" }), h("p.gate__brand", {}, brand())),
      updateNote(),
      h("div.deeds", {},
        button(say("home.authenticate"), () => go("authenticate"), { isMain: true, picture: "key" }),
        !entries.length && note(say("home.nobody"), {}),
        !entries.length && button(say("home.register"), () => go("register"), { picture: "add" })),
      h("div.ways", {}, way("home.login", "person", () => restart("login")), way("home.inside", "home", () => restart("inside"))),
    ],
  };
}

function way(message, picture, onclick) {
  return h("button.ways__one", { type: "button", onclick }, icon(picture), h("span", {}, say(message)));
}
