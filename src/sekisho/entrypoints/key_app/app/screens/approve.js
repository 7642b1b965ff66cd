/**
 * A login that waits for approval: who, what, where and when; then the number that the login page shows, chosen among nine; then the
 * unlocking or the PIN. The response is made as by hand, from the login's own challenge; the PIN is asked each time and kept nowhere.
 */

import { decide } from "../approvals.js";
import { readPin } from "../entry.js";
import { h } from "../dom.js";
import { field, form, UNKEPT } from "../fields.js";
import { findWaiting, lookForAll, onWaiting } from "../listening.js";
import { swap } from "../navigation.js";
import { asksPin } from "../ocra.js";
import { button, note } from "../parts.js";
import { momentOf, say } from "../speech.js";
import { secondsLeft } from "../time_left.js";
import { answerWith } from "../unlocking.js";
import { findEntry } from "../vault.js";
import { lookAt, wantedOf } from "../waiting.js";
import { titleOf } from "./authenticate.js";
import { conclude, undecided } from "./decided.js";
import { fact } from "./names.js";

/** @param {{id: string, isLinked?: boolean}} given isLinked: named by a link, which brings no number: it may have been sent by anybody */
export async function approve(given) {
  const one = findWaiting(given.id);
  if (!one) return given.isLinked ? seek(given) : undecided({});
  const work = { isUnderWay: false, isLeft: false };
  const endWithIt = () => !work.isUnderWay && !work.isLeft && !findWaiting(one.id) && swap("undecided", { id: one.entry.id });
  const quit = onWaiting(endWithIt);
  lookAt(one.id);
  /** While an answer is on its way, the list does not close the screen: the answer says more. */
  const alone = (deed) => async (values) => {
    work.isUnderWay = true;
    try {
      return await deed(values, () => work.isLeft);
    } finally {
      work.isUnderWay = false;
      endWithIt();
    }
  };
  return {
    title: say("approve.title"),
    leave: () => {
      work.isLeft = true;
      quit();
      lookAt("");
    },
    body: [
      factsOf(one),
      !one.isKnownBrowser && note(say("approve.new_browser"), { kind: "warn" }),
      proving(one, alone),
      secondsLeft(one.until),
      form({ fields: [], label: say("approve.cancel"), picture: "close", isCalm: true, deed: alone((_, isLeft) => cancel(one, isLeft)) }),
      h("p.fine", {}, say("approve.cancel_detail")),
      h("div.apart", {}, button(say("approve.not_me"), () => swap("notMe", { id: one.id }), { isGrave: true, picture: "alert" })),
    ],
  };
}

function factsOf(one) {
  const { entry, isKnownBrowser, address, askedAt } = one;
  const browser = one.browser || say("approve.browser_unsaid");
  return h("dl.facts.facts--tight", {},
    fact("names.username", titleOf(entry)),
    fact("approve.what", wantedOf(one)),
    fact("approve.browser", isKnownBrowser ? say("approve.known_browser", { browser }) : browser),
    fact("approve.address", address),
    fact("approve.when", momentOf(askedAt)));
}

/** First the number, then the proof. */
function proving(one, alone) {
  const slot = h("div.slot");
  const choose = () => slot.replaceChildren(...numbers(one, prove));
  const prove = (number) => {
    const proof = proofOf(one, alone((values, isLeft) => approveWith(one, number, { ...values, isLeft })));
    slot.replaceChildren(
      h("section.answer", {}, h("p.answer__whose", {}, say("approve.chosen")), h("p.answer__digits", {}, number)),
      proof,
      button(say("approve.other_number"), choose),
    );
    proof.querySelector("input, [type=submit]").focus();
    if (!asksPin(one.entry.suite)) proof.requestSubmit();
  };
  choose();
  return slot;
}

function numbers(one, onchoice) {
  const buttons = one.numbers.map((number) => h("button.numbers__one", { type: "button", onclick: () => onchoice(number) }, number));
  return [h("h2", { id: "numbers" }, say("approve.choose")), h("div.numbers", { role: "group", "aria-labelledby": "numbers" }, buttons)];
}

function proofOf(one, deed) {
  const hasPin = asksPin(one.entry.suite);
  const fields = hasPin ? [field({ name: "pin", kind: "secret", read: readPin, autocomplete: UNKEPT, keys: { maxlength: 12 } })] : [];
  return form({ fields, label: say("approve.submit"), picture: hasPin ? "done" : "face", deed });
}

async function approveWith(one, number, { pin, isLeft }) {
  const entry = await findEntry(one.entry.id);
  if (!entry) return void (await swap("undecided", {})); // removed in another window
  const made = await answerWith(entry, { challenge: one.challenge, pin });
  if (isLeft()) return null; // who has turned away while the lock was asked approves nothing
  if (made.trouble) return note(say(`lock.${made.trouble}.text`), { kind: "warn", title: say(`lock.${made.trouble}.title`) });
  const answer = await decide(entry, one.id, { decision: "approve", number, response: made.response });
  return conclude(one, "approved", answer, { isLeft });
}

async function cancel(one, isLeft) {
  return conclude(one, "cancelled", await decide(one.entry, one.id, { decision: "cancel" }), { isLeft });
}

/** A link names a login that has not been heard of: it is asked for, once. */
function seek(given) {
  let isLeft = false;
  void lookForAll().then((isHeard) => {
    if (isLeft) return;
    if (findWaiting(given.id)) swap("approve", given);
    else swap("undecided", { isUnfound: true, isHeard });
  });
  return { title: say("approve.title"), body: [note(say("approve.seeking"))], leave: () => { isLeft = true; } };
}
