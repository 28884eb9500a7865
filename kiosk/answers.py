"""Which refusals are no answer at all: what was asked may be done, or may be by and by."""

NO_ANSWER = frozenset({"hall_unreachable", "bad_answer", "internal_error", "out_of_service"})
"""After these codes nobody knows whether the hall did what was asked, or it cannot just now.

Whatever may safely be asked twice is asked again; whatever a visitor typed may be typed again.
"""

BROKEN_OFF = "internal_error"
"""The code of a request that broke off on its way, for a reason that nobody foresaw."""
