// RFC 6287 for the two suites of the demo's devices, computed with WebCrypto and nothing else:
// OCRA-1:HOTP-SHA256-8:QN06 and OCRA-1:HOTP-SHA256-8:QN06-PSHA256.

const QUESTION_BYTES = 128;
const encoder = new TextEncoder();

// The response to `question` (decimal digits); `pin` is text, and is left out where the suite asks none.
export async function respond({ suite, keyHex, question, pin = "" }) {
  const parts = [encoder.encode(suite), Uint8Array.of(0), questionBytes(question)];
  if (suite.endsWith("-PSHA256")) {
    parts.push(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(pin))));
  }
  const key = await crypto.subtle.importKey("raw", fromHex(keyHex), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, joined(parts)));
  return truncated(mac, digitsOf(suite));
}

// Section 5.1: the number in hexadecimal, from the left, the rest of the 128 bytes zero.
function questionBytes(question) {
  const hex = BigInt(question).toString(16).padEnd(QUESTION_BYTES * 2, "0");
  return fromHex(hex);
}

// RFC 4226 section 5.3.
function truncated(mac, digits) {
  const offset = mac[mac.length - 1] & 0x0f;
  const number = new DataView(mac.buffer, mac.byteOffset + offset, 4).getUint32(0) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

function digitsOf(suite) {
  return Number(suite.split(":")[1].split("-")[2]);
}

function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
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
