/**
 * The second step of every binding: whose key this is, what it replaces, the PIN that guards it, and the first response. It can be
 * left and come back to: what was received stays on the phone.
 */

import { finish as prove } from "../bind.js";
import { asksPin } from "../ocra.js";
import { h } from "../dom.js";
import { form } from "../fields.js";
import { isSamePin, newPin } from "../guarding.js";
import { installOffer } from "../installing.js";
import { go, restart, swap } from "../navigation.js";
import { button, note, trouble } from "../parts.js";
import { momentOf, say } from "../speech.js";
import { timeLeft } from "../time_left.js";
import { findEntry } from "../vault.js";
import { names } from "./names.js";

/** @param {{id: string, key?: CryptoKey, until?: number | null}} given one just received comes with its key, and with the time that is left */
export async function finish({ id, key, until = null }) {
  const entry = await findEntry(id);
  if (!entry?.pending) return names();
  const hasPin = asksPin(entry.suite);
  return {
    title: say("finish.title"),
    body: [
      h("p.whose", {}, say("authenticate.as", { who: entry.username })),
      entry.pending.isMove && note(say("finish.moves"), { kind: "warn" }),
      entry.pending.notBefore && note(say("finish.not_before", { moment: momentOf(entry.pending.notBefore) }), { kind: "warn" }),
      form({
        fields: hasPin ? newPin() : [],
        label: say("register.submit"),
        picture: "done",
        isCalm: Boolean(entry.pending.notBefore),
        deed: (values, { fail }) => conclude({ id, key, hasPin }, values, fail),
      }),
      timeLeft(until),
      entry.pending.notBefore && button(say("finish.later"), () => restart("home"), { isMain: true, picture: "home" }),
      button(say("finish.leave"), () => go("removal", { id }), { isGrave: true }),
    ],
  };
}

/** It is done. @param {import("../bind.js").Bound} outcome */
export async function bound({ username, isReplaced }) {
  return {
    title: say("bound.title"),
    body: [
      note(say("bound.text", { who: username }), { kind: "done" }),
      isReplaced && note(say("bound.replaced")),
      installOffer(),
      button(say("home.authenticate"), () => swap("authenticate"), { isMain: true, picture: "key" }),
      button(say("bound.home"), () => restart("home"), { picture: "home" }),
    ],
  };
}

/** The key is gone: the server will not take it any more. @param {{answer: import("../wire.js").Answer}} given */
export async function unbound({ answer }) {
  return {
    title: say("bound.refused"),
    body: [
      trouble(answer),
      button(say("bound.anew"), () => swap("register"), { isMain: true, picture: "add" }),
      button(say("more.help"), () => go("help"), { picture: "help" }),
    ],
  };
}

async function conclude({ id, key, hasPin }, values, fail) {
  if (hasPin && !isSamePin(values, { fail })) return null;
  const outcome = await prove(id, { key, pin: hasPin ? values.new_pin : undefined });
  if (outcome.kind === "locked") return note(say(`lock.${outcome.trouble}.text`), { kind: "warn", title: say(`lock.${outcome.trouble}.title`) });
  if (outcome.kind === "bound") return void (await swap("bound", outcome));
  if (outcome.isOver) return void (await swap("unbound", outcome));
  return trouble(outcome.answer, say("finish.kept"));
}
