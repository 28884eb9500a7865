"""Which refusals are no answer at all: what was asked may be done, or may be by and by."""

UNHEARD = frozenset({"hall_unreachable", "bad_answer", "internal_error"})
"""After these codes nobody knows whether the hall did what was asked."""

NO_ANSWER = UNHEARD | {"out_of_service"}
"""After these codes that is not known, or the hall cannot just now.

Whatever may safely be asked twice is asked again; whatever a visitor typed may be typed again.
"""

BROKEN_OFF = "internal_error"
"""The code of a request that broke off on its way, for a reason that nobody foresaw."""
