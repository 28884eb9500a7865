// What every touched screen does: it shows the state the server sends, tells the server of every
// touch, answers a finger in the same frame, and asks whether somebody is still there.
//
// A screen calls `begin(hooks)` once:
//   drawn(state)    a state is on the glass now, or was there already
//   pressed(button) a button without data-action was touched; returns true if that was the screen's
//   wiped()         the server has gone, or the stay is over: forget whatever was typed
//
// A page may be that of another kind of screen: <template data-face="form"> in it says so. It brings
// styles (<link data-face>) and hooks (begin(hooks, "form")) of its own, and those of this kind rest.

import { follow, screen } from "./live.js";
import { hush, say } from "./voice.js";

const SEEN_EVERY_MS = 1000;

const kind = screen.dataset.kind;
const terminal = encodeURIComponent(screen.dataset.terminal);
const stillThere = document.getElementById("still-there");
const countdown = stillThere?.querySelector(".countdown");

const NO_HOOKS = { drawn() {}, pressed: () => false, wiped() {} };
const hooksOf = {};
let hooks = NO_HOOKS;
let current = { run: "", version: -1, dialogue: screen.dataset.dialogue, html: null };
let waiting = null; // a state that came while a finger was down
let fingerDown = false;
let question;
let counting;
let seenTold = -SEEN_EVERY_MS;
let line;

export function begin(given, face = kind) {
  hooksOf[face] = { ...NO_HOOKS, ...given };
  dress();
  line ??= follow(`/${kind}/events?terminal=${terminal}`, show);
}

// Whose page is on the glass: its styles and hooks are the ones that count.
function dress() {
  const face = screen.querySelector("template[data-face]")?.dataset.face ?? kind;
  if (screen.dataset.face !== undefined && screen.dataset.face !== face) hooks.wiped();
  screen.dataset.face = face;
  hooks = hooksOf[face] ?? NO_HOOKS;
  for (const link of document.querySelectorAll("link[data-face]")) {
    link.dataset.media ??= link.media || "all";
    const media = link.dataset.face === face ? link.dataset.media : "not all";
    if (link.media !== media) link.media = media;
  }
}

function show(state) {
  // The answer to a touch and the stream are two lines: one may bring what the other has outrun.
  if (state.run === current.run && state.version < current.version) return;
  if (fingerDown && state.stage === current.stage && state.dialogue === current.dialogue) {
    waiting = state;
    return;
  }
  waiting = null;
  const anotherStay = state.dialogue !== current.dialogue;
  const enters = anotherStay || state.stage !== screen.dataset.stage;
  if (anotherStay) hooks.wiped();
  if (state.html !== current.html) swap(state.html, enters);
  dress();
  screen.dataset.stage = state.stage;
  screen.dataset.dialogue = state.dialogue;
  screen.dataset.elder = state.elder ? "yes" : "no";
  screen.classList.toggle("enter", enters);
  document.documentElement.lang = state.tag;
  current = state;
  release();
  hooks.drawn(state);
  say(state.voice);
  restartTimers(state);
}

// A page that is drawn anew under somebody who types keeps the place, and what is not sent yet.
function swap(html, enters) {
  const active = enters ? null : document.activeElement?.closest("[data-field]");
  const kept = active && { name: active.dataset.field, value: active.value, at: active.selectionStart };
  const scrolled = enters ? 0 : (screen.querySelector("[data-scrolls]")?.scrollTop ?? 0);
  const buttons = enters ? [] : selectorsOf(document.activeElement);
  screen.innerHTML = html;
  const held = buttons.map((each) => screen.querySelector(each)).find((each) => each);
  held?.focus({ preventScroll: true });
  const area = screen.querySelector("[data-scrolls]");
  if (area && scrolled) area.scrollTop = scrolled;
  if (!kept) return;
  const again = screen.querySelector(`[data-field="${CSS.escape(kept.name)}"]`);
  if (!again) return;
  if (kept.value !== undefined && again.value !== kept.value) again.value = kept.value;
  again.focus({ preventScroll: true });
  if (kept.at != null && again.setSelectionRange && again.type !== "date") {
    again.setSelectionRange(kept.at, kept.at);
  }
}

