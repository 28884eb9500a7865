// The query screen: what a station does, a keypad, and texts that are longer than the glass.

import * as further from "./further.js";
import * as keypad from "./keypad.js";
import { begin } from "./station.js";

const WAITING = ["finding", "looking"];

begin({
  drawn(state) {
    keypad.drawn(state, WAITING.includes(state.stage));
    further.drawn();
  },
  pressed: (button) => further.pressed(button) || keypad.pressed(button),
  wiped() {
    keypad.forget();
    further.forget();
  },
});
