// What is typed on a screen: a number, with all but its end hidden where it is somebody's own, or a
// code. It lives here and nowhere else: drawn, sent when it is whole, forgotten with its page.
//
// The page has one `.typed`, with a place for each character where their number is known, and one
// `.digits` for as many as data-most where it is not. It says what it sends (data-sends), how much
// at least (data-least), and whether that is hidden (data-hides).

import { screen } from "./live.js";
import { seen, tell } from "./station.js";

const SEEN = 3; // characters at the end that stay readable
const MOMENT_MS = 1500;
const SHOWN_MS = 5000;

let typed = "";
let hidden = 0; // how many characters from the front are not readable
let sent = "";
let owner = ""; // the stay it belongs to, and what it is
let hiding;

// A page came: draw on it what its visitor has typed, and forget what another has. On a page that
// only `waits` for the hall it is kept, for it may come back.
export function drawn(state, waits = false) {
  const kind = field()?.dataset.sends;
  const now = kind ? `${state.dialogue} ${kind}` : waits ? owner : "";
  if (now !== owner) forget();
  owner = now;
  draw();
}

export function forget() {
  clearTimeout(hiding);
  typed = sent = owner = "";
  hidden = 0;
}

// A button was touched; returns whether it was a key.
export function pressed(button) {
  const key = button.dataset.key;
  if (!key || !field()) return false;
  if (key === "send") {
    sent = typed;
    tell(field().dataset.sends, typed);
    return true;
  }
  if (key === "show") reveal();
  else change(key);
  draw();
  seen();
  return true;
}

function field() {
  return screen.querySelector(".typed");
}

function places() {
  return screen.querySelectorAll(".typed .character");
}

function most() {
  return Number(field().dataset.most ?? places().length);
}

function change(key) {
  if (key === "delete") typed = typed.slice(0, -1);
  else if (key === "clear") typed = "";
  else if (fits(key)) typed += key;
  hidden = Math.min(hidden, typed.length);
  const length = typed.length;
  if (hides()) setTimeout(() => hide(Math.min(length, typed.length)), MOMENT_MS);
}

function hides() {
  return field()?.dataset.hides !== undefined;
}

// In an identity number an X stands for ten, and only as the last character.
function fits(key) {
  const early = hides() && key === "X" && typed.length < most() - 1;
  return typed.length < most() && !early;
}

function reveal() {
  hidden = 0;
  clearTimeout(hiding);
  hiding = setTimeout(() => hide(typed.length), SHOWN_MS);
}

function hide(length) {
  hidden = Math.max(hidden, length - SEEN);
  draw();
}

function draw() {
  if (!field()) return;
  const shown = [...typed].map((character, at) => (at < hidden ? "•" : character));
  places().forEach((place, at) => {
    place.textContent = shown[at] ?? "";
    place.classList.toggle("next", at === typed.length);
  });
  const digits = screen.querySelector(".typed .digits");
  if (digits) digits.textContent = grouped(shown);
  const send = screen.querySelector("[data-key=send]");
  if (send) send.disabled = !sendable();
}

function grouped(shown) {
  const group = Number(field().dataset.groups);
  return shown.map((digit, at) => (at && at % group === 0 ? ` ${digit}` : digit)).join("");
}

function sendable() {
  const refused = screen.querySelector("[data-wrong]") && typed === sent;
  const checking = screen.dataset.stage.endsWith("checking");
  const least = Number(field().dataset.least ?? places().length);
  return typed.length >= least && !refused && !checking;
}

// A keyboard beside the screen types what has a key on it.
document.addEventListener("keydown", (event) => {
  if (!field() || event.ctrlKey || event.altKey || event.metaKey) return;
  const name = { Backspace: "delete", Delete: "clear" }[event.key] ?? event.key.toUpperCase();
  const key = screen.querySelector(`[data-key="${CSS.escape(name)}"]:enabled`);
  if (!key || name === "SEND" || name === "SHOW") return;
  event.preventDefault();
  pressed(key);
});