// Whoever works the page by keys goes on from the same button.
function selectorsOf(element) {
  if (!element?.matches("#screen button")) return [];
  const { action, value, key } = element.dataset;
  if (key) return [`[data-key="${CSS.escape(key)}"]`];
  const alike = `[data-action="${CSS.escape(action ?? "")}"]`;
  return [`${alike}[data-value="${CSS.escape(value ?? "")}"]`, alike];
}

function restartTimers(state) {
  clearTimeout(question);
  clearInterval(counting);
  if (stillThere) stillThere.hidden = true;
  if (state.warn_s && state.rest_s) {
    const untilAsked = Math.max(0, state.rest_s - state.warn_s);
    question = setTimeout(() => ask(Math.min(state.warn_s, state.rest_s)), untilAsked * 1000);
  }
  const rest = screen.querySelector(".rest");
  rest?.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], {
    duration: state.rest_s * 1000,
    fill: "forwards",
  });
}

function ask(left_s) {
  const end = performance.now() + left_s * 1000;
  const tick = () => {
    if (countdown) countdown.textContent = Math.max(0, Math.ceil((end - performance.now()) / 1000));
  };
  tick();
  counting = setInterval(tick, 250);
  stillThere.hidden = false;
  stillThere.querySelector("button").focus({ preventScroll: true });
}

function release() {
  document.body.classList.remove("busy");
  for (const button of document.querySelectorAll(".pressed")) button.classList.remove("pressed");
}

// Tell the server, and take no other touch until it has answered.
export async function tell(action, value = "", field = "") {
  document.body.classList.add("busy");
  await post(action, value, field);
}

// Tell the server of something typed, while the finger goes on.
export async function post(action, value = "", field = "") {
  try {
    const answer = await fetch(`/${kind}/touch?terminal=${terminal}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Atrium-Screen": kind },
      body: JSON.stringify({ dialogue: current.dialogue, action, field, value }),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(await answer.json());
  } catch {
    line.lost();
  }
}

// Send something that is no touch, such as a picture, to an address of this kind of screen.
export async function send(where, body) {
  document.body.classList.add("busy");
  try {
    const answer = await fetch(`/${kind}/${where}?terminal=${terminal}`, {
      method: "POST",
      headers: { "X-Atrium-Screen": kind, "X-Atrium-Dialogue": current.dialogue },
      body,
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(await answer.json());
  } catch {
    line.lost();
  }
}

// Whoever types is there, and need not be asked; once a second is often enough to say so.
export function seen() {
  if (performance.now() - seenTold < SEEN_EVERY_MS) return;
  seenTold = performance.now();
  post("touch");
}

export function dialogue() {
  return current.dialogue;
}

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
  if (button?.dataset.action) {
    button.classList.add("pressed");
    tell(button.dataset.action, button.dataset.value ?? "", button.dataset.about ?? "");
  } else if (!button || !hooks.pressed(button)) {
    seen();
  }
});

// A keypad with arrows and Enter works every page, in the order of reading.
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const REACHED = "button:enabled, input:enabled, textarea:enabled";

// In a text the arrows move in it, and from its end they go on: nobody is caught there.
function isAtEnd(text, step) {
  return text.selectionStart === text.selectionEnd
    && text.selectionEnd === (step > 0 ? text.value.length : 0);
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const at = document.activeElement;
  const inText = at?.matches("textarea") || (at?.matches("input") && /Left|Right/.test(event.key));
  if (!step || (inText && !isAtEnd(at, step)) || event.ctrlKey || event.metaKey || event.altKey) return;
  const within = stillThere && !stillThere.hidden ? stillThere : document;
  const reached = [...within.querySelectorAll(REACHED)].filter((each) => each.checkVisibility());
  if (!reached.length) return;
  event.preventDefault();
  const from = reached.indexOf(at);
  const to = from < 0 && step < 0 ? reached.length - 1 : from + step;
  reached[(to + reached.length) % reached.length].focus();
  // At rest a touch anywhere begins a stay; a step is none.
  if (current.stage !== "attract") seen();
});

document.addEventListener("contextmenu", (event) => event.preventDefault());

screen.addEventListener("away", () => {
  clearTimeout(question);
  clearInterval(counting);
  if (stillThere) stillThere.hidden = true;
  hush();
  hooks.wiped();
  current = { ...current, run: "", html: null };
  release();
});
