/** How the approval of a login ended, here or elsewhere, and what to do next. */

import { isInBrowserOfIphone } from "../choices.js";
import { settle } from "../listening.js";
import { back, swap } from "../navigation.js";
import { button, note, telephoneRows, trouble } from "../parts.js";
import { say } from "../speech.js";
import { listUsable } from "../vault.js";
import { titleOf } from "./authenticate.js";

const BUSY = new Set([429, 503]);
const SAID = {
  approved: ["decided.approved.title", "decided.approved.text"],
  cancelled: ["decided.cancelled.title", "decided.cancelled.text"],
  denied: ["decided.denied.title", "decided.denied.text"],
};

/**
 * Read the answer to a decision; what is final has a screen of its own.
 * @param {import("../listening.js").Waiting} one
 * @param {"approved" | "cancelled" | "denied"} state
 * @param {import("../wire.js").Answer} answer
 * @param {{isNotMe?: boolean, isLeft?: () => boolean}} [how] isLeft: another screen has come meanwhile, and stays
 * @returns {Promise<Node | null>} what stands in the way of it
 */
export async function conclude(one, state, answer, { isNotMe = false, isLeft = () => false } = {}) {
  if (answer.kind === "done" && answer.body.state !== state) return trouble({ kind: "strange" });
  const isFinal = answer.kind === "refused" && !answer.triesLeft && !BUSY.has(answer.status);
  if (answer.kind !== "done" && !isFinal) return trouble(answer, say("approve.unheard"));
  settle(one.id);
  if (isLeft()) return null;
  if (isFinal) await swap("undecided", { id: one.entry.id, answer, isNotMe });
  else await swap("decided", { state, who: titleOf(one.entry) });
  return null;
}

/** @param {{state: "approved" | "cancelled" | "denied", who: string}} given */
export async function decided({ state, who }) {
  const [title, text] = SAID[state];
  return {
    title: say(title),
    body: [
      note(say(text, { who }), { kind: "done" }),
      ...(state === "denied" ? afterwards() : []),
      button(say("response.done"), back, { isMain: true, picture: "done" }),
    ],
  };
}

/**
 * It was not decided here.
 * @param {{id?: string, answer?: import("../wire.js").Answer, isNotMe?: boolean, isUnfound?: boolean, isHeard?: boolean}} given
 *   answer: the server's no; isUnfound: a link names a login that this phone does not know of; isHeard: and the server could be asked
 */
export async function undecided({ id, answer, isNotMe = false, isUnfound = false, isHeard = true }) {
  const deaf = isUnfound ? (await listUsable()).filter(({ listening }) => !listening) : [];
  return {
    title: say(isUnfound ? "undecided.unfound_title" : answer ? "undecided.title" : "undecided.over_title"),
    body: [
      answer ? trouble(answer) : reason(isUnfound, isHeard),
      isUnfound && isInBrowserOfIphone() && note(say("undecided.iphone")),
      ...deaf.map((entry) => note(say("undecided.deaf", { who: titleOf(entry) }))),
      ...(isNotMe ? afterwards() : byHand(id, Boolean(answer))),
      button(say("response.done"), back, { picture: "done" }),
    ],
  };
}

function reason(isUnfound, isHeard) {
  if (!isHeard) return trouble({ kind: "unreached" });
  return note(say(isUnfound ? "undecided.unfound" : "approve.over"));
}

/** The Challenge Code is left; a refusal says so itself. */
function byHand(id, isSaid) {
  const lead = button(say("home.authenticate"), () => swap("authenticate", { id }), { isMain: true, picture: "key" });
  return isSaid ? [lead] : [note(say("undecided.by_hand")), lead];
}

/** Somebody knows the password. */
function afterwards() {
  return [note(say("decided.afterwards"), { kind: "warn", title: say("decided.afterwards_title") }), telephoneRows()];
}
