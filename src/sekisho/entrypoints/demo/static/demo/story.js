// The page of a story ticks itself: it is read anew every few seconds and whenever it is looked at again.

const EVERY = 4000;
const progress = document.getElementById("progress");

async function readAnew() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["progress", "cast"]) replace(id, page);
}

function replace(id, page) {
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh || told(old) === told(fresh) || old.querySelector("details[open]")) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceChildren(...fresh.childNodes);
  if (hadFocus) old.querySelector(".move--now :is(a, button)")?.focus({ preventScroll: true });
}

// What is said, without what changes at every reading (the forms' tokens).
function told(part) {
  return part.textContent.replace(/\s+/g, " ");
}

if (progress?.dataset.play) {
  setInterval(readAnew, EVERY);
  document.addEventListener("visibilitychange", readAnew);
  window.addEventListener("focus", readAnew);
}
