// The page of documents: what is being judged is asked for again until it is known; a form that sends says so, once.

const EVERY = 2000;
const FOR = 180_000; // then the reader asks: a page left open keeps no session alive

export function followDocuments(root) {
  const standing = root.querySelector("[data-standing]");
  if (standing?.querySelector("[data-judging]")) follow(standing, Date.now() + FOR);
  for (const form of root.querySelectorAll("[data-sends]")) form.addEventListener("submit", () => say(form));
}

function follow(standing, until) {
  setTimeout(async () => {
    if (Date.now() > until) return;
    if (!document.hidden && !(await renewed(standing))) return;
    follow(standing, until);
  }, EVERY);
}

// Gives whether it is worth asking again.
async function renewed(standing) {
  let answer;
  try {
    answer = await fetch(standing.dataset.standing, { credentials: "same-origin", redirect: "error" });
  } catch {
    return true; // no network, or logged out: the next time tells
  }
  if (!answer.ok) return false;
  const text = await answer.text();
  const read = new DOMParser().parseFromString(text, "text/html");
  if (!read.querySelector("#wanted")) return false; // the login window
  if (read.body.textContent !== standing.textContent) standing.replaceChildren(...read.body.children);
  return standing.querySelector("[data-judging]") !== null;
}

function say(form) {
  const line = form.querySelector("[data-sending]");
  line.textContent = line.dataset.sending;
  const button = form.querySelector("button[type=submit]");
  setTimeout(() => { button.disabled = true; }); // after the form has gone, or it would not
  addEventListener("pageshow", () => { button.disabled = false; line.textContent = ""; }, { once: true }); // come back to
}
