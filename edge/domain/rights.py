"""Who may do what: a table of roles and actions. What is not in it is not allowed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache


class Role(StrEnum):
    """What a member of staff is in the hall."""

    CLERK = "clerk"
    RECEPTIONIST = "receptionist"  # 引导员
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"  # 稽查: sees what was done, does nothing
    ENGINEER = "engineer"


class Action(StrEnum):
    """What a right allows. The words are those of the configuration and of refusals."""

    # a clerk at a counter
    OWN_COUNTER = "own_counter"
    PAUSE = "pause"
    CALL = "call"
    CALL_CHOSEN = "call_chosen"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    RETURN = "return"
    PARK = "park"
    TRANSFER = "transfer"
    WALK_DIRECT = "walk_direct"
    NOTE = "note"
    REVEAL = "reveal"
    CALL_HELP = "call_help"
    # with those who wait
    SEE_QUEUE = "see_queue"
    TAKE_TICKET = "take_ticket"
    GROUP_TICKET = "group_ticket"
    CHANGE_SERVICE = "change_service"
    CANCEL_TICKET = "cancel_ticket"
    CHECK_DOCUMENTS = "check_documents"
    DIVERT = "divert"
    PAPER_ROLL = "paper_roll"
    # running the hall
    SEE_LIVE = "see_live"
    ANY_COUNTER = "any_counter"
    SWITCH_SERVICE = "switch_service"
    DOORS = "doors"
    NOTICE = "notice"
    MESSAGE = "message"
    ACCEPT_HELP = "accept_help"
    ACCEPT_ALERT = "accept_alert"
    CHANGE_RULES = "change_rules"
    # looking back
    SEE_REPORTS = "see_reports"
    EXPORT_REPORTS = "export_reports"
    READ_JOURNAL = "read_journal"
    # devices
    SEE_FAULTS = "see_faults"
    ACKNOWLEDGE_FAULTS = "acknowledge_faults"
    DEVICE_WORK = "device_work"


class RightsError(ValueError):
    """Rights that cannot be given or taken so; the message names them."""


_C, _R, _S, _A, _E = Role
A = Action

_ALLOWED: Mapping[Action, tuple[Role, ...]] = {
    A.OWN_COUNTER: (_C, _S),
    A.PAUSE: (_C, _S),
    A.CALL: (_C, _S),
    A.CALL_CHOSEN: (_S,),
    A.RECALL: (_C, _S),
    A.START: (_C, _S),
    A.FINISH: (_C, _S),
    A.NO_SHOW: (_C, _S),
    A.RETURN: (_C, _S),
    A.PARK: (_C, _S),
    A.TRANSFER: (_C, _S),
    A.WALK_DIRECT: (_C, _S),
    A.NOTE: (_C, _R, _S),
    A.REVEAL: (_S,),
    A.CALL_HELP: (_C, _R, _S),
    A.SEE_QUEUE: (_C, _R, _S, _A),
    A.TAKE_TICKET: (_R, _S),
    A.GROUP_TICKET: (_R, _S),
    A.CHANGE_SERVICE: (_R, _S),
    A.CANCEL_TICKET: (_R, _S),
    A.CHECK_DOCUMENTS: (_R, _S),
    A.DIVERT: (_R, _S),
    A.PAPER_ROLL: (_R, _S),
    A.SEE_LIVE: (_S, _A),
    A.ANY_COUNTER: (_S,),
    A.SWITCH_SERVICE: (_S,),
    A.DOORS: (_S,),
    A.NOTICE: (_S,),
    A.MESSAGE: (_C, _R, _S),
    A.ACCEPT_HELP: (_R, _S),
    A.ACCEPT_ALERT: (_S,),
    A.CHANGE_RULES: (_S,),
    A.SEE_REPORTS: (_S, _A),
    A.EXPORT_REPORTS: (_S, _A),
    A.READ_JOURNAL: (_A,),
    A.SEE_FAULTS: (_R, _S, _A, _E),
    A.ACKNOWLEDGE_FAULTS: (_S, _E),
    A.DEVICE_WORK: (_E,),
}

# Whoever audits must have no part in what is audited, and no way to read who a visitor was.
_LOOKING = frozenset(
    {
        A.SEE_QUEUE,
        A.SEE_LIVE,
        A.SEE_REPORTS,
        A.EXPORT_REPORTS,
        A.READ_JOURNAL,
        A.SEE_FAULTS,
    }
)


@cache
def rights_of(role: Role, changes: tuple[str, ...] = ()) -> frozenset[Action]:
    """Return what a member of staff may do: what the role may, widened by `+x`, narrowed by `-x`.

    Raises `RightsError` for an action there is not, a change that changes nothing, and an auditor
    who would do more than look.
    """
    rights = {action for action, roles in _ALLOWED.items() if role in roles}
    for change in changes:
        sign, action = _read_change(change)
        if (sign == "+") == (action in rights):
            has = "has that already" if sign == "+" else "does not have that"
            raise RightsError(f"{change!r}: a {role.value} {has}")
        if sign == "+" and role is Role.AUDITOR and action not in _LOOKING:
            raise RightsError(f"{change!r}: an auditor only looks")
        rights ^= {action}
    return frozenset(rights)


def may(role: Role, action: Action, changes: Iterable[str] = ()) -> bool:
    """Return whether a member of `role`, with `changes` of their own, may do `action`."""
    return action in rights_of(role, tuple(changes))


def _read_change(change: str) -> tuple[str, Action]:
    sign, name = change[:1], change[1:]
    if sign not in ("+", "-"):
        raise RightsError(f"{change!r}: begins with + to give a right, with - to take it")
    try:
        return sign, Action(name)
    except ValueError:
        raise RightsError(f"{change!r}: known: {', '.join(Action)}") from None
