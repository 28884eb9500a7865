"""Headquarters' word to a hall about a number of its own: it can be followed there by it, too.

What a visitor hands in on a page that headquarters serves has its number before the hall knows of
anything. So the counts of a day are parted: those in the middle are headquarters', and neither has
to ask the other.
"""

import json
from dataclasses import asdict, dataclass

from edge.domain.applications import read_number
from edge.domain.booking import BadArgsError

NUMBER = "application.number"
HEADQUARTERS_COUNTS = range(5001, 10_000)

_NAME_MAX = 64


def hall_count(nth: int) -> int:
    """Return the count in the number of what was handed in in a hall as the `nth` of a day."""
    return nth if nth < HEADQUARTERS_COUNTS.start else nth + len(HEADQUARTERS_COUNTS)


def count_in(number: str) -> int:
    """Return the count of the day in a number as it was given out."""
    return int(number.split("-")[1])


@dataclass(frozen=True, slots=True)
class Numbered:
    """An application that a visitor of the hall handed in at headquarters; which `form` it is."""

    application: str
    form: str
    number: str

    def __post_init__(self) -> None:
        """Raise `BadArgsError` for what no hall could take."""
        for name in ("application", "form"):
            said = getattr(self, name)
            if not isinstance(said, str) or not 0 < len(said) <= _NAME_MAX:
                raise BadArgsError(f"{name}: from 1 to {_NAME_MAX} characters", name)
        if not isinstance(self.number, str) or read_number(self.number) != self.number:
            raise BadArgsError("number: not one that is given out", "number")
        if count_in(self.number) not in HEADQUARTERS_COUNTS:
            raise BadArgsError("number: not one that headquarters gives out", "number")

    def text(self) -> str:
        """Return it as a command's arguments."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def read_numbered(args: str) -> Numbered:
    """Return what a command's arguments say. Raises `BadArgsError`."""
    try:
        return Numbered(**json.loads(args))
    except (ValueError, TypeError, RecursionError):
        raise BadArgsError("the arguments are not those of this kind of command", "args") from None
