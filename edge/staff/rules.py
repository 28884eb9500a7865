"""Which key makes sense in which state of a counter, and what is said where it does not."""

from collections.abc import Mapping
from dataclasses import dataclass

from edge.staff import words
from edge.staff.actions import RIGHTS, Action
from edge.staff.words import Words

A = Action


@dataclass(frozen=True)
class Standing:
    """All of a counter that decides which keys make sense. `rights` are the clerk's, by name.

    `mirrored` is whether the visitor has a screen there.
    """

    state: str
    ticket: str = ""
    waiting: bool = False
    parked: bool = False
    precalled: bool = False
    unread: bool = False
    noted: bool = False
    known: bool = False
    applied: bool = False
    mirrored: bool = False
    rights: frozenset[str] = frozenset(RIGHTS.values())


# What one key does next, by the state of the counter: an ordinary visit is two presses of it.
GOES_ON: Mapping[str, A] = {
    "closed": A.OPEN,
    "open": A.NEXT,
    "paused": A.RESUME,
    "called": A.START,
    "serving": A.FINISH_NEXT,
}
_STANDS_FOR: Mapping[tuple[str, A], A] = {
    **{(state, A.GO_ON): action for state, action in GOES_ON.items()},
    ("serving", A.NEXT): A.FINISH_NEXT,
    ("paused", A.PAUSE): A.RESUME,
}

# State of the counter -> what the hall would do. Nothing else is ever sent.
_ANYWHERE = {A.HELP, A.READ}
_WITH_A_VISITOR = _ANYWHERE | {A.NOTE, A.NOTES, A.REVEAL, A.FORM, A.PRINT_MISSING, A.WITHDRAW}
ALLOWED: Mapping[str, frozenset[A]] = {
    "closed": frozenset({A.OPEN}),
    "open": frozenset({A.NEXT, A.CALL_CHOSEN, A.TAKE_BACK, A.WALK_DIRECT, A.PAUSE, A.CLOSE})
    | _ANYWHERE,
    "paused": frozenset({A.RESUME, A.CLOSE}) | _ANYWHERE,
    "called": frozenset({A.START, A.RECALL, A.NO_SHOW, A.SEND_BACK, A.PARK, A.TRANSFER})
    | _WITH_A_VISITOR,
    "serving": frozenset(
        {A.FINISH_NEXT, A.FINISH, A.FINISH_WITH, A.SEND_BACK, A.PARK, A.TRANSFER, A.PRECALL}
    )
    | {A.SHOW}
    | _WITH_A_VISITOR,
}

_OPEN_ALREADY = Words("窗口已经开放", "The counter is open already")
_CALL_FIRST = Words("还没有叫号，先按 n", "Nobody has been called: press n first")
_DEAL_FIRST = Words(
    "{ticket} 未处理：s 开始，x 过号", "{ticket} is still called: s start, x no-show"
)
_START_FIRST = Words("{ticket} 还没有开始：先按 s", "{ticket} has not begun: press s first")
_FINISH_FIRST = Words("{ticket} 正在办理，先按 f 办结", "{ticket} is being served: press f first")
_BEING_SERVED = Words("{ticket} 已经在办理", "{ticket} is already being served")
_RESUME_FIRST = Words("窗口已暂停：先按 z 恢复", "The counter is paused: press z first")
_NOT_PAUSED = Words("窗口没有暂停", "The counter is not paused")
_NONE_PARKED = Words("没有搁置的号码", "No ticket is parked")
_NONE_TO_CHOOSE = Words("没有可以指定的号码", "There is no ticket to choose")
_PRECALLED = Words("已经预呼了一位", "Somebody was asked to come near already")
_NONE_UNREAD = Words("没有新消息", "No new message")
_NONE_NOTED = Words("还没有备注", "Nothing has been noted")
_NOT_KNOWN = Words("这位客户没有出示证件", "This visitor has shown no document")
_NOT_APPLIED = Words("这位客户没有填单", "This visitor has filled in no form")
_NOT_MIRRORED = Words("这个窗口没有连接客户屏", "No visitor's screen is let in here")
NO_RIGHT = Words("您没有这个权限", "You have not the right to do that")

# Why all that is not allowed in a state is not, but for what `_WHY_NOT` words better.
_FIRST = {
    "open": _CALL_FIRST,
    "paused": _RESUME_FIRST,
    "called": _DEAL_FIRST,
    "serving": _FINISH_FIRST,
}
_WHY_NOT: Mapping[tuple[str, A], Words] = {
    **{(state, A.OPEN): _OPEN_ALREADY for state in ("open", "paused", "called", "serving")},
    **{(state, A.RESUME): _NOT_PAUSED for state in ("open", "called", "serving")},
    ("called", A.FINISH): _START_FIRST,
    ("called", A.FINISH_NEXT): _START_FIRST,
    ("called", A.FINISH_WITH): _START_FIRST,
    ("called", A.PRECALL): _START_FIRST,
    ("called", A.SHOW): _START_FIRST,
    ("serving", A.RECALL): _BEING_SERVED,
    ("serving", A.START): _BEING_SERVED,
    ("serving", A.NO_SHOW): _BEING_SERVED,
}

# What cannot be taken back is asked about first.
ASKED_FIRST: Mapping[A, Words] = {
    A.NO_SHOW: Words("{ticket} 过号？回车确认，Esc 取消", "{ticket} no-show? Enter yes, Esc no"),
    A.WITHDRAW: Words(
        "撤回删除 {ticket} 申请？回车确认，Esc 取消",
        "Delete {ticket}'s form? Enter: yes",
    ),
}
# And what is said where it stays undone.
STAYS: Mapping[A, Words] = {
    A.NO_SHOW: words.STAYS_CALLED,
    A.WITHDRAW: Words("{ticket} 的申请没有撤回", "{ticket}'s form was not withdrawn"),
}


def meant(state: str, action: A) -> A:
    """Return what `action` stands for at a counter in `state`."""
    return _STANDS_FOR.get((state, action), action)


def why_not(now: Standing, action: A) -> Words | None:
    """Return why `action` makes no sense at a counter that stands so, or None if it does."""
    action = meant(now.state, action)
    if action not in ALLOWED.get(now.state, frozenset()):
        first = _FIRST.get(now.state, words.REFUSALS["counter_closed"])
        return _WHY_NOT.get((now.state, action), first).about(ticket=now.ticket)
    if RIGHTS[action] not in now.rights:
        return NO_RIGHT
    return _missing(now, action)


def _missing(now: Standing, action: A) -> Words | None:
    lacks = {
        A.TAKE_BACK: (not now.parked, _NONE_PARKED),
        A.CALL_CHOSEN: (not now.waiting, _NONE_TO_CHOOSE),
        A.PRECALL: (now.precalled, _PRECALLED),
        A.READ: (not now.unread, _NONE_UNREAD),
        A.NOTES: (not now.noted, _NONE_NOTED),
        A.REVEAL: (not now.known, _NOT_KNOWN),
        A.SHOW: (not now.mirrored, _NOT_MIRRORED),
        **dict.fromkeys((A.FORM, A.PRINT_MISSING, A.WITHDRAW), (not now.applied, _NOT_APPLIED)),
    }
    is_so, said = lacks.get(action, (False, None))
    return said if is_so else None
