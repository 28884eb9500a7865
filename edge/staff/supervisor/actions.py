"""What a supervisor can do, the key for it, the right it needs, and what it is done to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from edge.staff.words import Words


class Panel(StrEnum):
    """Where the marked row is."""

    ATTENTION = "attention"
    COUNTERS = "counters"
    QUEUES = "queues"
    TICKETS = "tickets"


class Action(StrEnum):
    """Everything that changes something in the hall."""

    ACCEPT = "accept"
    END = "end"
    OPEN = "open"
    CLOSE = "close"
    REPLAN = "replan"
    PAUSE = "pause"
    SWITCH = "switch"
    DOORS = "doors"
    NOTICE = "notice"
    MESSAGE = "message"
    RULES = "rules"
    PRIORITY = "priority"
    SERVICE = "service"
    CANCEL = "cancel"
    REINSTATE = "reinstate"


@dataclass(frozen=True)
class Key:
    """A letter that does something where `panels` has the marked row."""

    action: Action
    letter: str
    words: Words
    panels: tuple[Panel, ...]


_BOARD = (Panel.ATTENTION, Panel.COUNTERS, Panel.QUEUES)

KEYS = (
    Key(Action.ACCEPT, "a", Words("接警", "Accept"), (Panel.ATTENTION,)),
    Key(Action.END, "x", Words("结束", "End it"), (Panel.ATTENTION,)),
    Key(Action.OPEN, "o", Words("开窗口", "Open"), (Panel.COUNTERS,)),
    Key(Action.CLOSE, "c", Words("关窗口", "Close"), (Panel.COUNTERS,)),
    Key(Action.REPLAN, "r", Words("调业务", "Replan"), (Panel.COUNTERS,)),
    Key(Action.PAUSE, "z", Words("暂停/恢复", "Pause"), (Panel.COUNTERS,)),
    Key(Action.SWITCH, "s", Words("业务开/停", "On/off"), (Panel.QUEUES,)),
    Key(Action.PRIORITY, "p", Words("优先级", "Priority"), (Panel.TICKETS,)),
    Key(Action.SERVICE, "s", Words("改业务", "Service"), (Panel.TICKETS,)),
    Key(Action.CANCEL, "x", Words("作废", "Cancel"), (Panel.TICKETS,)),
    Key(Action.REINSTATE, "r", Words("恢复排队", "Reinstate"), (Panel.TICKETS,)),
    Key(Action.DOORS, "d", Words("大门", "Doors"), _BOARD),
    Key(Action.NOTICE, "n", Words("通知", "Notice"), _BOARD),
    Key(Action.MESSAGE, "m", Words("消息", "Message"), _BOARD),
    Key(Action.RULES, "u", Words("规则", "Rules"), _BOARD),
)

# The rights of the hall, in its own words. What END and ACCEPT need depends on what is marked.
RIGHTS: Mapping[Action, str] = {
    Action.OPEN: "any_counter",
    Action.CLOSE: "any_counter",
    Action.REPLAN: "any_counter",
    Action.PAUSE: "any_counter",
    Action.SWITCH: "switch_service",
    Action.DOORS: "doors",
    Action.NOTICE: "notice",
    Action.MESSAGE: "message",
    Action.RULES: "change_rules",
    Action.PRIORITY: "group_ticket",
    Action.SERVICE: "change_service",
    Action.CANCEL: "cancel_ticket",
    Action.REINSTATE: "change_service",
}
TO_ACCEPT: Mapping[str, str] = {
    "help": "accept_help",
    "alert": "accept_alert",
    "fault": "acknowledge_faults",
    "message": "message",
}
TO_END: Mapping[str, str] = {"help": "call_help", "notice": "notice"}

# Looking: the right it needs, none where whoever sees the board may.
SEE_LIVE, SEE_QUEUE, SEE_REPORTS = "see_live", "see_queue", "see_reports"


def rights_for(action: Action, marked: str = "") -> frozenset[str]:
    """Return the rights of which one is needed for `action`, done to a `marked` kind of row."""
    if action is Action.ACCEPT:
        return _of_row(TO_ACCEPT, marked)
    if action is Action.END:
        return _of_row(TO_END, marked)
    return frozenset({RIGHTS[action]})


def may(rights: Collection[str], action: Action, marked: str = "") -> bool:
    """Return whether somebody with `rights` may do `action` to a `marked` kind of row."""
    return not rights_for(action, marked).isdisjoint(rights)


def keys_for(rights: Collection[str], panel: Panel, marked: str = "") -> tuple[Key, ...]:
    """Return the keys to show somebody with `rights` whose marked row is in `panel`."""
    return tuple(key for key in KEYS if panel in key.panels and may(rights, key.action, marked))


def _of_row(needed: Mapping[str, str], marked: str) -> frozenset[str]:
    if not marked:
        return frozenset(needed.values())
    return frozenset({needed[marked]}) if marked in needed else frozenset()
