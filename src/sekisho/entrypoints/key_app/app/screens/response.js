/** The response string, large, for half a minute or until the app is put away; then it is gone. */

import { grouped } from "../entry.js";
import { h } from "../dom.js";
import { back, swap } from "../navigation.js";
import { button, note } from "../parts.js";
import { say, sayAloud } from "../speech.js";

const SHOWN_FOR_S = 30;

/** @param {{response: string, id: string, username: string}} given the response is taken out of it when it is over */
export async function response(given) {
  if (!given.response) return over(given);
  const end = () => {
    given.response = "";
    swap("response", given);
  };
  const clock = countdown(end);
  const hide = () => document.hidden && end();
  document.addEventListener("visibilitychange", hide);
  return {
    title: say("response.title"),
    leave: () => {
      clock.stop();
      document.removeEventListener("visibilitychange", hide);
      given.response = "";
    },
    body: [
      h("section.answer", {},
        h("p.answer__whose", {}, given.username),
        h("div.answer__digits", { role: "img", "data-response": true, "data-first": true, tabindex: -1, "aria-label": spelled(given.response) }, grouped(given.response).map((half) => h("span", { "aria-hidden": "true" }, half))),
        clock.element,
        copier(given.response)),
      note(say("response.next")),
      again(given),
      button(say("response.done"), back, { picture: "done" }),
    ],
  };
}

async function over(given) {
  return {
    title: say("response.title"),
    body: [note(say("response.over"), { title: say("response.over_title") }), again(given), button(say("response.done"), back, { picture: "done" })],
  };
}

function again({ id }) {
  return button(say("response.again"), () => swap("authenticate", { id }), { picture: "key" });
}

/** Digit by digit, so that a screen reader says no millions. */
function spelled(digits) {
  return grouped(digits).map((half) => [...half].join(" ")).join(", ");
}

/** Copies the digits without the space between them. */
function copier(digits) {
  const one = button(say("response.copy"), async () => {
    const isCopied = await navigator.clipboard.writeText(digits).then(() => true, () => false);
    one.lastChild.textContent = say(isCopied ? "response.copied" : "response.not_copied");
    sayAloud(one.textContent);
  }, { picture: "copy", isMain: true });
  return one;
}

function countdown(end) {
  const text = h("span", {}, say("response.left", { count: SHOWN_FOR_S }));
  const element = h("p.answer__left", { "aria-hidden": "true" }, h("span.answer__bar", {}, h("span.answer__run", {})), text);
  const begun = performance.now();
  const timer = setInterval(() => {
    const left = Math.ceil(SHOWN_FOR_S - (performance.now() - begun) / 1000);
    text.textContent = say("response.left", { count: Math.max(0, left) });
    if (left <= 0) end();
  }, 500);
  return { element, stop: () => clearInterval(timer) };
}
