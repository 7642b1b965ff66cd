/*
 * Keeps the app's own files, so that it opens without a network, and nothing else: what is not in the list goes to the network
 * as if this worker were not there. No answer of the server's interface is ever kept. `SHELL` stands above, written by the
 * server: another version is another script, and its files go to a folder of their own.
 */

const PREFIX = "sekisho-key-";
const CACHE = PREFIX + SHELL.version;
const KEPT = new Set(SHELL.files);

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting(); // asked for by the holder: no page changes under anybody's hands
});

self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name) event.respondWith(kept(name, event.request));
});

/** All or nothing: a half-kept version is never activated, nor one whose shell came from a server of another version. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: freshness(file), credentials: "omit" })));
  const shell = await (await cache.match(SHELL.scope, { ignoreVary: true })).text();
  if (!shell.includes(`/${SHELL.version}/main.js`)) throw new Error("the shell is of another version");
}

/** A part under its version never changes and may come from where the page has just put it; the shell is asked for anew. */
function freshness(file) {
  return file === SHELL.scope ? "no-cache" : "default";
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The file that a request is for, or "" for what is none of ours. */
function nameOf(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return "";
  return KEPT.has(url.pathname) ? url.pathname : "";
}

async function kept(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name, { ignoreVary: true })) ?? fetch(request);
}
