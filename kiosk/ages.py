"""Whom age gives large type without asking."""

from edge.api.shapes import Greeting

_OLD_BANDS = ("60_69", "70_plus")


def is_old(greeting: Greeting) -> bool:
    """Return whether this visitor gets large type unasked."""
    return greeting.age_band in _OLD_BANDS
