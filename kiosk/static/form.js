// The form screen: what is typed goes to the server while the finger goes on, and stands nowhere
// else; what stands in the fields of a page goes with whatever leaves it.

import * as camera from "./form-camera.js";
import * as keys from "./form-keys.js";
import * as drawing from "./form-sign.js";
import * as further from "./further.js";
import { screen } from "./live.js";
import { begin, post, seen, tell } from "./station.js";

const TYPED_TOLD_MS = 400;
const REVEALED_MS = 5000;
const SCAN_GAP_MS = 80; // a scanner types faster than any hand
const SCAN_CHARS_MIN = 8;

let told; // when the server hears what is typed
let revealed;
let scanned = "";
let scannedAt = 0;

function fields() {
  return [...screen.querySelectorAll("[data-field]")];
}

function answers() {
  return JSON.stringify(Object.fromEntries(fields().map((each) => [each.dataset.field, each.value])));
}

function typed(field) {
  if (field.dataset.code !== undefined) {
    codeTyped(field);
    return;
  }
  clearTimeout(told);
  told = setTimeout(() => post("type", field.value, field.dataset.field), TYPED_TOLD_MS);
}

function codeTyped(field) {
  seen();
  screen.querySelector("[data-sends]").disabled = field.value.replace("-", "").length !== 8;
}

function pressed(button) {
  const { pick, about, reveals, sends, handsIn, clears } = button.dataset;
  if (keys.pressed(button) || camera.pressed(button) || further.pressed(button)) return true;
  if (pick !== undefined) tellPick(button, about, pick);
  else if (reveals) reveal(document.getElementById(reveals));
  else if (sends) tell("code", screen.querySelector("[data-code]").value);
  else if (handsIn !== undefined) tell("hand-in", drawing.path());
  else if (clears !== undefined) drawing.clear();
  else return false;
  return true;
}

// What was typed before must not come after.
async function tellPick(button, about, pick) {
  clearTimeout(told);
  button.classList.add("pressed");
  for (const field of fields()) await post("type", field.value, field.dataset.field);
  tell("pick", pick, about);
}

function reveal(field) {
  clearTimeout(revealed);
  field.classList.toggle("masked");
  revealed = setTimeout(() => field.classList.add("masked"), REVEALED_MS);
}

// Before the station hears of a touch, the button takes with it what stands in the fields.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-answers]");
    if (!button) return;
    clearTimeout(told);
    button.dataset.value = answers();
  },
  true,
);

screen.addEventListener("input", (event) => {
  if (event.target.closest(".answer")) typed(event.target);
});

screen.addEventListener("focusin", (event) => {
  if (event.target.closest(".answer")) keys.open(event.target);
});

screen.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input.answer") && !event.isComposing) {
    event.preventDefault();
    if (!keys.next(event.target)) event.target.blur();
  }
});

// A scanner that types: a burst of characters into no field, and Enter.
document.addEventListener("keydown", (event) => {
  if (screen.dataset.face !== "form" || event.target.closest?.(".answer")) return;
  const now = performance.now();
  if (now - scannedAt > SCAN_GAP_MS) scanned = "";
  scannedAt = now;
  if (event.key === "Enter" && scanned.length >= SCAN_CHARS_MIN) {
    event.preventDefault();
    tell("scan", scanned);
    scanned = "";
  } else if (event.key.length === 1) {
    scanned = (scanned + event.key).slice(-128);
  }
});

begin(
  {
    drawn(state) {
      keys.drawn(state);
      drawing.drawn();
      camera.drawn();
      further.drawn();
      const first = screen.querySelector("[data-opens]");
      if (first && document.activeElement !== first) first.focus({ preventScroll: true });
    },
    pressed,
    wiped() {
      clearTimeout(told);
      scanned = "";
      keys.close();
      drawing.forget();
      camera.forget();
    },
  },
  "form",
);
