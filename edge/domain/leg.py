"""The life of a leg: everything that changes a ticket's state is in this file.

A visit has one or more legs; each runs through these states, and no other way:

- a number is *reserved*, then *issued* (it is waiting) or *voided*;
- it may be *precalled* near a counter, and is *called* to one, perhaps again, until the visitor
  *starts* or is a *no-show*;
- what was started is *finished*;
- on the way it may be *parked*, *returned* to those who wait, *transferred* (somebody else goes on
  with the visitor, in the next leg) or *cancelled*;
- at the end of the day whatever is not over *expires*.
"""

from enum import StrEnum


class LegState(StrEnum):
    """Where a leg is. The words are those of the API, the screens and the back office."""

    RESERVED = "reserved"
    WAITING = "waiting"
    PRECALLED = "precalled"
    CALLED = "called"
    SERVING = "serving"
    FINISHED = "finished"
    VOIDED = "voided"
    PARKED = "parked"
    NO_SHOW = "no_show"
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
    (S.WAITING, "TicketPrecalled"): S.PRECALLED,
    (S.WAITING, "TicketReturned"): S.WAITING,
    (S.WAITING, "TicketTransferred"): S.TRANSFERRED,
    (S.WAITING, "TicketCancelled"): S.CANCELLED,
    (S.WAITING, "TicketExpired"): S.EXPIRED,
    (S.WAITING, "PriorityChanged"): S.WAITING,
    (S.WAITING, "DocumentsChecked"): S.WAITING,
    (S.PRECALLED, "TicketCalled"): S.CALLED,
    (S.PRECALLED, "TicketReturned"): S.WAITING,
    (S.PRECALLED, "TicketCancelled"): S.CANCELLED,
    (S.PRECALLED, "TicketExpired"): S.EXPIRED,
    (S.CALLED, "TicketRecalled"): S.CALLED,
    (S.CALLED, "ServiceStarted"): S.SERVING,
    (S.CALLED, "TicketNoShow"): S.NO_SHOW,
    (S.CALLED, "TicketReturned"): S.WAITING,
    (S.CALLED, "TicketParked"): S.PARKED,
    (S.CALLED, "TicketTransferred"): S.TRANSFERRED,
    (S.CALLED, "TicketCancelled"): S.CANCELLED,
    (S.CALLED, "TicketExpired"): S.EXPIRED,
    (S.SERVING, "ServiceFinished"): S.FINISHED,
    (S.SERVING, "TicketReturned"): S.WAITING,
    (S.SERVING, "TicketParked"): S.PARKED,
    (S.SERVING, "TicketTransferred"): S.TRANSFERRED,
    (S.SERVING, "TicketExpired"): S.EXPIRED,
    (S.PARKED, "TicketCalled"): S.CALLED,
    (S.PARKED, "TicketReturned"): S.WAITING,
    (S.PARKED, "TicketTransferred"): S.TRANSFERRED,
    (S.PARKED, "TicketCancelled"): S.CANCELLED,
    (S.PARKED, "TicketExpired"): S.EXPIRED,
    (S.NO_SHOW, "TicketReturned"): S.WAITING,
}

AT_COUNTER = frozenset({S.CALLED, S.SERVING})
ACTIVE = frozenset({S.RESERVED, S.PRECALLED, S.CALLED, S.SERVING})
OVER = frozenset({S.FINISHED, S.VOIDED, S.NO_SHOW, S.TRANSFERRED, S.CANCELLED, S.EXPIRED})
# After these another leg of the same visit may begin.
GOES_ON = frozenset({S.FINISHED, S.TRANSFERRED})


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
