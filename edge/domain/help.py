"""Calls for help: how urgent each kind is, and whether a call says more than the one before."""

EMERGENCY = "emergency"
HELP = "help"
STUCK = "stuck"

_URGENCIES = (STUCK, HELP, EMERGENCY)


def is_more_urgent(urgency: str, than: str) -> bool:
    """Whether a call of `urgency` says more than one that stands already."""
    return _URGENCIES.index(urgency) > _URGENCIES.index(than)
