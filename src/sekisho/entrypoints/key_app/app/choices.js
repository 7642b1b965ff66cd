/**
 * What the holder chose for the eye: language, look, and where the app was left. None of it is secret, and the app works the same
 * where the phone keeps nothing of it.
 */

/** @typedef {"ios" | "android"} Look */
/** @typedef {"home" | "login" | "inside"} Start the three states in which the app opens: 3.a, 3.b, 3.c */

const LANGUAGES = ["ja", "en"];
const LOOKS = ["ios", "android"];
const STARTS = ["home", "login", "inside"];

/** @returns {"ja" | "en"} */
export function languageNow() {
  return chosen("language", LANGUAGES) ?? (navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en");
}

/** @returns {Look} */
export function lookNow() {
  return chosen("look", LOOKS) ?? lookOfThePhone();
}

/** @returns {Start} */
export function startNow() {
  return chosen("start", STARTS) ?? "home";
}

/** @param {"language" | "look" | "start"} what @param {string} value "" goes back to the phone's own */
export function choose(what, value) {
  try {
    if (value) localStorage.setItem(`sekisho-key.${what}`, value);
    else localStorage.removeItem(`sekisho-key.${what}`);
  } catch {
    // A phone that keeps nothing shows its own look and language again next time.
  }
}

/** @param {"language" | "look"} what @returns {string} "" where the phone decides */
export function choiceOf(what) {
  return chosen(what, what === "look" ? LOOKS : LANGUAGES) ?? "";
}

/** Apple's systems by what they call themselves; an iPad calls itself a Mac. @returns {Look} */
export function lookOfThePhone() {
  return /iPhone|iPad|iPod|Macintosh/.test(navigator.userAgent) ? "ios" : "android";
}

/** @returns {boolean} an iPhone that shows the app in its browser, whose storage is not that of the app on the home screen */
export function isInBrowserOfIphone() {
  return navigator.standalone === false;
}

function chosen(what, values) {
  try {
    const value = localStorage.getItem(`sekisho-key.${what}`);
    return values.includes(value) ? value : null;
  } catch {
    return null;
  }
}
