"""The life of a leg: everything that changes a ticket's state is in this file.

A visit has one or more legs; each runs through these states, and no other way:

- a number is *reserved*, then *issued* (it is waiting) or *voided*;
- it is *called* to a counter, perhaps again, until the visitor *starts* or is a *no-show*;
- what was started is *finished*;
- at the end of the day whatever still waits or stands called *expires*.
"""

from enum import StrEnum


class LegState(StrEnum):
    """Where a leg is. The words are those of the API, the screens and the back office."""

    RESERVED = "reserved"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    FINISHED = "finished"
    VOIDED = "voided"
    PARKED = "parked"
    NO_SHOW = "no_show"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = LegState

# (state, fact) -> state. A pair that is not here cannot happen.
TRANSITIONS: dict[tuple[LegState, str], LegState] = {
    (S.RESERVED, "PrintStarted"): S.RESERVED,
    (S.RESERVED, "TicketIssued"): S.WAITING,
    (S.RESERVED, "TicketVoided"): S.VOIDED,
    (S.WAITING, "TicketCalled"): S.CALLED,
    (S.WAITING, "TicketExpired"): S.EXPIRED,
    (S.CALLED, "TicketRecalled"): S.CALLED,
    (S.CALLED, "ServiceStarted"): S.SERVING,
    (S.CALLED, "TicketNoShow"): S.NO_SHOW,
    (S.CALLED, "TicketExpired"): S.EXPIRED,
    (S.SERVING, "ServiceFinished"): S.FINISHED,
}

AT_COUNTER = frozenset({S.CALLED, S.SERVING})
ACTIVE = frozenset({S.RESERVED, S.CALLED, S.SERVING})
OVER = frozenset({S.FINISHED, S.VOIDED, S.NO_SHOW, S.TRANSFERRED, S.CANCELLED, S.EXPIRED})


class IllegalMoveError(Exception):
    """A leg cannot do that now. Shown to whoever asked, with a code that stays the same."""

    code = "illegal_move"

    def __init__(self, ticket: str, state: LegState, fact: str) -> None:
        super().__init__(f"ticket {ticket} is {state.value}: {fact} cannot follow")
        self.ticket = ticket
        self.state = state
        self.fact = fact


def next_state(ticket: str, state: LegState, fact: str) -> LegState:
    """Return the state after `fact`. Raises `IllegalMoveError`."""
    try:
        return TRANSITIONS[state, fact]
    except KeyError:
        raise IllegalMoveError(ticket, state, fact) from None
