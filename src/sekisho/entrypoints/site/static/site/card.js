// The card's page where scripts run: Print prints the page itself, a value is read aloud, and a page from the history asks anew.

const form = document.querySelector("[data-prints]");

function tellPrinted() {
  const body = new URLSearchParams(new FormData(form));
  body.set("is_printed", "1");
  return fetch(form.action, { method: "POST", body, redirect: "error", keepalive: true }).catch(() => {});
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  window.addEventListener("beforeprint", tellPrinted, { once: true });
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

if ("speechSynthesis" in window) {
  for (const button of document.querySelectorAll("[data-says]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const said = new SpeechSynthesisUtterance(button.dataset.says);
      said.lang = document.documentElement.lang;
      said.rate = 0.7;
      window.speechSynthesis.cancel();
      window.speechSynthesis.speak(said);
    });
  }
}
