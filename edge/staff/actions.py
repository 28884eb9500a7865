"""What a clerk can do at an open counter, the keys for it, and what is one press of a key."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from edge.staff.words import Words


class Action(StrEnum):
    """Everything a clerk can ask of the hall about a counter."""

    GO_ON = "go_on"  # whatever comes next: stands for one of the others
    OPEN = "open"
    NEXT = "next"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    FINISH_NEXT = "finish_next"
    FINISH_WITH = "finish_with"
    NO_SHOW = "no_show"
    SEND_BACK = "send_back"
    PARK = "park"
    TAKE_BACK = "take_back"
    TRANSFER = "transfer"
    PRECALL = "precall"
    WALK_DIRECT = "walk_direct"
    CALL_CHOSEN = "call_chosen"
    PAUSE = "pause"
    RESUME = "resume"
    HELP = "help"
    READ = "read"
    NOTE = "note"
    NOTES = "notes"
    REVEAL = "reveal"
    FORM = "form"
    PRINT_MISSING = "print_missing"
    WITHDRAW = "withdraw"
    SHOW = "show"  # something to the visitor, on the counter's other screen
    CLOSE = "close"


@dataclass(frozen=True)
class Key:
    """A letter and a function key: the letter for speed, the other while an IME is on.

    `right` is what the hall asks of whoever presses it.
    """

    action: Action
    letter: str
    function: str
    words: Words
    right: str

    @property
    def names(self) -> str:
        """The keys as Textual names them, capital letters too."""
        letters = self.letter if len(self.letter) > 1 else f"{self.letter},{self.letter.upper()}"
        return f"{letters},{self.function.lower()}" if self.function else letters

    @property
    def cap(self) -> str:
        """What stands on the key."""
        return self.letter.capitalize() if len(self.letter) > 1 else self.letter


# In the order in which they are shown, as far as they make sense.
KEYS = (
    Key(Action.GO_ON, "space", "F4", Words("下一步", "Go on"), "call"),
    Key(Action.NEXT, "n", "F5", Words("叫下一位", "Next"), "call"),
    Key(Action.FINISH, "f", "F8", Words("办结", "Finish"), "finish"),
    Key(Action.RECALL, "r", "F6", Words("重呼", "Recall"), "recall"),
    Key(Action.START, "s", "F7", Words("开始办理", "Start"), "start"),
    Key(Action.NO_SHOW, "x", "F9", Words("过号", "No-show"), "no_show"),
    Key(Action.SEND_BACK, "b", "", Words("退回排队", "Back in queue"), "return"),
    Key(Action.PARK, "p", "", Words("搁置", "Park"), "park"),
    Key(Action.TRANSFER, "t", "", Words("转办", "Transfer"), "transfer"),
    Key(Action.PRECALL, "a", "", Words("预呼", "Pre-call"), "call"),
    Key(Action.FINISH_WITH, "o", "", Words("登记结果", "Outcome"), "finish"),
    Key(Action.NOTE, "e", "", Words("写备注", "Write note"), "note"),
    Key(Action.NOTES, "v", "", Words("看备注", "See notes"), "own_counter"),
    Key(Action.REVEAL, "i", "", Words("查看身份", "Identity"), "reveal"),
    Key(Action.FORM, "d", "", Words("看填单", "See form"), "own_counter"),
    Key(Action.SHOW, "k", "", Words("客户屏", "Their screen"), "own_counter"),
    Key(Action.TAKE_BACK, "u", "", Words("取回搁置", "Take back"), "park"),
    Key(Action.WALK_DIRECT, "w", "", Words("直接办理", "Walk-in"), "walk_direct"),
    Key(Action.CALL_CHOSEN, "l", "", Words("指定叫号", "Call chosen"), "call_chosen"),
    Key(Action.PAUSE, "z", "", Words("暂停", "Pause"), "pause"),
    Key(Action.RESUME, "z", "", Words("恢复", "Resume"), "pause"),
    Key(Action.READ, "m", "F3", Words("读消息", "Message"), "message"),
    Key(Action.HELP, "h", "F11", Words("求助", "Help"), "call_help"),
    Key(Action.CLOSE, "c", "F10", Words("关闭窗口", "Close"), "own_counter"),
)
RIGHTS = {key.action: key.right for key in KEYS} | {
    Action.OPEN: "own_counter",
    Action.FINISH_NEXT: "finish",
    Action.PRINT_MISSING: "own_counter",
    Action.WITHDRAW: "own_counter",
}


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
