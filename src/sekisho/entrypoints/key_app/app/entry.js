/**
 * Forgiving entry, as the server's: what keyboards, input methods and copying add (width, case, spaces, dashes) is taken away,
 * and nothing else. A field that cannot be read is told at once, without asking the server.
 */

const NOTHING = /[\p{Pd}\p{Z}\p{Cf}\s\u2212\u30fc\u2500\u2501\u02d7\u2027\u30fb]/gu;
const CHALLENGE = /^[1-9][0-9]{5}$/; // drawn from 100000 to 999999: a leading zero would make two challenges one
const RESPONSE = /^[0-9]{8}$/;
const MAILED_CODE = /^[0-9]{6}$/;
const SESSION = /^[0-9A-Z]{4,64}$/;
const PIN = /^[\x21-\x7e]{4,6}$/; // what every keyboard can type: letters, digits, special characters

/** @param {string} typed @returns {string | null} six digits */
export const readChallenge = (typed) => read(typed, CHALLENGE);

/** @param {string} typed @returns {string | null} eight digits */
export const readResponse = (typed) => read(typed, RESPONSE);

/** @param {string} typed @returns {string | null} six digits, sent to the number on file */
export const readSentCode = (typed) => read(typed, MAILED_CODE);

/** @param {string} typed @returns {string | null} the Session ID in upper case */
export const readSessionId = (typed) => read(typed, SESSION);

/**
 * A PIN is taken as it is, in the narrow width: its case and every sign of it count.
 * @param {string} typed
 * @returns {string | null} 4 to 6 characters
 */
export function readPin(typed) {
  const pin = typed.normalize("NFKC");
  return PIN.test(pin) ? pin : null;
}

/** @param {string} typed @returns {string | null} a user name; the server knows its own spelling */
export const readUsername = (typed) => typed.normalize("NFKC").trim() || null;

/** @param {string} digits @returns {string[]} in two halves, for the eye */
export function grouped(digits) {
  const half = Math.ceil(digits.length / 2);
  return [digits.slice(0, half), digits.slice(half)];
}

function read(typed, shape) {
  const folded = typed.normalize("NFKC").replace(NOTHING, "").toUpperCase();
  return shape.test(folded) ? folded : null;
}
