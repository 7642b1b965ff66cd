/**
 * This is my new phone, or the app was reinstalled: done entirely here, with user name and password and then the card with keys, or a
 * code sent to the number on file. The phone before it stops working for this user name.
 */

import { makeGuard, receive } from "../bind.js";
import { grouped, readResponse, readSentCode, readUsername } from "../entry.js";
import { h } from "../dom.js";
import { field, form } from "../fields.js";
import { wayOf, withoutLock } from "../guarding.js";
import { swap } from "../navigation.js";
import { note, trouble } from "../parts.js";
import { say } from "../speech.js";
import { timeLeft } from "../time_left.js";
import * as wire from "../wire.js";

/** @param {{way?: "pin"}} given */
export async function move(given) {
  const way = await wayOf(given);
  return {
    title: say("move.title"),
    body: [
      note(say("move.text")),
      form({
        fields: [
          field({ name: "username", read: readUsername, autocomplete: "username", keys: { maxlength: 100 } }),
          field({ name: "password", kind: "secret", read: (typed) => typed || null, autocomplete: "current-password" }),
        ],
        label: say("move.submit"),
        picture: way.hasPin ? "" : "face",
        deed: (values) => claim(values, way.hasPin, given),
      }),
      way.words,
    ],
  };
}

/** The second step: the question that the server asks. @param {{begun: any, guard: any}} given */
export async function moveAnswer({ begun, guard }) {
  const isCard = begun.challenge.kind === "dsc_plus";
  const name = isCard ? "card_response" : "sent_code";
  return {
    title: say("move.answer"),
    body: [
      isCard && h("section.answer", {}, h("p.answer__whose", {}, say("authenticate.challenge")), h("p.answer__digits", {}, grouped(begun.challenge.code).map((half) => h("span", {}, half)))),
      note(isCard ? say("move.card") : say("move.sent", { number: begun.challenge.sent_to ?? "" })),
      timeLeft(begun.until),
      form({
        fields: [field({ name, kind: "code", read: isCard ? readResponse : readSentCode, isFirst: !isCard, autocomplete: isCard ? "off" : "one-time-code", keys: { maxlength: 24 } })],
        label: say("move.submit"),
        deed: async (values) => redeem(begun, values[name], guard),
      }),
    ],
  };
}

async function claim({ username, password }, hasPin, given) {
  const guard = await makeGuard(hasPin);
  if (guard.trouble) return withoutLock(guard.trouble, "move", given);
  const answer = await wire.move({ username, password, platform: guard.platform });
  if (answer.kind !== "done") return trouble(answer);
  await swap("moveAnswer", { begun: answer.body, guard });
  return null;
}

async function redeem(begun, response, guard) {
  const answer = await wire.answerMove(begun, response, guard.platform);
  if (answer.kind !== "done") return trouble(answer);
  await swap("finish", await receive(answer.body, guard));
  return null;
}
