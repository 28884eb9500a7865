// The visitor's side of a counter: what is typed and drawn stays here until it is sent.

import * as keys from "./form-keys.js";
import * as news from "./counter-news.js";
import * as drawing from "./form-sign.js";
import * as further from "./further.js";
import { screen } from "./live.js";
import { begin, post, tell } from "./station.js";

const TYPED_TOLD_MS = 400;

let told; // when the server hears what is typed

function typed(field) {
  clearTimeout(told);
  told = setTimeout(() => post("type", field.value, field.dataset.field), TYPED_TOLD_MS);
}

function pressed(button) {
  if (keys.pressed(button) || further.pressed(button)) return true;
  if (button.dataset.handsIn !== undefined) tell("sign", drawing.path());
  else if (button.dataset.clears !== undefined) drawing.clear();
  else return false;
  return true;
}

// Before the rating goes, the server hears what was typed last.
document.addEventListener(
  "click",
  (event) => {
    const field = screen.querySelector("textarea.answer");
    if (!field || !event.target.closest("[data-action=send]")) return;
    clearTimeout(told);
    post("type", field.value, field.dataset.field);
  },
  true,
);

screen.addEventListener("input", (event) => {
  if (event.target.closest(".answer")) typed(event.target);
});

screen.addEventListener("focusin", (event) => {
  if (event.target.closest(".answer")) keys.open(event.target);
});

begin({
  drawn() {
    keys.drawn();
    drawing.drawn();
    news.drawn();
    further.drawn();
  },
  pressed,
  wiped() {
    clearTimeout(told);
    keys.close();
    drawing.forget();
    further.forget();
  },
});
