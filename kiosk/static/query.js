// The query screen: what a station does, and a keypad for numbers of any length. What is typed lives
// here and nowhere else: drawn, sent once it is whole, forgotten with its page.

import { screen } from "./live.js";
import { begin, seen, tell } from "./station.js";

const SEEN = 3; // digits at the end that stay readable
const MOMENT_MS = 1500;
const SHOWN_MS = 5000;

let typed = "";
let hidden = 0; // how many digits from the front are not readable
let sent = "";
let owner = ""; // the stay it belongs to, and what it is
let hiding;

function field() {
  return screen.querySelector(".typed");
}

function drawn(state) {
  const kind = field()?.dataset.sends;
  const waits = state.stage === "finding" || state.stage === "looking";
  const now = kind ? `${state.dialogue} ${kind}` : waits ? owner : "";
  if (now !== owner) forget();
  owner = now;
  draw();
  showFurther();
}

function forget() {
  clearTimeout(hiding);
  typed = sent = owner = "";
  hidden = 0;
}

function pressed(button) {
  if (button.dataset.further !== undefined) return goFurther();
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

function change(key) {
  if (key === "delete") typed = typed.slice(0, -1);
  else if (key === "clear") typed = "";
  else if (typed.length < Number(field().dataset.most)) typed += key;
  hidden = Math.min(hidden, typed.length);
  const length = typed.length;
  if (hides()) setTimeout(() => hide(Math.min(length, typed.length)), MOMENT_MS);
}

function hides() {
  return field()?.dataset.hides !== undefined;
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
  const place = field();
  if (!place) return;
  const group = Number(place.dataset.groups);
  const digits = [...typed].map((digit, at) => (at < hidden ? "•" : digit));
  const gaps = digits.map((digit, at) => (at && at % group === 0 ? ` ${digit}` : digit));
  place.querySelector(".digits").textContent = gaps.join("");
  const refused = place.dataset.wrong !== undefined && typed === sent;
  const send = screen.querySelector("[data-key=send]");
  send.disabled = typed.length < Number(place.dataset.least) || refused;
}

function area() {
  return screen.querySelector(".work[data-scrolls]");
}

// What is longer than the screen says so, and one touch goes on.
function showFurther() {
  const more = screen.querySelector(".more");
  const long = area();
  if (!more) return;
  more.hidden = !long || long.scrollTop + long.clientHeight > long.scrollHeight - 8;
}

function goFurther() {
  const long = area();
  long?.scrollBy({ top: long.clientHeight * 0.8, behavior: "smooth" });
  seen();
  return true;
}

// A keyboard beside the screen types too.
document.addEventListener("keydown", (event) => {
  if (!field() || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = { Backspace: "delete", Delete: "clear" }[event.key] ?? event.key;
  if (!/^([0-9]|delete|clear)$/.test(key)) return;
  event.preventDefault();
  change(key);
  draw();
  seen();
});

// Whoever draws a long text along is there.
function scrolled() {
  showFurther();
  seen();
}

screen.addEventListener("scroll", scrolled, { capture: true, passive: true });
addEventListener("resize", showFurther);

begin({ drawn, pressed, wiped: forget });
