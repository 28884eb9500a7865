// The keypad for an identity number. What is typed lives here and nowhere else: it is drawn with
// all but its end hidden, sent when it is whole, and forgotten as soon as its page is left.

const LENGTH = 18;
const SEEN = 3; // characters at the end that stay readable
const MOMENT_MS = 1500;
const SHOWN_MS = 5000;
const STAGES = ["typing", "checking"];

let typed = "";
let hidden = 0; // how many characters from the front are not readable
let sent = "";
let owner = ""; // the dialogue it belongs to
let hiding;

// A page came: draw on it what its visitor has typed, and forget what another has.
export function drawOn(screen, state) {
  if (!STAGES.includes(state.stage) || state.dialogue !== owner) forget();
  owner = state.dialogue;
  draw(screen);
}

export function forget() {
  clearTimeout(hiding);
  typed = sent = owner = "";
  hidden = 0;
}

// A key was touched; returns the number where it is to be sent.
export function press(screen, key) {
  if (key === "send") {
    sent = typed;
    return typed;
  }
  if (key === "show") reveal(screen);
  else change(screen, key);
  draw(screen);
  return "";
}

function change(screen, key) {
  if (key === "delete") typed = typed.slice(0, -1);
  else if (key === "clear") typed = "";
  else if (fits(key)) typed += key;
  hidden = Math.min(hidden, typed.length);
  const length = typed.length;
  setTimeout(() => hide(screen, Math.min(length, typed.length)), MOMENT_MS);
}

// An X stands for ten, and only as the last character.
function fits(key) {
  return typed.length < LENGTH && (key !== "X" || typed.length === LENGTH - 1);
}

function reveal(screen) {
  hidden = 0;
  clearTimeout(hiding);
  hiding = setTimeout(() => hide(screen, typed.length), SHOWN_MS);
}

function hide(screen, length) {
  hidden = Math.max(hidden, length - SEEN);
  draw(screen);
}

function draw(screen) {
  const places = screen.querySelectorAll(".typed .character");
  places.forEach((place, at) => {
    place.textContent = at < hidden ? "•" : (typed[at] ?? "");
    place.classList.toggle("next", at === typed.length);
  });
  const send = screen.querySelector("[data-key=send]");
  if (send) send.disabled = !sendable(screen);
}

function sendable(screen) {
  const refused = screen.querySelector("[data-wrong]") && typed === sent;
  const checking = screen.dataset.stage === "checking";
  return typed.length === LENGTH && !refused && !checking;
}
