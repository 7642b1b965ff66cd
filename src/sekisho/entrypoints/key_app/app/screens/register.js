/**
 * Registering this phone for a user name: by the QR code of the portal, which brings its Session ID along, or by typing it.
 */

import { readSessionId } from "../entry.js";
import { makeGuard, receive } from "../bind.js";
import { isInBrowserOfIphone } from "../choices.js";
import { h } from "../dom.js";
import { field, form } from "../fields.js";
import { wayOf, withoutLock } from "../guarding.js";
import { installOffer } from "../installing.js";
import { go, swap } from "../navigation.js";
import { button, trouble } from "../parts.js";
import { say } from "../speech.js";
import * as wire from "../wire.js";

/** @param {{session?: string, way?: "pin"}} given */
export async function register(given) {
  const way = await wayOf(given);
  const session = field({ name: "session", read: readSessionId, value: given.session ?? "", keys: { maxlength: 100 } });
  return {
    title: say("register.title"),
    body: [
      !given.session && h("ol.numbered", {}, ["1", "2", "3"].map((step) => h("li", {}, say(`register.step.${step}`)))),
      isInBrowserOfIphone() && installOffer(),
      form({
        fields: [session],
        label: say("move.submit"),
        picture: way.hasPin ? "" : "face",
        deed: (values) => redeem(values.session, way.hasPin, given),
      }),
      way.words,
      button(say("twofactor.move"), () => go("move"), { picture: "move" }),
    ],
  };
}

async function redeem(session, hasPin, given) {
  const guard = await makeGuard(hasPin);
  if (guard.trouble) return withoutLock(guard.trouble, "register", { ...given, session });
  const answer = await wire.register(session, guard.platform);
  if (answer.kind !== "done") return trouble(answer);
  await swap("finish", await receive(answer.body, guard));
  return null;
}
