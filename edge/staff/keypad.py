"""A number pad that works without the focus: which key of it is which press."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from edge.staff.actions import Action

ENTER, LEAVE, BACK = "enter", ".", "backspace"

# As they lie on the pad: what an ordinary visit takes is Enter alone.
ACTIONS: Mapping[str, Action] = {
    ENTER: Action.GO_ON,
    "0": Action.NEXT,
    "1": Action.RECALL,
    "2": Action.START,
    "3": Action.FINISH,
    "4": Action.PARK,
    "5": Action.TAKE_BACK,
    "6": Action.TRANSFER,
    "7": Action.SEND_BACK,
    "8": Action.PRECALL,
    "9": Action.PAUSE,
    "-": Action.NO_SHOW,
    "*": Action.FINISH_WITH,
    "/": Action.HELP,
}


class KeypadLostError(Exception):
    """The number pad cannot be opened, or was pulled out; the message says why."""


class Keypad(Protocol):
    """A number pad."""

    def presses(self) -> AsyncIterator[str]:
        """Yield each key as it goes down: a digit, `enter`, `backspace`, or one of `. + - * /`.

        A key that is held down is one. Ends with `KeypadLostError`.
        """
