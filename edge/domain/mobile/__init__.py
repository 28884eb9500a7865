"""A visitor's own page: its address, what is shown there, what a visitor may do, until when. Pure.

Hall and headquarters use the same functions, so that both show the same page.
"""

from edge.domain.mobile.address import (
    SECRET_CHARS,
    is_secret,
    page_key,
    page_of,
    secret_of,
    visit_in,
)
from edge.domain.mobile.described import (
    BadDescriptionError,
    Described,
    Dimension,
    describe,
    on_telephone,
    read_described,
)
from edge.domain.mobile.rules import (
    DELAY,
    LEAVE,
    RATE,
    DelayedEnoughError,
    MobileRules,
    UnknownPageError,
    Wished,
    check_delay,
    check_leave,
    check_rate,
    gone_at,
    read_wished,
)
from edge.domain.mobile.seen import Followed, MobileVisit, Told, ahead_of, seen

__all__ = [
    "DELAY",
    "LEAVE",
    "RATE",
    "SECRET_CHARS",
    "BadDescriptionError",
    "DelayedEnoughError",
    "Described",
    "Dimension",
    "Followed",
    "MobileRules",
    "MobileVisit",
    "Told",
    "UnknownPageError",
    "Wished",
    "ahead_of",
    "check_delay",
    "check_leave",
    "check_rate",
    "describe",
    "gone_at",
    "is_secret",
    "on_telephone",
    "page_key",
    "page_of",
    "read_described",
    "read_wished",
    "secret_of",
    "seen",
    "visit_in",
]
