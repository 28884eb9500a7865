// The main board: shows the state the server sends, lets new calls stand out, and keeps the clock.

import { follow, screen } from "./live.js";

const NEW_MS = 12000;
const NEW_UNHEARD_MS = 24000; // where no voice calls too

const newSince = new Map(); // call -> when it was first seen here
let known = null; // the calls of the state before; null until there was one
let clockAhead = Number(screen.dataset.clock) - Date.now();

function show(state) {
  screen.innerHTML = state.html;
  screen.dataset.seq = state.seq;
  setClock(state);
  if (state.board) markNewCalls();
}

function markNewCalls() {
  const now = performance.now();
  const newMs = screen.querySelector(".unheard") ? NEW_UNHEARD_MS : NEW_MS;
  const rows = [...screen.querySelectorAll(".call")];
  for (const row of rows) {
    const call = row.dataset.call;
    const fresh = known && !known.has(call) && row.classList.contains("called");
    if (fresh) newSince.set(call, now);
    const age = now - (newSince.get(call) ?? -newMs);
    if (age >= newMs || !row.classList.contains("called")) continue;
    row.classList.add("is-new");
    row.style.animationDelay = `${-age}ms`;
    setTimeout(() => row.classList.remove("is-new"), newMs - age);
  }
  known = new Set(rows.map((row) => row.dataset.call));
  for (const call of newSince.keys()) if (!known.has(call)) newSince.delete(call);
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

function tick() {
  const now = new Date(Date.now() + clockAhead);
  screen.querySelectorAll(".day span").forEach((shown, language) => {
    shown.textContent = days[language].format(now);
  });
  for (const shown of screen.querySelectorAll(".time")) shown.textContent = time.format(now);
}

tick();
setInterval(tick, 1000);
follow("/board/events", show, setClock);
