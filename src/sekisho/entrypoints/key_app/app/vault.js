/**
 * Where the app keeps its keys: one entry for each user name, in IndexedDB, on this phone alone.
 *
 * A key is either sealed under the phone's lock or a `CryptoKey` that cannot be read; nothing here depends on a PIN. No challenge
 * and no response is ever stored: with one pair, a finder of the phone could try every PIN against it.
 */

const DATABASE = "sekisho-key";
const ENTRIES = "entries";
const changes = new EventTarget();

/**
 * @typedef {{kind: "pin", key: CryptoKey}} PinLock the PIN is part of each response; the key itself is not readable
 * @typedef {import("./phone_lock.js").PhoneLock} PhoneLock
 */

/**
 * @typedef {object} Entry
 * @property {string} id the registration's public id
 * @property {string} username
 * @property {string} name what the holder calls it; "" for none
 * @property {string} suite
 * @property {string} device the server's id of this phone; "" until it is confirmed
 * @property {string} [listening] lets this phone see the logins that wait for its approval, and approves none; none where it was
 *   registered before there were approvals
 * @property {number} boundAt milliseconds since 1970
 * @property {PinLock | PhoneLock} lock
 * @property {Pending | null} pending null once the server has said yes to a first response
 */

/**
 * @typedef {object} Pending what is needed to prove the key
 * @property {string} token for that one call
 * @property {string} challenge
 * @property {boolean} isMove another phone of this user name will stop working
 * @property {string | null} notBefore from when the proof is taken, ISO 8601
 * @property {boolean} isSent a response was sent and its answer never came: this key may be the one that works
 */

/** @returns {Promise<Entry[]>} all, the confirmed ones first, by user name */
export async function listEntries() {
  const entries = await inStore("readonly", (store) => store.getAll());
  return entries.sort((a, b) => Boolean(a.pending) - Boolean(b.pending) || a.username.localeCompare(b.username));
}

/** @returns {Promise<Entry[]>} those that can answer a challenge: proved, or perhaps proved */
export async function listUsable() {
  return (await listEntries()).filter(({ pending }) => !pending || pending.isSent);
}

/** @param {string} id @returns {Promise<Entry | undefined>} */
export function findEntry(id) {
  return inStore("readonly", (store) => store.get(id));
}

/**
 * Keep a new entry beside all others, and not yet instead of any: an older key of the same user name stays until the server has
 * said yes to this one.
 * @param {Entry} entry
 */
export function keepEntry(entry) {
  return inStore("readwrite", (store) => {
    store.put(entry);
  });
}

/**
 * The server has said yes: this entry is the user name's own from now on, and takes the place of every other one.
 * @param {string} id
 * @param {{device: string, username: string, listening: string}} said
 */
export function confirmEntry(id, { device, username, listening }) {
  return changeAll((entry, store) => {
    if (entry.id === id) store.put({ ...entry, device, username, listening, pending: null });
    else if (entry.username === username) store.delete(entry.id);
  });
}

/**
 * @param {string} id
 * @param {string} name
 */
export function renameEntry(id, name) {
  return changeAll((entry, store) => {
    if (entry.id === id) store.put({ ...entry, name });
  });
}

/**
 * Note that a first response is on its way, or that it was answered with a no after all. A confirmed entry is not touched.
 * @param {string} id
 * @param {boolean} isSent
 */
export function noteSent(id, isSent) {
  return changeAll((entry, store) => {
    if (entry.id === id && entry.pending) store.put({ ...entry, pending: { ...entry.pending, isSent } });
  });
}

/** @param {string} id */
export function removeEntry(id) {
  return inStore("readwrite", (store) => {
    store.delete(id);
  });
}

/** @param {() => void} deed called when this window has changed an entry */
export function onChange(deed) {
  changes.addEventListener("change", deed);
}

/** Who an entry belongs to, bound into its seal. @param {{id: string, username: string, suite: string}} entry */
export function ownerOf({ id, username, suite }) {
  return `${id}\n${username}\n${suite}`;
}

/** Ask the phone not to clear the keys away when space is short; not every phone promises it. */
export async function askToStay() {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

function changeAll(change) {
  return inStore("readwrite", (store) => {
    store.getAll().onsuccess = ({ target }) => {
      for (const entry of target.result) change(entry, store);
    };
  });
}

/** One transaction; ends with what the deed's request found, once everything is written. */
async function inStore(mode, deed) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(ENTRIES, mode, { durability: "strict" });
      const request = deed(transaction.objectStore(ENTRIES));
      transaction.oncomplete = () => {
        if (mode === "readwrite") changes.dispatchEvent(new Event("change"));
        resolve(request?.result);
      };
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(ENTRIES, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
