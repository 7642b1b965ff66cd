// The live coach: a camera in the page, measured a few times a second on this device, one hint at a time; then the picture at
// full size for its holder's own eyes, and on into the form. Without a camera the form below is all there is.

import { measure, toGrey, WORKING_SIDE } from "./measuring.js";

const EVERY = 350;
const STEADY = 3; // times in a row before a hint changes: words that flicker are not read
const QUALITY = 0.92;

export function coach(root) {
  const room = root.querySelector("[data-coach]");
  const form = root.querySelector("[data-sends]");
  if (!room || !form || !navigator.mediaDevices?.getUserMedia) return;
  const part = (name) => room.querySelector(`[data-${name}]`);
  part("none").hidden = true;
  part("start").hidden = false;
  part("start").addEventListener("click", () => start(room, part));
  part("shutter").addEventListener("click", () => take(part));
  part("retake").addEventListener("click", () => show(part, "live"));
  part("use").addEventListener("click", () => use(part, form));
  const enlarge = () => part("frame").classList.toggle("coach__picture--large");
  part("frame").addEventListener("click", enlarge);
  part("frame").addEventListener("keydown", (event) => { if (event.key === "Enter") enlarge(); });
  addEventListener("pagehide", () => stop(part("video")));
}

// Gives what to say to these measures: the first that is poor, else the first that is not clear, else to go on.
export function advise(found, { rows, shaken_from: shakenFrom }) {
  const known = rows.filter((row) => typeof found[row.measure] === "number");
  const poor = (row, bound) => (row.is_least ? found[row.measure] < bound : found[row.measure] > bound);
  const first = known.find((row) => poor(row, row.poor)) ?? known.find((row) => poor(row, row.clear));
  if (first?.fault === "out_of_focus" && found.shake >= shakenFrom) return "shaken";
  if (first) return first.fault;
  return found.softness === null ? "not_a_document" : "go";
}

async function start(room, part) {
  const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } };
  const video = part("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    await video.play();
  } catch (fault) {
    part("start").hidden = true;
    part(fault.name === "NotAllowedError" ? "denied" : "none").hidden = false;
    return;
  }
  part("start").hidden = true;
  show(part, "live");
  const [rules, hints] = [JSON.parse(room.dataset.rules), JSON.parse(room.dataset.hints)];
  watch(part, rules, hints);
}

function watch(part, rules, hints) {
  const [video, line] = [part("video"), part("hint")];
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let [last, times] = ["", 0];
  line.textContent = hints.wait;
  const look = () => {
    if (!video.srcObject) return;
    if (!part("live").hidden && video.videoWidth && !document.hidden) {
      const scale = Math.min(1, WORKING_SIDE / Math.max(video.videoWidth, video.videoHeight));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const said = advise(measure(toGrey(data), width, height, { isPageAlone: true }), rules);
      times = said === last ? times + 1 : 1;
      last = said;
      if (times >= STEADY && line.dataset.said !== said) {
        line.dataset.said = said;
        line.textContent = hints[said];
        line.classList.toggle("coach__hint--go", said === "go");
      }
    }
    setTimeout(look, EVERY);
  };
  look();
}

async function take(part) {
  const video = part("video");
  const canvas = part("picture");
  const still = await photograph(video);
  canvas.width = still.width ?? video.videoWidth;
  canvas.height = still.height ?? video.videoHeight;
  canvas.getContext("2d").drawImage(still, 0, 0, canvas.width, canvas.height);
  show(part, "review");
  part("review").focus();
}

// The camera's own still where the browser gives one: often larger than its video.
async function photograph(video) {
  const [track] = video.srcObject.getVideoTracks();
  try {
    if ("ImageCapture" in window) return await createImageBitmap(await new ImageCapture(track).takePhoto());
  } catch {
    // some cameras refuse; what the video shows will do
  }
  return createImageBitmap(video);
}

function use(part, form) {
  part("picture").toBlob((blob) => {
    const chosen = form.querySelector("[data-gathers]");
    const all = new DataTransfer();
    const name = `camera-${chosen.files.length + 1}.jpg`;
    for (const file of [...chosen.files, new File([blob], name, { type: "image/jpeg" })]) all.items.add(file);
    chosen.files = all.files;
    show(part, "live");
    part("added").hidden = false;
  }, "image/jpeg", QUALITY);
}

function show(part, wanted) {
  part("added").hidden = true;
  for (const name of ["live", "review"]) part(name).hidden = name !== wanted;
}

function stop(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}
