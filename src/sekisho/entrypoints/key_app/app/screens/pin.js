/**
 * Another PIN: the server asks two challenges, answered with the PIN until now and with the new one. On the phone nothing changes,
 * because no PIN is stored here. Apple's look asks no PIN, where the phone's lock guards the key.
 */

import { readPin } from "../entry.js";
import { choice, field, form, UNKEPT } from "../fields.js";
import { isSamePin, newPin } from "../guarding.js";
import { asksPin } from "../ocra.js";
import { restart, swap } from "../navigation.js";
import { button, note, trouble } from "../parts.js";
import { say } from "../speech.js";
import { answerWith } from "../unlocking.js";
import { listEntries } from "../vault.js";
import * as wire from "../wire.js";
import { titleOf } from "./authenticate.js";

export async function pin() {
  const entries = (await listEntries()).filter(({ suite, pending }) => asksPin(suite) && !pending);
  return { title: say("pin.title"), body: entries.length ? asked(entries) : [note(say("pin.nobody"))] };
}

/** The PIN is changed. */
export async function pinChanged() {
  return {
    title: say("pin.title"),
    body: [note(say("pin.changed"), { kind: "done" }), button(say("bound.home"), () => restart("home"), { picture: "home" })],
  };
}

function asked(entries) {
  const options = entries.map((one) => ({ value: one.id, label: titleOf(one) }));
  const open = { entry: null, begun: null };
  return [
    note(say("pin.text")),
    form({
      fields: [
        choice({ name: "whose", title: say("authenticate.whose"), options, chosen: entries[0].id }),
        field({ name: "password", kind: "secret", read: (typed) => typed || null, autocomplete: "current-password" }),
        field({ name: "pin", kind: "secret", read: readPin, autocomplete: UNKEPT, keys: { maxlength: 12 } }),
        ...newPin(),
      ],
      label: say("pin.submit"),
      picture: "pin",
      deed: (values, { fail }) => change(entries.find(({ id }) => id === values.whose), values, { fail, open }),
    }),
  ];
}

/** Both questions, answered; `open` holds them while the server still takes an answer, so that the password is asked for once. */
async function change(entry, values, { fail, open }) {
  if (!isSamePin(values, { fail })) return null;
  if (open.entry !== entry) {
    const begun = await wire.beginPinChange({ username: entry.username, password: values.password, device: entry.device });
    if (begun.kind !== "done") return trouble(begun);
    Object.assign(open, { entry, begun: begun.body });
  }
  const [first, second] = open.begun.challenges;
  const now = await answerWith(entry, { challenge: first, pin: values.pin });
  const then = await answerWith(entry, { challenge: second, pin: values.new_pin });
  const ended = await wire.endPinChange(open.begun, { responses: [now.response, then.response], pin: values.new_pin });
  if (ended.kind !== "done") {
    if (!ended.challenges) open.entry = null;
    return trouble(ended);
  }
  await swap("pinChanged");
  return null;
}
