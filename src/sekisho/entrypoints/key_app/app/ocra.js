/**
 * RFC 6287 for the two suites of Sekisho Key, computed with WebCrypto and nothing else. The key comes as a `CryptoKey` that can
 * sign and not be read; the server's `sekisho.core.ocra` computes the same, and a test holds the two together.
 */

/** Behind the phone's own lock: no PIN. */
export const SUITE_LOCK = "OCRA-1:HOTP-SHA256-8:QN06";
/** With a PIN that is part of the message, and of nothing that is stored. */
export const SUITE_PIN = "OCRA-1:HOTP-SHA256-8:QN06-PSHA256";

const DIGITS = 8;
const QUESTION_BYTES = 128;
const HMAC = { name: "HMAC", hash: "SHA-256" };
const encoder = new TextEncoder();

/**
 * @param {string} suite
 * @returns {boolean} whether this is one of the two suites
 */
export function isKnownSuite(suite) {
  return suite === SUITE_LOCK || suite === SUITE_PIN;
}

/**
 * @param {string} suite one of the two
 * @returns {boolean} whether a PIN goes into the response
 */
export function asksPin(suite) {
  return suite === SUITE_PIN;
}

/**
 * @param {Uint8Array} bytes 32 bytes; the caller overwrites them
 * @returns {Promise<CryptoKey>} a key that signs and is never given out again
 */
export function importKey(bytes) {
  return crypto.subtle.importKey("raw", bytes, HMAC, false, ["sign"]);
}

/**
 * Compute the response: 8 decimal digits, leading zeros kept. Any PIN gives one; only the server knows which is right.
 * @param {CryptoKey} key
 * @param {{suite: string, challenge: string, pin?: string}} inputs challenge: 6 decimal digits
 * @returns {Promise<string>}
 */
export async function respond(key, { suite, challenge, pin = "" }) {
  const parts = [encoder.encode(suite), Uint8Array.of(0), questionBytes(challenge)];
  if (asksPin(suite)) {
    parts.push(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(pin))));
  }
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, joined(parts)));
  return truncated(mac);
}

/** Section 5.1: the number in hexadecimal, from the left; the rest of the 128 bytes is zero. */
function questionBytes(challenge) {
  const hex = BigInt(challenge).toString(16);
  const bytes = new Uint8Array(QUESTION_BYTES);
  for (let at = 0; at < hex.length; at += 2) {
    bytes[at / 2] = parseInt(hex.slice(at, at + 2).padEnd(2, "0"), 16);
  }
  return bytes;
}

/** RFC 4226, section 5.3. */
function truncated(mac) {
  const offset = mac[mac.length - 1] & 0x0f;
  const number = new DataView(mac.buffer, offset, 4).getUint32(0) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
