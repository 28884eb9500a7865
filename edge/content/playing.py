"""What of a playlist is played when: each medium in its hours, by the hall's wall clock. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from edge.domain.opening import OpeningError, read_hours

# What a browser shows by itself. None of these can run a script.
TYPES = {
    "picture": {
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".webp": "image/webp",
    },
    "film": {".mp4": "video/mp4", ".webm": "video/webm"},
}


class Playable(Protocol):
    """A picture, a film or a text, as a playlist has it."""

    @property
    def kind(self) -> str:
        """Return `picture`, `film` or `text`."""

    @property
    def document(self) -> str:
        """Return the name of its file; a text has none."""

    @property
    def text(self) -> str:
        """Return its words; only a text has any."""

    @property
    def hours(self) -> Sequence[str]:
        """Return when it is played, such as `mon-fri 08:30-12:00`; none: always."""


PlayableT = TypeVar("PlayableT", bound=Playable)


def playing(media: Iterable[PlayableT], local: dt.datetime) -> tuple[PlayableT, ...]:
    """Return what is to be played at `local`, in order; what cannot be played is left out."""
    return tuple(each for each in media if not trouble_with(each) and _in_its_hours(each, local))


def trouble_with(medium: Playable) -> str:
    """Return why a medium is never played; empty if it is."""
    try:
        read_hours(tuple(medium.hours))
    except OpeningError as error:
        return str(error)
    if medium.kind == "text":
        return "" if medium.text else "a text without words"
    if suffix_of(medium) not in TYPES[medium.kind]:
        return f"a {medium.kind} must be {', '.join(TYPES[medium.kind])}: {medium.document!r}"
    return ""


def suffix_of(medium: Playable) -> str:
    """Return how the name of its file ends, such as `.mp4`."""
    return "." + medium.document.rpartition(".")[2].lower()


def _in_its_hours(medium: Playable, local: dt.datetime) -> bool:
    if not medium.hours:
        return True
    minute = local.hour * 60 + local.minute
    spans = read_hours(tuple(medium.hours)).on(local.weekday())
    return any(span.begins_min <= minute < span.ends_min for span in spans)
