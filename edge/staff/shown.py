"""What the working screen shows of a desk, in figures and words. Pure; drawn by the widgets."""

from dataclasses import dataclass

from edge.api import shapes
from edge.staff import words
from edge.staff.actions import KEYS, Key
from edge.staff.desk import Desk, why_not
from edge.staff.words import NOTHING, Words

# Cells a terminal must have: below that the ticket or the keys would not be seen whole.
WIDTH_MIN = 80
HEIGHT_MIN = 24


@dataclass(frozen=True)
class Shown:
    """The middle of the working screen. `look` is the counter's state, or `stale`.

    `elapsed_s` is how long it has been so, None where nobody knows; `keys` says of each key
    whether it would be taken now.
    """

    ticket: str
    look: str
    state: Words
    service: Words
    elapsed_s: int | None
    keys: tuple[tuple[Key, bool], ...]


def shown(desk: Desk, now_ms: int) -> Shown | None:
    """Return what to show of the counter at `now_ms` of the hall's wall clock."""
    counter = desk.counter
    if counter is None or desk.hall is None:
        return None
    return Shown(
        ticket=counter.ticket,
        look=counter.state if desk.linked else "stale",
        state=_state(desk, counter),
        service=desk.hall.service_words(counter.service) if counter.service else NOTHING,
        elapsed_s=_elapsed_s(desk, counter, now_ms),
        keys=tuple((key, why_not(desk, key.action) is None) for key in KEYS),
    )


def clock_face(seconds: int) -> str:
    """Return a stretch of time as `02:05`, from an hour on as `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _elapsed_s(desk: Desk, counter: shapes.Counter, now_ms: int) -> int | None:
    if not (desk.linked and counter.since):
        return None
    return max(0, now_ms - counter.since) // 1000


def _state(desk: Desk, counter: shapes.Counter) -> Words:
    known = words.state(counter.state)
    if not desk.linked:
        return words.STALE.about(chinese=known.chinese, english=known.english)
    calls = desk.hall.calls(counter.visit) if desk.hall else 0
    if counter.state == "called" and calls > 1:
        return words.CALLED_AGAIN.about(calls=str(calls))
    return known
