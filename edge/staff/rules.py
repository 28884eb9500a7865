"""Which key makes sense in which state of a counter, and what is said where it does not."""

from collections.abc import Mapping

from edge.staff import words
from edge.staff.actions import Action
from edge.staff.words import Words

A = Action

# State of the counter -> what the hall would do. Nothing else is ever sent.
ALLOWED: Mapping[str, frozenset[A]] = {
    "closed": frozenset({A.OPEN}),
    "open": frozenset({A.NEXT, A.CLOSE}),
    "called": frozenset({A.RECALL, A.START, A.NO_SHOW}),
    "serving": frozenset({A.FINISH}),
}

_OPEN_ALREADY = Words("窗口已经开放", "The counter is open already")
_CALL_FIRST = Words("还没有叫号，先按 n", "Nobody has been called: press n first")
_DEAL_FIRST = Words(
    "{ticket} 未处理：s 开始，x 过号", "{ticket} is still called: s start, x no-show"
)
_START_FIRST = Words("{ticket} 还没有开始：先按 s", "{ticket} has not begun: press s first")
_FINISH_FIRST = Words("{ticket} 正在办理，先按 f 办结", "{ticket} is being served: press f first")
_BEING_SERVED = Words("{ticket} 已经在办理", "{ticket} is already being served")

_WHY_NOT: Mapping[tuple[str, A], Words] = {
    ("open", A.OPEN): _OPEN_ALREADY,
    ("open", A.RECALL): _CALL_FIRST,
    ("open", A.START): _CALL_FIRST,
    ("open", A.FINISH): _CALL_FIRST,
    ("open", A.NO_SHOW): _CALL_FIRST,
    ("called", A.OPEN): _OPEN_ALREADY,
    ("called", A.NEXT): _DEAL_FIRST,
    ("called", A.FINISH): _START_FIRST,
    ("called", A.CLOSE): _DEAL_FIRST,
    ("serving", A.OPEN): _OPEN_ALREADY,
    ("serving", A.NEXT): _FINISH_FIRST,
    ("serving", A.RECALL): _BEING_SERVED,
    ("serving", A.START): _BEING_SERVED,
    ("serving", A.NO_SHOW): _BEING_SERVED,
    ("serving", A.CLOSE): _FINISH_FIRST,
}

SENDING: Mapping[A, Words] = {
    A.OPEN: Words("正在开放窗口", "Opening"),
    A.NEXT: Words("正在叫号", "Calling the next"),
    A.RECALL: Words("正在重呼 {ticket}", "Calling {ticket} again"),
    A.START: Words("正在开始 {ticket}", "Starting {ticket}"),
    A.FINISH: Words("正在办结 {ticket}", "Finishing {ticket}"),
    A.NO_SHOW: Words("正在过号 {ticket}", "Marking {ticket} as no-show"),
    A.CLOSE: Words("正在关闭窗口", "Closing"),
}

DONE: Mapping[A, Words] = {
    A.OPEN: Words("窗口已开放，按 n 叫号", "The counter is open: n calls the next"),
    A.NEXT: Words("已呼叫 {ticket}", "{ticket} was called"),
    A.RECALL: Words("已再次呼叫 {ticket}", "{ticket} was called again"),
    A.START: Words("{ticket} 开始办理", "{ticket} has begun"),
    A.FINISH: Words("{ticket} 已办结", "{ticket} is finished"),
    A.NO_SHOW: Words("{ticket} 已过号", "{ticket} is a no-show"),
    A.CLOSE: Words("窗口已关闭", "The counter is closed"),
}

# What cannot be taken back is asked about first.
ASKED_FIRST: Mapping[A, Words] = {
    A.NO_SHOW: Words("{ticket} 过号？回车确认，Esc 取消", "{ticket} no-show? Enter yes, Esc no"),
}


def why_not(state: str, action: A, ticket: str) -> Words | None:
    """Return why `action` makes no sense at a counter in `state`, or None if it does."""
    if action in ALLOWED.get(state, frozenset()):
        return None
    reason = _WHY_NOT.get((state, action), words.REFUSALS["counter_closed"])
    return reason.about(ticket=ticket)
