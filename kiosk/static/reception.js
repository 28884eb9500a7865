// The receptionist's tablet: shows the state the server sends, and tells it of every press.

import { follow, screen } from "./live.js";
import { filled, findIn, keep, restore, stepBy, weigh } from "./reception-fields.js";

const AGAIN_MS = 1000;
const TRIES_MAX = 5;
const TOUCH_TOLD_MS = 20000;

let current = { run: "", version: -1, form: screen.dataset.form, html: null, calls: 0 };
let waiting = null; // a state that came while a finger was down
let fingerDown = false;
let ahead_ms = 0; // of the server's clock before this one
let touchTold = -TOUCH_TOLD_MS;

function show(state) {
  // The answer to a press and the stream are two lines: one may bring what the other has outrun.
  if (state.run === current.run && state.version < current.version) return;
  ahead_ms = state.now_ms - Date.now();
  if (fingerDown) {
    waiting = state;
    return;
  }
  waiting = null;
  if (state.html !== current.html) swap(state);
  if (state.calls > current.calls) navigator.vibrate?.([200, 100, 200]);
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : state.language;
  current = state;
  tellTimes();
}

function swap(state) {
  const kept = keep(screen);
  screen.innerHTML = state.html;
  restore(screen, kept, state.form === screen.dataset.form);
  screen.dataset.form = state.form;
}

// Every press has a key of its own, and keeps it however often it is sent.
function keyOfPress() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

async function tell(action, button) {
  const press = {
    press: keyOfPress(),
    action,
    about: button?.dataset.about ?? "",
    value: button?.dataset.value ?? "",
    fields: filled(button?.closest("[data-fields]")),
  };
  document.body.classList.add("busy");
  try {
    show(await sent(JSON.stringify(press)));
  } catch {
    line.lost();
  } finally {
    document.body.classList.remove("busy");
    for (const pressed of document.querySelectorAll(".pressed")) pressed.classList.remove("pressed");
  }
}

async function sent(body) {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch("/reception/press", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Atrium-Screen": "reception" },
      body,
    }).catch(() => null);
    if (answer?.ok) return answer.json();
    if (answer?.status === 401) location.reload();
    if (answer || tries === TRIES_MAX) throw new Error("no answer");
    await new Promise((again) => setTimeout(again, AGAIN_MS));
  }
}

// Whoever types or scrolls is there, and need not be asked for the PIN.
function tellOfTouch() {
  if (performance.now() - touchTold < TOUCH_TOLD_MS) return;
  touchTold = performance.now();
  sent(JSON.stringify({ press: keyOfPress(), action: "touch" })).then(show, () => {});
}

function tellTimes() {
  const now = Date.now() + ahead_ms;
  for (const time of screen.querySelectorAll("time[data-since]")) {
    const passed_s = Math.max(0, Math.floor((now - Number(time.dataset.since)) / 1000));
    const seconds = String(passed_s % 60).padStart(2, "0");
    const minutes = Math.floor(passed_s / 60);
    time.textContent =
      "seconds" in time.dataset ? `${minutes}:${seconds}` : inMinutes(minutes);
  }
}

function inMinutes(count) {
  return screen.querySelector("[data-minutes]").dataset.minutes.replace("{count}", count);
}

function dropFinger() {
  fingerDown = false;
  // The click comes after this; only then may the page change under the finger.
  setTimeout(() => {
    if (!document.body.classList.contains("busy")) {
      for (const button of document.querySelectorAll(".pressed")) button.classList.remove("pressed");
    }
    if (waiting) show(waiting);
  });
}

document.addEventListener("pointerdown", (event) => {
  fingerDown = true;
  event.target.closest("button")?.classList.add("pressed");
  tellOfTouch();
});
document.addEventListener("pointerup", dropFinger);
document.addEventListener("pointercancel", dropFinger);

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || document.body.classList.contains("busy")) return;
  if (button.dataset.step) stepBy(button);
  else tell(button.dataset.action, button);
});

document.addEventListener("input", (event) => {
  if (event.target.dataset.finds) findIn(screen, event.target);
  else weigh(screen);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.type !== "password") return;
  event.target.closest("[data-fields]").querySelector("button.main").click();
});

screen.addEventListener("away", () => {
  current = { ...current, run: "", html: null };
});

setInterval(tellTimes, 1000);
const line = follow("/reception/events", show);
