/** The parts of screens: lists with rows, notes, buttons, and a refusal of the server's with its next steps. */

import { h, icon } from "./dom.js";
import { momentOf, say, telephones } from "./speech.js";

/**
 * A row that leads somewhere.
 * @param {{label: string, detail?: string, picture?: string, href?: string, onclick?: () => void, isCalm?: boolean}} row
 */
export function row({ label, detail = "", picture = "", href = "", onclick, isCalm = false }) {
  const inside = [
    picture && h("span.row__mark", {}, icon(picture)),
    h("span.row__text", {}, h("span.row__label", {}, label), detail && h("span.row__detail", {}, detail)),
    !isCalm && h("span.row__way", {}, icon(href && !href.startsWith("tel:") ? "outside" : "forward")),
  ];
  if (href.startsWith("tel:")) return h("li", {}, h("a.row", { href }, inside));
  if (href) return h("li", {}, h("a.row", { href, target: "_blank", rel: "noopener" }, inside));
  return h("li", {}, h("button.row", { type: "button", onclick }, inside));
}

/** @param {Array<ReturnType<typeof row>>} rows @param {string} [title] @param {string} [foot] */
export function rows(rows, title = "", foot = "") {
  return h("section.group", {}, title && h("h2.group__title", {}, title), h("ul.rows", { role: "list" }, rows), foot && h("p.group__foot", {}, foot));
}

/** @param {string} text @param {{kind?: "calm" | "warn" | "done", title?: string}} [how] @param {...(Node | string | false | null | undefined)} more */
export function note(text, { kind = "calm", title = "" } = {}, ...more) {
  const picture = { calm: "help", warn: "alert", done: "done" }[kind];
  return h(`div.note.note--${kind}`, {}, icon(picture), h("div.note__text", {}, title && h("h2", {}, title), text && h("p", {}, text), ...more));
}

/** @param {string} label @param {() => void} onclick @param {{isMain?: boolean, picture?: string, isGrave?: boolean}} [how] */
export function button(label, onclick, { isMain = false, picture = "", isGrave = false } = {}) {
  const kind = isMain ? "main" : isGrave ? "grave" : "other";
  return h(`button.button.button--${kind}`, { type: "button", onclick }, picture && icon(picture), label);
}

/**
 * What went wrong between phone and server, and what to do.
 * @param {import("./wire.js").Answer} answer
 * @param {string} [unheard] what holds where no answer came
 */
export function trouble(answer, unheard = "") {
  if (answer.kind !== "refused") {
    const title = say(`wire.${answer.kind}.title`);
    return note(say(`wire.${answer.kind}.text`), { kind: "warn", title }, unheard && h("p", {}, unheard));
  }
  return note(answer.explanation, { kind: "warn", title: answer.title },
    answer.triesLeft && h("p", {}, say("wire.tries_left", { count: answer.triesLeft })),
    answer.retryAt && h("p", {}, say("wire.retry_at", { moment: momentOf(answer.retryAt) })),
    h("ul.steps", {}, answer.steps.map(step)),
    answer.reference && h("p.fine", {}, say("wire.reference", { reference: answer.reference })));
}

/** The numbers of Client Services, which need no network of ours. */
export function telephoneRows() {
  return rows(telephones().map(({ region, shown, href }) => row({ label: region, detail: shown, picture: "phone", href })), say("help.telephones"));
}

function step({ text, url, phone }) {
  const href = phone ? `tel:${phone}` : url;
  if (!href || !/^(tel:|https?:|\/)/.test(href)) return h("li", {}, text);
  return h("li", {}, h("a", phone ? { href } : { href, target: "_blank", rel: "noopener" }, text));
}
