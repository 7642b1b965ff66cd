/**
 * Every sentence comes from the house's catalogue, in one of its two languages; nothing here builds one.
 */

import { WORDS } from "./words.js";
import { HOUSE } from "./house.js";
import { languageNow } from "./choices.js";

/**
 * @param {string} message an id below `key_app`
 * @param {Record<string, string | number>} [filled] what stands for `{name}`
 * @returns {string}
 */
export function say(message, filled = {}) {
  const text = WORDS[languageNow()][message];
  if (text === undefined) throw new Error(`no words for ${message}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(filled[name]));
}

/** @returns {string} the broker's name */
export const brand = () => HOUSE.brand[languageNow()];

/** @returns {{region: string, shown: string, href: string}[]} Client Services, region by region */
export function telephones() {
  return HOUSE.telephones.map(({ region, shown, dialled }) => ({ region: region[languageNow()], shown, href: `tel:${dialled}` }));
}

/** @param {number} at milliseconds since 1970 */
export function dateOf(at) {
  return new Intl.DateTimeFormat(languageNow(), { dateStyle: "long" }).format(at);
}

/** @param {string} iso a moment of the server's */
export function momentOf(iso) {
  return new Intl.DateTimeFormat(languageNow(), { dateStyle: "long", timeStyle: "short" }).format(new Date(iso));
}

/** Have a screen reader say it, without moving anything. @param {string} text */
export function sayAloud(text) {
  document.getElementById("aloud").textContent = text;
}
