// The page of documents: what is being judged is asked for again until it is known; a form that sends says so, once, and
// photographs taken one after the other are gathered beside the files that were chosen.

const EVERY = 2000;
const FOR = 180_000; // then the reader asks: a page left open keeps no session alive

export function followDocuments(root) {
  const standing = root.querySelector("[data-standing]");
  if (standing?.querySelector("[data-judging]")) follow(standing, Date.now() + FOR);
  for (const form of root.querySelectorAll("[data-sends]")) {
    form.addEventListener("submit", () => say(form));
    gather(form);
  }
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
  if (read.body.textContent !== standing.textContent) {
    const held = standing.contains(document.activeElement);
    standing.replaceChildren(...read.body.children);
    if (held) standing.querySelector("[data-focus]")?.focus();
  }
  return standing.querySelector("[data-judging]") !== null;
}

// A photograph is added to what is chosen already, so that both sides of a card can be taken one after the other.
function gather(form) {
  const [chosen, camera] = [form.querySelector("[data-gathers]"), form.querySelector("[data-photographs]")];
  if (!chosen || !camera) return;
  chosen.required = true; // without a script one of the two fields would have to stay empty
  camera.addEventListener("change", () => {
    const all = new DataTransfer();
    for (const file of [...chosen.files, ...camera.files]) all.items.add(file);
    chosen.files = all.files;
    camera.value = "";
  });
}

function say(form) {
  const line = form.querySelector("[data-sending]");
  line.textContent = line.dataset.sending;
  const button = form.querySelector("button[type=submit]");
  setTimeout(() => { button.disabled = true; }); // after the form has gone, or it would not
  addEventListener("pageshow", () => { button.disabled = false; line.textContent = ""; }, { once: true }); // come back to
}
