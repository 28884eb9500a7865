"""Why a wish was not granted, as it stands in the page's address until it is no news any more.

A wish that cannot be is answered by the way back to the page, as one that can: what follows the
page live, its links and its reloading then have one address.
"""

import re
from dataclasses import dataclass

from edge.mobile.port import Wish

_TEXT = re.compile(r"(delay|leave|rate)\.([a-z_]{1,40})\.([a-z_]{1,40})\.([0-9]{1,15})")
_SHOWN_MS = 10 * 60_000
WISHES: dict[str, Wish] = {"delay": "delay", "leave": "leave", "rate": "rate"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A `wish` was refused with `code` at `at` (wall ms), when the visit was in `state`."""

    wish: Wish
    code: str
    state: str
    at: int

    def text(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.wish}.{self.code}.{self.state}.{self.at}"

    def is_news(self, state: str, now: int) -> bool:
        """Whether a visitor in `state` is still to be told at `now` (wall ms)."""
        return state == self.state and 0 <= now - self.at < _SHOWN_MS


def read_refused(text: str) -> Refused | None:
    """Return what `Refused.text` wrote; None for anything else."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    wish, code, state, at = found.groups()
    return Refused(WISHES[wish], code, state, int(at))
