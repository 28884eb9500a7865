// The ticket machine: what a station does, and a keypad for numbers and codes.

import * as keypad from "./keypad.js";
import { begin } from "./station.js";

begin({ drawn: keypad.drawn, pressed: keypad.pressed, wiped: keypad.forget });
