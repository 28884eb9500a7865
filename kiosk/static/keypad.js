// What is typed on a screen: a number in place of a card, with all but its end hidden, or an
// appointment's code. It lives here and nowhere else: drawn, sent when it is whole, forgotten with
// its page.

const SEEN = 3; // characters at the end that stay readable
const MOMENT_MS = 1500;
const SHOWN_MS = 5000;

let typed = "";
let hidden = 0; // how many characters from the front are not readable
let sent = "";
let owner = ""; // the dialogue it belongs to, and what it is
let hiding;

// A page came: draw on it what its visitor has typed, and forget what another has.
export function drawOn(screen, state) {
  const kind = field(screen)?.dataset.sends;
  const now = kind ? `${state.dialogue} ${kind}` : "";
  if (now !== owner) forget();
  owner = now;
  draw(screen);
}

export function forget() {
  clearTimeout(hiding);
  typed = sent = owner = "";
  hidden = 0;
}

// A key was touched; returns what is to be sent, and as what, once it is whole.
export function press(screen, key) {
  if (key === "send") {
    sent = typed;
    return { action: field(screen).dataset.sends, value: typed };
  }
  if (key === "show") reveal(screen);
  else change(screen, key);
  draw(screen);
  return null;
}

function field(screen) {
  return screen.querySelector(".typed");
}

function places(screen) {
  return screen.querySelectorAll(".typed .character");
}

function change(screen, key) {
  if (key === "delete") typed = typed.slice(0, -1);
  else if (key === "clear") typed = "";
  else if (fits(screen, key)) typed += key;
  hidden = Math.min(hidden, typed.length);
  const length = typed.length;
  if (hides(screen)) setTimeout(() => hide(screen, Math.min(length, typed.length)), MOMENT_MS);
}

function hides(screen) {
  return field(screen)?.dataset.hides !== undefined;
}

// In an identity number an X stands for ten, and only as the last character.
function fits(screen, key) {
  const length = places(screen).length;
  const early = hides(screen) && key === "X" && typed.length < length - 1;
  return typed.length < length && !early;
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
  places(screen).forEach((place, at) => {
    place.textContent = at < hidden ? "•" : (typed[at] ?? "");
    place.classList.toggle("next", at === typed.length);
  });
  const send = screen.querySelector("[data-key=send]");
  if (send) send.disabled = !sendable(screen);
}

function sendable(screen) {
  const refused = screen.querySelector("[data-wrong]") && typed === sent;
  const checking = screen.dataset.stage.endsWith("checking");
  const least = Number(field(screen)?.dataset.least ?? places(screen).length);
  return typed.length >= least && !refused && !checking;
}
