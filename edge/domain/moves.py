"""What each fact that moves a ticket changes in its leg, but for the state: that is in `leg`."""

from collections.abc import Callable, Mapping
from typing import Any

from edge.domain import facts as f

Changes = Mapping[str, Any]
Move = Callable[[Any, f.Recorded], Changes]


def moved_by(fact: f.Fact, recorded: f.Recorded) -> Changes:
    """Return the fields of the leg that `fact` sets, by name."""
    return MOVES[type(fact)](fact, recorded)


def _print_started(_fact: f.PrintStarted, _recorded: f.Recorded) -> Changes:
    return {"printing": True}


def _issued(fact: f.TicketIssued, recorded: f.Recorded) -> Changes:
    return {
        "delivery": fact.delivery,
        "reason": fact.reason,
        "issued_at": recorded.moment.at,
        "issued_seq": recorded.seq,
        "order": (recorded.seq, recorded.seq),
        "since": recorded.moment.at,
    }


def _precalled(fact: f.TicketPrecalled, _recorded: f.Recorded) -> Changes:
    return {"counter": fact.counter, "staff": fact.staff, "rule": fact.rule}


def _called(fact: f.TicketCalled, recorded: f.Recorded) -> Changes:
    return {
        "counter": fact.counter,
        "staff": fact.staff,
        "rule": fact.rule,
        "chosen": fact.chosen,
        "calls": 1,
        "called_at": recorded.moment.at,
        "called_seq": recorded.seq,
        "parked": "",
        "remind_at": 0,
    }


def _recalled(fact: f.TicketRecalled, recorded: f.Recorded) -> Changes:
    return {
        "calls": fact.calls,
        "called_at": recorded.moment.at,
        "called_seq": recorded.seq,
    }


def _started(fact: f.ServiceStarted, recorded: f.Recorded) -> Changes:
    return {"staff": fact.staff, "started_at": recorded.moment.at}


def _finished(fact: f.ServiceFinished, recorded: f.Recorded) -> Changes:
    return {
        "outcome": fact.outcome,
        "delivered": tuple(fact.delivered),
        "ended_at": recorded.moment.at,
    }


def _returned(fact: f.TicketReturned, recorded: f.Recorded) -> Changes:
    return {
        "order": (fact.behind, recorded.seq),
        "since": max(recorded.moment.at, fact.ready),
        "ready": fact.ready,
        "why": fact.reason,
        "absences": fact.absences,
        **({"delays": fact.delays} if fact.delays else {}),
        **_NOT_AT_A_COUNTER,
    }


# What a call or a service that came to nothing must not leave behind.
_NOT_AT_A_COUNTER = {
    "counter": "",
    "calls": 0,
    "called_at": 0,
    "started_at": 0,
    "ended_at": 0,
    "rule": "",
    "chosen": "",
    "parked": "",
    "remind_at": 0,
}


def _parked(fact: f.TicketParked, _recorded: f.Recorded) -> Changes:
    return {"parked": fact.reason, "remind_at": fact.remind_at}


def _priority(fact: f.PriorityChanged, _recorded: f.Recorded) -> Changes:
    return {"priority": fact.priority, "segments": tuple(fact.segments)}


def _documents(fact: f.DocumentsChecked, _recorded: f.Recorded) -> Changes:
    return {"missing": tuple(fact.missing)}


def _over(_fact: f.Fact, recorded: f.Recorded) -> Changes:
    return {"ended_at": recorded.moment.at}


MOVES: dict[type[f.Fact], Move] = {
    f.PrintStarted: _print_started,
    f.TicketIssued: _issued,
    f.TicketVoided: _over,
    f.TicketPrecalled: _precalled,
    f.TicketCalled: _called,
    f.TicketRecalled: _recalled,
    f.ServiceStarted: _started,
    f.ServiceFinished: _finished,
    f.TicketReturned: _returned,
    f.TicketParked: _parked,
    f.TicketTransferred: _over,
    f.TicketNoShow: _over,
    f.TicketCancelled: _over,
    f.TicketExpired: _over,
    f.PriorityChanged: _priority,
    f.DocumentsChecked: _documents,
}
