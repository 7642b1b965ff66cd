// The picture of a paper: larger, smaller, turned, moved; and the keys of a reviewer. Without scripts the picture stands there whole.

const STEP = 1.25;
const MOST = 8;
const KEYS = "sekisho.desk.keys";
const views = [];

for (const paper of document.querySelectorAll(".paper")) views.push(holdPaper(paper));
if (document.querySelector(".keys")) offerKeys(document.querySelector(".keys"));

function holdPaper(paper) {
  const frame = paper.querySelector(".paper__frame");
  const sheet = paper.querySelector(".paper__sheet");
  const image = sheet.querySelector("img");
  let zoom = 1, turns = 0;

  function lay() {
    if (!image.naturalWidth) return;
    const room = frame.clientWidth, ratio = image.naturalHeight / image.naturalWidth, lies = turns % 2 !== 0;
    const width = (lies ? room / ratio : room) * zoom, height = width * ratio;
    paper.classList.add("paper--held");
    paper.classList.toggle("paper--large", zoom > 1);
    image.style.setProperty("width", `${width}px`);
    image.style.setProperty("transform", `translate(-50%, -50%) rotate(${turns * 90}deg)`);
    sheet.style.setProperty("width", `${lies ? height : width}px`);
    sheet.style.setProperty("height", `${lies ? width : height}px`);
  }

  function enlarge(by, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const wanted = Math.min(MOST, Math.max(1, zoom * by)), grown = wanted / zoom;
    const left = (frame.scrollLeft + x) * grown - x, top = (frame.scrollTop + y) * grown - y;
    zoom = wanted;
    lay();
    frame.scrollTo(left, top);
  }

  const deeds = {
    larger: () => enlarge(STEP),
    smaller: () => enlarge(1 / STEP),
    fit: () => { zoom = 1; turns = 0; lay(); },
    left: () => { turns -= 1; lay(); },
    right: () => { turns += 1; lay(); },
  };
  const tools = paper.querySelector(".paper__tools");
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-view]")) button.addEventListener("click", () => deeds[button.dataset.view]());
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const place = frame.getBoundingClientRect();
    enlarge(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX - place.left, event.clientY - place.top);
  }, { passive: false });
  image.draggable = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
    const drag = (moved) => frame.scrollTo(from[0] - moved.clientX, from[1] - moved.clientY);
    const drop = () => { removeEventListener("pointermove", drag); removeEventListener("pointerup", drop); };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", drop);
  });
  image.addEventListener("load", lay);
  new ResizeObserver(() => { if (paper.classList.contains("paper--held")) lay(); }).observe(frame);
  if (image.complete) lay();
  return { paper, deeds };
}

function offerKeys(panel) {
  const switchedOn = panel.querySelector("#use-keys");
  panel.hidden = false;
  switchedOn.checked = recall() !== "off";
  switchedOn.addEventListener("change", () => keep(switchedOn.checked ? "on" : "off"));
  addEventListener("keydown", (event) => {
    if (!switchedOn.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const deed = deedOf(event.key.toLowerCase());
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}

function deedOf(key) {
  const view = { "+": "larger", ";": "larger", "=": "larger", "-": "smaller", "0": "fit", "[": "left", "]": "right" }[key];
  if (view) return views.length ? () => shown().deeds[view]() : null;
  const accept = document.getElementById("accept"), again = document.getElementById("again");
  const refuse = document.getElementById("refuse"), next = document.getElementById("next");
  if (key === "a" && accept) return () => accept.focus();
  if (key === "r" && again) return () => { again.open = true; again.querySelector("input[type=radio]").focus(); };
  if (key === "x" && refuse) return () => refuse.click();
  if (key === "n" && next) return () => next.click();
  return null;
}

function shown() { // the page that stands highest in the window and is not yet past
  return views.find((view) => view.paper.getBoundingClientRect().bottom > innerHeight / 3) ?? views[0];
}

function isTyping(target) {
  return target instanceof HTMLElement && target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

function recall() {
  try { return localStorage.getItem(KEYS); } catch { return null; }
}

function keep(value) {
  try { localStorage.setItem(KEYS, value); } catch { /* a browser that keeps nothing: the keys are on at the next page */ }
}
