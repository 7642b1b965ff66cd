// The card and the phone beside the login: chooses a person's proof, shows it, and computes with it in this browser.

import { offerCopying } from "../site/copying.js";
import { DscPlus } from "./dsc_plus.js";
import { respond } from "./ocra.js";

const people = JSON.parse(document.getElementById("people").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const chooser = document.getElementById("chooser");
const stage = document.getElementById("stage");
const personChoice = document.getElementById("person");
const proofChoice = document.getElementById("proof");
const PROMPTS = { pin: "PIN>", challenge: "CHALLNG>" };
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
    const display = stage.querySelector("[data-display]");
    const card = new DscPlus({
      respond: ({ question, pin }) => respond({ suite: factor.suite, keyHex: factor.key_hex, question, pin }),
      onChange: ({ stage: at, typed }) => showDisplay(display, at, typed),
    });
    const press = (key) => {
      if (key === "press") card.press();
      else if (key === "ok") card.ok();
      else if (key === "back") card.back();
      else card.digit(key);
    };
    for (const button of stage.querySelectorAll("[data-key]")) {
      button.addEventListener("click", () => press(button.dataset.key));
    }
    const typed = (event) => {
      if (event.target.closest("select, input, a") || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keyOf(event);
      if (!key) return;
      event.preventDefault();
      flash(key);
      press(key);
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

function showDisplay(display, at, typed) {
  display.dataset.stage = at;
  display.querySelector("[data-prompt]").textContent = PROMPTS[at] ?? "";
  const digits = display.querySelector("[data-typed]");
  digits.textContent = at === "pin" ? "*".repeat(typed.length) : at === "response" ? grouped(typed) : typed;
}

function grouped(response) {
  return `${response.slice(0, 4)} ${response.slice(4)}`;
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
  if (/^[0-9]$/.test(event.key)) return event.key;
  if (event.target.closest("button") && event.key === "Enter") return null; // the button under the finger is pressed
  return { Enter: "ok", Backspace: "back", p: "press", P: "press" }[event.key] ?? null;
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
