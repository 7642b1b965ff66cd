/**
 * Forms: fields that read what was typed, say what is missing beside themselves, and one button. Nothing is ever sent by the
 * browser's own submission; the page's policy forbids it as well.
 */

import { h, icon } from "./dom.js";
import { say } from "./speech.js";

/** The one kind of secret that no password manager offers to keep: a PIN is stored nowhere on the phone. */
export const UNKEPT = "one-time-code";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {HTMLElement} element
 * @property {() => unknown} value null where it cannot be read
 * @property {(text: string) => void} fail says it beside the field; "" takes it away
 * @property {() => void} focus
 */

/**
 * @param {object} how
 * @param {string} how.name also its place in the words: `field.NAME.label`, `.hint`, `.missing`
 * @param {(typed: string) => unknown} how.read null for what cannot be read
 * @param {"text" | "code" | "secret"} [how.kind] code: digits, large; secret: covered, with a button that shows it
 * @param {string} [how.value]
 * @param {string} [how.autocomplete]
 * @param {Record<string, unknown>} [how.keys] further attributes
 * @param {boolean} [how.isFirst] has the focus when the screen comes
 * @returns {Field}
 */
export function field({ name, read, kind = "text", value = "", autocomplete = "off", isFirst = false, keys = {} }) {
  const input = h(`input.field__input.field__input--${kind}`, {
    id: name, name, value, autocomplete, autocapitalize: "none", autocorrect: "off", spellcheck: "false", required: true,
    type: kind === "secret" ? "password" : "text", inputmode: kind === "code" ? "numeric" : null,
    "aria-describedby": `${name}-hint ${name}-wrong`, "data-first": isFirst, ...keys,
  });
  const wrong = h("p.field__wrong", { id: `${name}-wrong`, role: "alert" });
  const box = h("div.field__box", {}, input, kind === "secret" && reveal(input));
  const element = h("div.field", {}, h("label", { for: name }, say(`field.${name}.label`)), box,
    h("p.field__hint", { id: `${name}-hint` }, say(`field.${name}.hint`)), wrong);
  return { name, element, value: () => read(input.value), focus: () => input.focus(), fail: (text) => tell({ element, input, wrong }, text) };
}

/**
 * One of several, all of them in sight.
 * @param {{name: string, title: string, options: {value: string, label: string, detail?: string}[], chosen: string, onchange?: (value: string) => void}} how
 * @returns {Field}
 */
export function choice({ name, title, options, chosen, onchange = () => {} }) {
  const radios = options.map(({ value }) =>
    h("input", { type: "radio", name, value, id: `${name}-${value}`, checked: value === chosen, onchange: () => onchange(value) }));
  const element = h("fieldset.choice", {}, h("legend", {}, title), options.map(({ value, label, detail }, at) =>
    h("label.choice__one", { for: `${name}-${value}` }, radios[at], h("span.row__text", {}, h("span.row__label", {}, label), detail && h("span.row__detail", {}, detail)))));
  return { name, element, value: () => radios.find((radio) => radio.checked)?.value ?? null, focus: () => radios[0].focus(), fail: () => {} };
}

/**
 * @param {object} how
 * @param {Field[]} how.fields
 * @param {boolean} [how.isCalm] the button is not the screen's main deed
 * @param {boolean} [how.isGrave] the button does what must not be done lightly
 * @param {string} how.label of the button
 * @param {(values: Record<string, any>, say: {fail: (name: string, text: string) => void}) => Promise<Node | void>} how.deed
 *   what it gives is shown above the button: why it did not work
 * @param {string} [how.picture]
 */
export function form({ fields, label, deed, picture = "", isCalm = false, isGrave = false }) {
  const outcome = h("div.form__outcome", { "aria-live": "polite" });
  const send = h(`button.button.button--${isGrave ? "grave" : isCalm ? "other" : "main"}`, { type: "submit" }, picture && icon(picture), h("span", {}, label));
  const element = h("form.form", { novalidate: true, onsubmit: (event) => submit(event) }, fields.map((one) => one.element), outcome, send);

  async function submit(event) {
    event.preventDefault();
    if (element.ariaBusy === "true" || !areRead(fields)) return;
    element.ariaBusy = "true";
    outcome.replaceChildren();
    try {
      const values = Object.fromEntries(fields.map((one) => [one.name, one.value()]));
      const said = await deed(values, { fail: (name, text) => failOne(fields, name, text) });
      if (said) outcome.replaceChildren(said);
    } finally {
      element.ariaBusy = "false";
    }
  }
  return element;
}

function areRead(fields) {
  for (const one of fields) one.fail("");
  const unread = fields.filter((one) => one.value() === null);
  for (const one of unread) one.fail(say(`field.${one.name}.missing`));
  unread[0]?.focus();
  return unread.length === 0;
}

function failOne(fields, name, text) {
  const one = fields.find((candidate) => candidate.name === name);
  one.fail(text);
  one.focus();
}

function tell({ element, input, wrong }, text) {
  wrong.textContent = text;
  element.classList.toggle("field--wrong", Boolean(text));
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function reveal(input) {
  const toggle = h("button.field__reveal", { type: "button", "aria-pressed": "false", onclick: () => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    toggle.setAttribute("aria-pressed", String(!isShown));
    toggle.textContent = say(isShown ? "field.show" : "field.cover");
  } }, say("field.show"));
  return toggle;
}
