/**
 * The phone's own lock as the guard of a key: Touch ID, Face ID or the phone's passcode, through WebAuthn's PRF extension.
 *
 * The lock gives 32 bytes after each unlocking; HKDF makes of them the AES-256-GCM key that seals the OCRA key. Without an
 * unlocking there is nothing that opens the sealed key, so a copy of the storage is worth nothing. Whether a person was verified
 * is read from the authenticator's flags here, because an answer without it carries a PRF value as well.
 */

const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const FLAGS_AT = 32; // after the SHA-256 of the RP ID
const USER_VERIFIED = 0x04;
const PATIENCE_MS = 60_000; // a browser without an authenticator would wait for ever, whatever its own time-out says
const PURPOSE = new TextEncoder().encode("sekisho-key 1: seal of an OCRA key");

/**
 * @typedef {object} PhoneLock what is stored of a sealed key
 * @property {"phone"} kind
 * @property {ArrayBuffer} credential the WebAuthn credential's id
 * @property {Uint8Array} salt 32 bytes, for the PRF and for HKDF
 * @property {Uint8Array} nonce 12 bytes
 * @property {ArrayBuffer} sealed 48 bytes: key and tag
 */

/**
 * @typedef {"cancelled" | "unverified" | "unable"} LockTrouble
 * cancelled: nobody unlocked in time; unverified: unlocked without finger, face or passcode; unable: this phone has no such lock
 */

/** @returns {Promise<boolean>} whether this phone can guard a key; the extension shows itself only when a lock is made */
export async function mayLock() {
  if (!window.PublicKeyCredential || !window.isSecureContext) return false;
  try {
    const has = await PublicKeyCredential.getClientCapabilities?.();
    if (has && has["extension:prf"] === false) return false;
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/**
 * Make a lock: the phone asks its holder once or twice.
 * @returns {Promise<{trouble: LockTrouble} | {seal: (key: Uint8Array, owner: string) => Promise<PhoneLock>}>}
 */
export async function makeLock() {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const made = await asked((signal) => navigator.credentials.create({ publicKey: creation(salt), signal }));
  if (made.trouble) return made;
  if (!isVerified(made.credential.response.getAuthenticatorData())) return { trouble: "unverified" };
  const extension = made.credential.getClientExtensionResults().prf;
  if (!extension?.enabled && !extension?.results?.first) return { trouble: "unable" };
  const credential = made.credential.rawId;
  const opened = extension.results?.first
    ? { opener: await openerOf(extension.results.first, salt) }
    : await unlock({ credential, salt });
  if (opened.trouble) return opened;
  return { seal: (key, owner) => sealed(key, { opener: opened.opener, credential, salt, owner }) };
}

/**
 * Open a sealed key after an unlocking.
 * @param {PhoneLock} lock
 * @param {string} owner as at the sealing: the seal of one entry opens no other
 * @param {(bytes: Uint8Array) => Promise<CryptoKey>} importKey
 * @returns {Promise<{trouble: LockTrouble | "damaged"} | {key: CryptoKey}>}
 */
export async function openLock(lock, owner, importKey) {
  const opened = await unlock(lock);
  if (opened.trouble) return opened;
  try {
    const parameters = { name: "AES-GCM", iv: lock.nonce, additionalData: new TextEncoder().encode(owner) };
    const bytes = new Uint8Array(await crypto.subtle.decrypt(parameters, opened.opener, lock.sealed));
    const key = await importKey(bytes);
    bytes.fill(0);
    return { key };
  } catch {
    return { trouble: "damaged" };
  }
}

async function unlock({ credential, salt }) {
  const publicKey = {
    challenge: crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
    allowCredentials: [{ type: "public-key", id: credential, transports: ["internal"] }],
    userVerification: "required",
    timeout: PATIENCE_MS,
    extensions: { prf: { eval: { first: salt } } },
  };
  const got = await asked((signal) => navigator.credentials.get({ publicKey, signal }));
  if (got.trouble) return got;
  if (!isVerified(got.credential.response.authenticatorData)) return { trouble: "unverified" };
  const first = got.credential.getClientExtensionResults().prf?.results?.first;
  return first ? { opener: await openerOf(first, salt) } : { trouble: "unable" };
}

async function asked(call) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const credential = await call(patience.signal);
    return credential ? { credential } : { trouble: "cancelled" };
  } catch (failure) {
    return { trouble: failure.name === "NotSupportedError" || failure.name === "SecurityError" ? "unable" : "cancelled" };
  } finally {
    clearTimeout(timer);
  }
}

function creation(salt) {
  return {
    rp: { name: "Sekisho Key" },
    user: { id: crypto.getRandomValues(new Uint8Array(SALT_BYTES)), name: "Sekisho Key", displayName: "Sekisho Key" },
    challenge: crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "required", userVerification: "required" },
    attestation: "none",
    timeout: PATIENCE_MS,
    extensions: { prf: { eval: { first: salt } } },
  };
}

function isVerified(authenticatorData) {
  return (new Uint8Array(authenticatorData)[FLAGS_AT] & USER_VERIFIED) !== 0;
}

async function openerOf(prf, salt) {
  const bytes = new Uint8Array(prf);
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  bytes.fill(0);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info: PURPOSE };
  return crypto.subtle.deriveKey(parameters, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function sealed(key, { opener, credential, salt, owner }) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(owner) };
  return { kind: "phone", credential, salt, nonce, sealed: await crypto.subtle.encrypt(parameters, opener, key) };
}
