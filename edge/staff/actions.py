"""What a clerk can do at an open counter, the keys for it, and what is one press of a key."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from edge.staff.words import Words


class Action(StrEnum):
    """Everything a clerk can ask of the hall about a counter."""

    OPEN = "open"
    NEXT = "next"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    CLOSE = "close"


@dataclass(frozen=True)
class Key:
    """A letter and a function key: the letter for speed, the other while an IME is on."""

    action: Action
    letter: str
    function: str
    words: Words


KEYS = (
    Key(Action.NEXT, "n", "F5", Words("叫下一位", "Next")),
    Key(Action.RECALL, "r", "F6", Words("重呼", "Recall")),
    Key(Action.START, "s", "F7", Words("开始办理", "Start")),
    Key(Action.FINISH, "f", "F8", Words("办结", "Finish")),
    Key(Action.NO_SHOW, "x", "F9", Words("过号", "No-show")),
    Key(Action.CLOSE, "c", "F10", Words("关闭窗口", "Close")),
)


@dataclass
class HeldKeys:
    """Tells a key that is held down from one that is pressed again.

    A keyboard repeats a held key, first after 0.25 to 0.66 s and then some 30 times a second, and
    a terminal reports each like a press.
    """

    first_repeat_s: float = 0.7
    repeat_s: float = 0.15
    _pressed_s: dict[Action, float] = field(default_factory=dict)
    _seen_s: dict[Action, float] = field(default_factory=dict)

    def is_new(self, action: Action, now_s: float) -> bool:
        """Take in a key event; say whether it begins a press."""
        since_event_s = now_s - self._seen_s.get(action, -math.inf)
        since_press_s = now_s - self._pressed_s.get(action, -math.inf)
        self._seen_s[action] = now_s
        if since_event_s < self.repeat_s or since_press_s < self.first_repeat_s:
            return False
        self._pressed_s[action] = now_s
        return True
