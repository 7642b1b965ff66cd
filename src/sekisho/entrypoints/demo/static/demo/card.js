// The card and the phone beside the login: chooses a person's proof, shows it, and computes with it in this browser.

import { offerCopying } from "../site/copying.js";
import { DscPlus } from "./dsc_plus.js";
import { respond } from "./ocra.js";

const people = JSON.parse(document.getElementById("people").textContent);
const machine = JSON.parse(document.getElementById("machine").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const chooser = document.getElementById("chooser");
const stage = document.getElementById("stage");
const personChoice = document.getElementById("person");
const proofChoice = document.getElementById("proof");
const ASKED_CODE = /^[1-9][0-9]{5}$/;

let putAway = () => {};

// ── Choosing ──

function option(value, text) {
  return new Option(text, value);
}

function showPeople() {
  personChoice.replaceChildren(...people.map((person) => option(person.username, `${person.username} — ${person.name}`)));
}

function showProofs(chosen) {
  const person = people.find((one) => one.username === personChoice.value);
  proofChoice.replaceChildren(...person.factors.map((factor) => option(factor.id, factor.name)));
  if (chosen) proofChoice.value = chosen;
  showProof(person, person.factors.find((factor) => factor.id === proofChoice.value));
}

function showProof(person, factor) {
  putAway();
  putAway = () => {};
  stage.replaceChildren(document.getElementById(factor.kind).content.cloneNode(true));
  const pin = stage.querySelector("[data-pin]");
  if (pin) pin.textContent = factor.pin ? words.pin_is.replace("{pin}", factor.pin) : "";
  SHOW[factor.kind](factor, person);
  offerCopying(stage);
  const address = new URL(location.href);
  address.searchParams.set("card", factor.id);
  history.replaceState(null, "", address);
}

// ── What each proof does ──

const SHOW = {
  dsc_plus(factor, person) {
    stage.querySelector("[data-owner]").textContent = person.username;
    const card = new DscPlus(machine, {
      respond: ({ question, pin }) => respond({ suite: factor.suite, keyHex: factor.key_hex, question, pin }),
      onChange: showDisplay,
    });
    for (const button of stage.querySelectorAll("[data-key]")) {
      button.addEventListener("click", () => card.key(button.dataset.key));
      // Pressed with the mouse, a key takes no focus: Enter stays the card's OK for whoever types the rest.
      button.addEventListener("mousedown", (event) => event.preventDefault());
    }
    const typed = (event) => {
      if (event.target.closest("select, input, a") || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keyOf(event);
      if (!key) return;
      event.preventDefault();
      if (event.repeat) return; // a key held down is one key
      flash(key);
      card.key(key);
    };
    document.addEventListener("keydown", typed);
    putAway = () => {
      document.removeEventListener("keydown", typed);
      card.turnOff();
    };
  },

  key_app(factor) {
    const asksPin = Boolean(factor.pin);
    for (const part of stage.querySelectorAll("[data-asks-pin]")) part.hidden = !asksPin;
    for (const part of stage.querySelectorAll("[data-unlock]")) part.hidden = asksPin;
    const form = stage.querySelector("form");
    form.elements.pin.required = asksPin;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const question = plain(form.elements.challenge.value);
      form.elements.challenge.setAttribute("aria-invalid", String(!ASKED_CODE.test(question)));
      if (!ASKED_CODE.test(question)) return form.elements.challenge.focus();
      showResult(await respond({ suite: factor.suite, keyHex: factor.key_hex, question, pin: form.elements.pin.value }));
    });
  },

  code_card(factor) {
    stage.querySelector("[data-serial]").textContent = words.serial.replace("{serial}", factor.serial);
    const cells = Object.entries(factor.cells).map(([index, value]) => cellOf(index, value));
    stage.querySelector("[data-cells]").replaceChildren(...cells);
    const form = stage.querySelector("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      const asked = [form.elements.first.value, form.elements.second.value].map(plain);
      cells.forEach((cell) => cell.toggleAttribute("data-asked", asked.includes(cell.dataset.index)));
      const values = asked.map((index) => factor.cells[index]);
      if (values.every(Boolean)) showResult(values.join(""));
      else stage.querySelector("[data-result]").hidden = true;
    });
  },

  temporary_passcode(factor) {
    showResult(factor.passcode);
  },
};

function showDisplay({ stage: at, display, typed }) {
  const box = stage.querySelector("[data-display]");
  box.dataset.stage = at;
  const half = at === "response" ? display.length / 2 : display.length; // parted by a gap, not by a sign
  box.querySelector("[data-signs]").replaceChildren(...[display.slice(0, half), display.slice(half)].map(span));
  const digits = at === "pin" || typed === 0 ? "" : [...display].join(" ");
  stage.querySelector("[data-says]").textContent = words[`says_${at}`]
    .replace("{typed}", typed)
    .replace("{length}", machine.lengths[at] ?? "")
    .replace("{digits}", digits)
    .trim();
}

function span(text) {
  const part = document.createElement("span");
  part.textContent = text;
  return part;
}

function showResult(response) {
  stage.querySelector("[data-response]").textContent = response;
  stage.querySelector("[data-copies]").dataset.copies = response;
  stage.querySelector("[data-result]").hidden = false;
}

function cellOf(index, value) {
  const cell = document.createElement("li");
  const number = document.createElement("span");
  const sign = document.createElement("b");
  cell.dataset.index = index;
  number.textContent = index;
  sign.textContent = value;
  sign.setAttribute("aria-label", `${words.cell.replace("{index}", index)} ${[...value].join(" ")}`);
  cell.append(number, sign);
  return cell;
}

// ── Keys ──

function keyOf(event) {
  const sign = event.key.normalize("NFKC"); // full-width digits of a Japanese keyboard are digits
  if (/^[0-9]$/.test(sign)) return sign;
  if (event.target.closest("button") && event.key === "Enter") return null; // the button that has the focus is pressed
  return { Enter: "ok", Backspace: "clear", Delete: "clear", c: "clear", C: "clear", p: "press", P: "press" }[sign] ?? null;
}

function flash(key) {
  const button = stage.querySelector(`[data-key="${key}"]`);
  button.setAttribute("data-down", "");
  setTimeout(() => button.removeAttribute("data-down"), 120);
}

function plain(text) {
  return text.normalize("NFKC").replace(/[\s-]/g, "").replace(/^0+(?=.)/, "");
}

showPeople();
const asked = people.find((person) => person.factors.some((factor) => factor.id === chooser.dataset.chosen));
if (asked) personChoice.value = asked.username;
personChoice.addEventListener("change", () => showProofs());
proofChoice.addEventListener("change", () => showProofs(proofChoice.value));
chooser.hidden = false;
showProofs(asked ? chooser.dataset.chosen : undefined);
