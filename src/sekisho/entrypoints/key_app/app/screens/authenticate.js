/**
 * Challenge Code in, response string out. Everything here happens on the phone: nothing is asked of any server, and nothing of it is
 * kept. A wrong PIN is not known here; it gives a response like any other.
 */

import { h } from "../dom.js";
import { asksPin } from "../ocra.js";
import { choice, field, form, UNKEPT } from "../fields.js";
import { readChallenge, readPin } from "../entry.js";
import { go, swap } from "../navigation.js";
import { button, note } from "../parts.js";
import { say } from "../speech.js";
import { answerWith } from "../unlocking.js";
import { listUsable } from "../vault.js";

/** @param {{id?: string}} given the entry that is asked, where it was chosen before */
export async function authenticate(given) {
  const entries = await listUsable();
  const entry = entries.find(({ id }) => id === given.id) ?? entries[0];
  return {
    title: say("authenticate.title"),
    body: entry ? asked(entries, entry, given) : [
      note(say("home.nobody")),
      button(say("home.register"), () => go("register"), { isMain: true, picture: "add" }),
      button(say("twofactor.move"), () => go("move"), { picture: "move" }),
    ],
  };
}

function asked(entries, entry, given) {
  const slot = h("div.slot", {}, parts(entry));
  const change = (id) => {
    given.id = id;
    slot.replaceChildren(...parts(entries.find((one) => one.id === id)));
  };
  return [
    entries.length > 1 ? whose(entries, entry, change).element : h("p.whose", {}, say("authenticate.as", { who: titleOf(entry) })),
    slot,
    button(say("authenticate.add"), () => go("register"), { picture: "add" }),
    entries.some(({ suite }) => asksPin(suite)) && button(say("twofactor.pin"), () => go("pin"), { picture: "pin" }),
  ];
}

/** What is asked for one entry. */
function parts(entry) {
  const isLocked = entry.lock.kind === "phone";
  const fields = [
    asksPin(entry.suite) && field({ name: "pin", kind: "secret", read: readPin, autocomplete: UNKEPT, keys: { maxlength: 12 } }),
    field({ name: "challenge", kind: "code", read: readChallenge, keys: { maxlength: 24, enterkeyhint: "done" } }),
  ].filter(Boolean);
  return [
    entry.pending && note(say("authenticate.unconfirmed"), { kind: "warn" }),
    form({ fields, label: say("authenticate.generate"), picture: isLocked ? "face" : "key", deed: (values) => generate(entry, values) }),
    isLocked && h("p.fine", {}, say("authenticate.unlocks")),
  ].filter(Boolean);
}

async function generate(entry, { challenge, pin }) {
  const made = await answerWith(entry, { challenge, pin });
  if (made.trouble) return note(say(`lock.${made.trouble}.text`), { kind: "warn", title: say(`lock.${made.trouble}.title`) });
  await swap("response", { response: made.response, id: entry.id, username: titleOf(entry) });
}

function whose(entries, entry, onchange) {
  const options = entries.map((one) => ({ value: one.id, label: titleOf(one), detail: one.pending ? say("names.unconfirmed") : "" }));
  return choice({ name: "whose", title: say("authenticate.whose"), options, chosen: entry.id, onchange });
}

/** How an entry is called: by the holder's own name for it, with the user name. */
export function titleOf({ name, username }) {
  return name ? say("names.named", { name, who: username }) : username;
}
