// The ticket machine: a touched screen with a keypad for numbers and codes.

import * as keypad from "./keypad.js";
import { screen } from "./live.js";
import { begin, seen, tell } from "./station.js";

function press(button) {
  const key = button.dataset.key;
  if (!key) return false;
  const whole = keypad.press(screen, key);
  if (whole) tell(whole.action, whole.value);
  else seen();
  return true;
}

begin({
  drawn: (state) => keypad.drawOn(screen, state),
  pressed: press,
  wiped: keypad.forget,
});
