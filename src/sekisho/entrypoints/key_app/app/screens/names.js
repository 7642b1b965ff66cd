/** The user names on this phone: several people, or one person's several accounts, each with a key of its own. */

import { h } from "../dom.js";
import { field, form } from "../fields.js";
import { back, go, restart } from "../navigation.js";
import { button, note, row, rows } from "../parts.js";
import { dateOf, say } from "../speech.js";
import { findEntry, listEntries, removeEntry, renameEntry } from "../vault.js";
import { titleOf } from "./authenticate.js";

export async function names() {
  const entries = await listEntries();
  return {
    title: say("names.title"),
    body: [
      entries.length ? rows(nameRows(entries)) : note(say("home.nobody")),
      button(say("authenticate.add"), () => go("register"), { isMain: !entries.length, picture: "add" }),
    ],
  };
}

/** @param {import("../vault.js").Entry[]} entries */
export function nameRows(entries) {
  return entries.map((entry) => row({ label: titleOf(entry), detail: standingOf(entry), picture: "person", onclick: () => go("name", { id: entry.id }) }));
}

/** One of them. @param {{id: string}} given */
export async function name({ id }) {
  const entry = await findEntry(id);
  if (!entry) return names();
  const isUsable = !entry.pending || entry.pending.isSent;
  return {
    title: titleOf(entry),
    body: [
      h("dl.facts", {},
        fact("names.username", entry.username),
        fact("names.bound_at", dateOf(entry.boundAt)),
        fact("names.guard", say(`names.guard_${entry.lock.kind}`)),
        fact("names.standing", standingOf(entry))),
      entry.pending && button(say("finish.title"), () => go("finish", { id }), { isMain: true, picture: "done" }),
      isUsable && button(say("home.authenticate"), () => go("authenticate", { id }), { isMain: !entry.pending, picture: "key" }),
      form({
        fields: [field({ name: "rename", read: (typed) => typed.normalize("NFKC").trim().slice(0, 40), value: entry.name, keys: { maxlength: 40, required: null } })],
        label: say("names.rename"),
        isCalm: true,
        deed: async ({ rename }) => {
          await renameEntry(id, rename);
          back();
        },
      }),
      button(say("names.remove"), () => go("removal", { id }), { isGrave: true }),
    ],
  };
}

/** Removing is final on this phone; the server's side ends in the portal. @param {{id: string}} given */
export async function removal({ id }) {
  const entry = await findEntry(id);
  if (!entry) return names();
  return {
    title: say("names.remove"),
    body: [
      note(say("names.removal", { who: titleOf(entry) }), { kind: "warn" }),
      button(say("names.remove_now"), async () => {
        await removeEntry(id);
        restart("home");
      }, { isGrave: true }),
      button(say("names.keep"), back),
    ],
  };
}

function standingOf(entry) {
  return say(entry.pending ? "names.unconfirmed" : "names.confirmed");
}

/** One line of a list of facts. @param {string} message @param {string} value */
export function fact(message, value) {
  return h("div", {}, h("dt", {}, say(message)), h("dd", {}, value));
}
