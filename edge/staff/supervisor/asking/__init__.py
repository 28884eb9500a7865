"""What is asked before something is done: the questions of each action, and the order they make.

Pure but for the calls that an order makes when it is sent.
"""

from collections.abc import Callable, Mapping

from edge.staff.supervisor.actions import Action
from edge.staff.supervisor.asking import attention, counters, everybody, tickets
from edge.staff.supervisor.asking.everybody import of_rules
from edge.staff.supervisor.asking.questions import (
    Answers,
    Ask,
    Confirm,
    Line,
    Marked,
    Marks,
    Pick,
    Question,
)
from edge.staff.supervisor.board import Seen

_OF_COUNTERS = frozenset({Action.OPEN, Action.CLOSE, Action.REPLAN, Action.PAUSE})
_OF_TICKETS = frozenset({Action.PRIORITY, Action.SERVICE, Action.CANCEL, Action.REINSTATE})
_OF_OTHERS: Mapping[Action, Callable[[Marked, Seen, int], Ask | None]] = {
    Action.SWITCH: lambda marked, seen, _now: everybody.switch(marked, seen),
    Action.DOORS: lambda _marked, seen, _now: everybody.doors(seen),
    Action.NOTICE: lambda _marked, _seen, now: everybody.notice(now),
    Action.MESSAGE: lambda marked, seen, _now: everybody.message(seen, marked),
    Action.ACCEPT: lambda marked, seen, _now: attention.accept(seen, marked),
    Action.END: lambda marked, seen, _now: attention.end(seen, marked),
}


def ask_for(action: Action, marked: Marked, seen: Seen, now_ms: int) -> Ask | None:
    """Return what to ask, None where the marked row is not one for `action` or is gone."""
    if action in _OF_COUNTERS:
        return counters.ask_for(action, marked, seen)
    if action in _OF_TICKETS:
        return tickets.ask_for(action, marked, seen)
    ask = _OF_OTHERS.get(action)
    return ask(marked, seen, now_ms) if ask else None


__all__ = [
    "Answers",
    "Ask",
    "Confirm",
    "Line",
    "Marked",
    "Marks",
    "Pick",
    "Question",
    "ask_for",
    "of_rules",
]
