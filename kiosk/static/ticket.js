// The ticket machine: shows the state the server sends, and tells it of every touch.

import * as keypad from "./keypad.js";
import { follow, screen } from "./live.js";

const TYPING_TOLD_MS = 1000;

const terminal = encodeURIComponent(screen.dataset.terminal);
const stillThere = document.getElementById("still-there");

let current = { run: "", version: -1, dialogue: screen.dataset.dialogue, html: null };
let waiting = null; // a state that came while a finger was down
let fingerDown = false;
let question;
let typingTold = -TYPING_TOLD_MS;

function show(state) {
  // The answer to a touch and the stream are two lines: one may bring what the other has outrun.
  if (state.run === current.run && state.version < current.version) return;
  if (fingerDown && state.stage === current.stage && state.dialogue === current.dialogue) {
    waiting = state;
    return;
  }
  waiting = null;
  const enters = state.stage !== screen.dataset.stage || state.dialogue !== current.dialogue;
  if (state.html !== current.html) screen.innerHTML = state.html;
  screen.dataset.stage = state.stage;
  screen.dataset.dialogue = state.dialogue;
  screen.dataset.elder = state.elder ? "yes" : "no";
  screen.classList.toggle("enter", enters);
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : state.language;
  keypad.drawOn(screen, state);
  current = state;
  release();
  restartTimers(state);
}

function restartTimers(state) {
  clearTimeout(question);
  stillThere.hidden = true;
  if (state.warn_s && state.rest_s) {
    question = setTimeout(ask, Math.max(0, state.rest_s - state.warn_s) * 1000);
  }
  const rest = screen.querySelector(".rest");
  rest?.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], {
    duration: state.rest_s * 1000,
    fill: "forwards",
  });
}

function ask() {
  stillThere.hidden = false;
}

function release() {
  document.body.classList.remove("busy");
  for (const button of document.querySelectorAll(".pressed")) button.classList.remove("pressed");
}

async function tell(action, value) {
  document.body.classList.add("busy");
  await post(action, value);
}

async function post(action, value) {
  try {
    const answer = await fetch(`/ticket/touch?terminal=${terminal}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Atrium-Screen": "ticket" },
      body: JSON.stringify({ dialogue: current.dialogue, action, value }),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(await answer.json());
  } catch {
    line.lost();
  }
}

function press(key) {
  const whole = keypad.press(screen, key);
  if (whole) tell(whole.action, whole.value);
  else tellOfTyping();
}

// Whoever types is there, and need not be asked; once a second is often enough to say so.
function tellOfTyping() {
  if (performance.now() - typingTold < TYPING_TOLD_MS) return;
  typingTold = performance.now();
  post("touch", "");
}

// A finger on a button is answered in the same frame, whatever the server does.
document.addEventListener("pointerdown", (event) => {
  fingerDown = true;
  event.target.closest("button")?.classList.add("pressed");
});

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    fingerDown = false;
    // The click comes after this; only then may the page change under the finger.
    setTimeout(() => {
      if (!document.body.classList.contains("busy")) release();
      if (waiting) show(waiting);
      waiting = null;
    });
  });
}

document.addEventListener("click", (event) => {
  if (document.body.classList.contains("busy")) return;
  const button = event.target.closest("button");
  if (button?.dataset.key) {
    press(button.dataset.key);
  } else if (button) {
    button.classList.add("pressed");
    tell(button.dataset.action, button.dataset.value ?? "");
  } else {
    tell("touch", "");
  }
});

document.addEventListener("contextmenu", (event) => event.preventDefault());

screen.addEventListener("away", () => {
  clearTimeout(question);
  stillThere.hidden = true;
  keypad.forget();
  current = { ...current, run: "", html: null };
  release();
});

const line = follow(`/ticket/events?terminal=${terminal}`, show);
