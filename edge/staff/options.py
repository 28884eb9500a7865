"""How a clerk's terminal is started: what is said on the command line."""

from dataclasses import dataclass

from edge.staff.keypad import Keypad
from edge.staff.pages import Page
from edge.staff.words import Language

LOCK_AFTER_MIN = 5


@dataclass(frozen=True)
class StaffOptions:
    """`lock_after_min` 0 never locks; `compact` is the three-line view.

    Who a visitor is, once revealed, is masked again after `reveal_for_s`.

    `pages` are those that other parts of the terminal lay over the work; `keypad` is a number pad
    that works without the focus.
    """

    lock_after_min: int = LOCK_AFTER_MIN
    compact: bool = False
    language: Language = "zh"
    pages: tuple[Page, ...] = ()
    keypad: Keypad | None = None
    reveal_for_s: float = 20.0
