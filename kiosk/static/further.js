// What is longer than the glass says so, and one touch goes on. A button marked data-at-end is for
// whoever has seen the end: until then it cannot be touched.

import { screen } from "./live.js";
import { seen } from "./station.js";

const NEAR_PX = 8;

let read = ""; // the text whose end was on the glass

function area() {
  return screen.querySelector(".work[data-scrolls]");
}

export function drawn() {
  const more = screen.querySelector(".more");
  const long = area();
  if (!more || !long) return;
  const isLonger = long.scrollTop + long.clientHeight < long.scrollHeight - NEAR_PX;
  if (!isLonger) read = long.textContent;
  for (const button of screen.querySelectorAll("[data-at-end]")) {
    button.disabled = read !== long.textContent;
  }
  const held = more.contains(document.activeElement);
  more.hidden = !isLonger;
  if (held && !isLonger) screen.querySelector("[data-at-end]")?.focus({ preventScroll: true });
}

export function pressed(button) {
  if (button.dataset.further === undefined) return false;
  const long = area();
  long?.scrollBy({ top: long.clientHeight * 0.8, behavior: "smooth" });
  seen();
  return true;
}

export function forget() {
  read = "";
}

// Whoever draws a long text along is there.
function scrolled() {
  drawn();
  seen();
}

screen.addEventListener("scroll", scrolled, { capture: true, passive: true });
addEventListener("resize", drawn);
