"""Calls for help: how urgent each kind is, and whether a call says more than the one before."""

from edge.domain.now import HelpNow

EMERGENCY = "emergency"
HELP = "help"
STUCK = "stuck"

_URGENCIES = (STUCK, HELP, EMERGENCY)


def is_more_urgent(urgency: str, than: str) -> bool:
    """Whether a call of `urgency` says more than one that stands already."""
    return _URGENCIES.index(urgency) > _URGENCIES.index(than)


def is_another(urgency: str, stay: str, than: HelpNow) -> bool:
    """Whether a call says more than the one that stands at the same place.

    It is more urgent, or it is of the next visitor at that screen (`stay`), who needs somebody
    also when the one before is heard to have left. A call of staff is nobody else's.
    """
    of_the_next = bool(stay) and not than.by and stay != than.stay
    return of_the_next or is_more_urgent(urgency, than.urgency)
