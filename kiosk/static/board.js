// The main board: shows the state the server sends, lets new calls stand out, and keeps the clock.

import { follow, screen } from "./live.js";
import { renew, turnPages } from "./board-parts.js";
import { fitWaiting } from "./board-fit.js";
import { callOver, playOn, setReel } from "./board-stage.js";

const NEW_MS = 12000;
const NEW_UNHEARD_MS = 24000; // where no voice calls too
const TICK_MS = 500;

const board = document.getElementById("board");
const newSince = new Map(); // call -> when it was first seen here
let known = null; // the calls of the state before; null until there was one
let clockAhead = Number(screen.dataset.clock) - Date.now();

function show(state) {
  renew(screen, state.html);
  screen.dataset.seq = state.seq;
  board.dataset.layout = state.layout;
  setReel(state.media);
  if (state.board) noteNewCalls();
  setClock(state);
}

function noteNewCalls() {
  const now = performance.now();
  const rows = [...screen.querySelectorAll(".call")];
  for (const row of rows) {
    const { call } = row.dataset;
    if (known && !known.has(call) && row.classList.contains("called")) newSince.set(call, now);
  }
  known = new Set(rows.map((row) => row.dataset.call));
  for (const call of newSince.keys()) if (!known.has(call)) newSince.delete(call);
}

function markNewCalls(now) {
  const newMs = screen.querySelector(".unheard") ? NEW_UNHEARD_MS : NEW_MS;
  const fresh = [];
  for (const row of screen.querySelectorAll(".call.called")) {
    const age = now - (newSince.get(row.dataset.call) ?? -newMs);
    const isNew = age < newMs;
    if (isNew) fresh.push(row);
    if (isNew && !row.classList.contains("is-new")) row.style.animationDelay = `${-age}ms`;
    row.classList.toggle("is-new", isNew);
  }
  callOver(board.dataset.layout === "calls" ? [] : fresh);
}

// The hall's local time comes as if it were UTC, so that this machine's zone does not matter.
function setClock(message) {
  clockAhead = message.clock_ms - Date.now();
  tick();
}

const date = { month: "long", day: "numeric", weekday: "long", timeZone: "UTC" };
const days = ["zh-CN", "en-GB"].map((language) => new Intl.DateTimeFormat(language, date));
const time = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
  timeZone: "UTC",
});

function tellTime() {
  const now = new Date(Date.now() + clockAhead);
  screen.querySelectorAll(".day span").forEach((shown, language) => {
    say(shown, days[language].format(now));
  });
  for (const shown of screen.querySelectorAll(".time")) say(shown, time.format(now));
}

function say(shown, text) {
  if (shown.textContent !== text) shown.textContent = text;
}

// The only timer there is: whatever ends or turns does so here.
function tick() {
  const now = performance.now();
  markNewCalls(now);
  turnPages(screen, now);
  fitWaiting(screen);
  playOn(now);
  tellTime();
}

tick();
setInterval(tick, TICK_MS);
addEventListener("resize", tick);
follow(`/board/events?board=${encodeURIComponent(board.dataset.board)}`, show, setClock);
