// The demo's page: moves the clock, makes people. Everything goes through the demo's own calls, and the page is read anew.

import { offerCopying } from "../site/copying.js";

const page = new URL(location.href);

function post(address, body) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

async function moveClock(move) {
  const answer = await post("/demo/clock", move).catch(() => null);
  document.getElementById("clock-failed").hidden = Boolean(answer?.ok);
  if (answer?.ok) location.reload();
}

function shifted(iso, seconds) {
  return new Date(Date.parse(iso) + seconds * 1000).toISOString();
}

async function makePerson(form) {
  const data = new FormData(form);
  const factors = [...form.querySelectorAll("[name=factors]:checked")].map((tick) =>
    tick.dataset.platform ? { kind: tick.value, platform: tick.dataset.platform } : tick.value,
  );
  const wish = {
    state: data.get("state"),
    language: data.get("language"),
    residence: data.get("residence"),
    paper: data.has("paper"),
    factors,
  };
  const answer = await post("/demo/people", wish).catch(() => null);
  document.getElementById("create-failed").hidden = Boolean(answer?.ok);
  if (!answer?.ok) return;
  page.hash = (await answer.json()).username;
  location.assign(page);
  location.reload();
}

offerCopying(document);

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => moveClock({ advance: button.dataset.advance }));
}
document.querySelector("[data-real]")?.addEventListener("click", () => moveClock({ now: new Date().toISOString() }));
for (const button of document.querySelectorAll("[data-boundary]")) {
  button.addEventListener("click", () => {
    const boundary = document.getElementById("bounded").value;
    moveClock({ now: Number(button.dataset.boundary) ? shifted(boundary, Number(button.dataset.boundary)) : boundary });
  });
}
document.getElementById("exact").addEventListener("submit", (event) => {
  event.preventDefault();
  moveClock({ now: document.getElementById("moment").value.trim() });
});
document.getElementById("new-person").addEventListener("submit", (event) => {
  event.preventDefault();
  makePerson(event.currentTarget);
});
