"""How long people waited: what a plan is judged by."""

from edge.domain import facts as f
from edge.simulation.agreement import Journal


def waits_in(journal: Journal) -> dict[str, list[int]]:
    """Return, by service, how long each ticket waited from its issue to its call, in milliseconds.

    By the monotonic clock; a wait with a reboot in it has no such length and is left out.
    """
    waits: dict[str, list[int]] = {}
    services: dict[str, str] = {}
    issued: dict[str, f.Moment] = {}
    for recorded, _digest in journal:
        fact, moment = recorded.fact, recorded.moment
        match fact:
            case f.TicketReserved():
                services[fact.subject] = fact.service
            case f.TicketIssued():
                issued[fact.subject] = moment
            case f.TicketCalled() if issued[fact.subject].boot == moment.boot:
                waited_ms = moment.mono - issued[fact.subject].mono
                waits.setdefault(services[fact.subject], []).append(waited_ms)
    return waits


def percentile(values: list[int], share: float) -> int:
    """Return the smallest of `values` that `share` of them do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
