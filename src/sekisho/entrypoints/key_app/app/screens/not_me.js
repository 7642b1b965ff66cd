/** This is not me: apart from cancelling, because it ends the login and tells the holder everywhere. Said first, then asked once more. */

import { decide } from "../approvals.js";
import { form } from "../fields.js";
import { findWaiting } from "../listening.js";
import { swap } from "../navigation.js";
import { button, note } from "../parts.js";
import { say } from "../speech.js";
import { lookAt } from "../waiting.js";
import { titleOf } from "./authenticate.js";
import { conclude, undecided } from "./decided.js";

/** @param {{id: string}} given */
export async function notMe({ id }) {
  const one = findWaiting(id);
  if (!one) return undecided({ isNotMe: true });
  const work = { isLeft: false };
  lookAt(id);
  return {
    title: say("not_me.title"),
    leave: () => {
      work.isLeft = true;
      lookAt("");
    },
    body: [
      note(say("not_me.text", { who: titleOf(one.entry) }), { kind: "warn" }),
      form({ fields: [], label: say("not_me.submit"), picture: "alert", isGrave: true, deed: () => deny(one, () => work.isLeft) }),
      button(say("not_me.back"), () => swap("approve", { id }), { picture: "back" }),
    ],
  };
}

async function deny(one, isLeft) {
  return conclude(one, "denied", await decide(one.entry, one.id, { decision: "not_me" }), { isNotMe: true, isLeft });
}
