"""Which commands a hall is offered when: again and again, until a fact says what became of them.

- Commands about the same thing go one after another, each when the one before has ended.
- A command that is withheld, because the hall has not handed out what it needs, waits; once it has
  expired it goes all the same, so that the hall can say so.
- No more than `WINDOW` are under way to one hall. The pauses between two offers double.

Pure: times come in, as wall-clock milliseconds of headquarters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WINDOW = 32
UNANSWERED = 8
"""After so many offers to a hall that is there, a person should look."""

_PAUSE_MS = 1000
_PAUSE_MAX_MS = 60_000


@dataclass(frozen=True, slots=True)
class OpenCommand:
    """A command that has not ended, as far as headquarters knows."""

    number: int
    subject: str
    expires: int
    offers: int
    offer_at: int
    withheld: bool = False


def pause_ms(offers: int) -> int:
    """Return how long to wait after that many offers."""
    return int(min(_PAUSE_MAX_MS, _PAUSE_MS * 2 ** min(offers, 10)))


def in_turn(commands: Sequence[OpenCommand], now: int) -> Iterator[OpenCommand]:
    """Yield those of one hall, in order of their numbers, that may be under way at `now`."""
    subjects: set[str] = set()
    under_way = 0
    for command in commands:
        first = command.subject not in subjects
        subjects.add(command.subject)
        if first and (not command.withheld or command.expires <= now):
            yield command
            under_way += 1
            if under_way == WINDOW:
                return


def due(commands: Sequence[OpenCommand], now: int) -> list[OpenCommand]:
    """Return those that are to be offered now."""
    return [command for command in in_turn(commands, now) if command.offer_at <= now]


def next_at(commands: Iterable[OpenCommand]) -> int | None:
    """Return when the next of them is to be offered; None where there is none."""
    return min((command.offer_at for command in commands), default=None)
