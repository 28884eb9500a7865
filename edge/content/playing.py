"""What of a playlist is played when: each medium in its hours, by the hall's wall clock. Pure."""

import datetime as dt
from collections.abc import Iterable

from edge.content.publications import Medium
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


def playing(media: Iterable[Medium], local: dt.datetime) -> tuple[Medium, ...]:
    """Return what is to be played at `local`, in order; what cannot be played is left out."""
    return tuple(each for each in media if not trouble_with(each) and _in_its_hours(each, local))


def trouble_with(medium: Medium) -> str:
    """Return why a medium is never played; empty if it is."""
    try:
        read_hours(medium.hours)
    except OpeningError as error:
        return str(error)
    if medium.kind == "text":
        return "" if medium.text else "a text without words"
    if not type_of(medium):
        return f"a {medium.kind} must be {', '.join(TYPES[medium.kind])}: {medium.document!r}"
    return ""


def type_of(medium: Medium) -> str:
    """Return the media type of its document; empty where boards show no such thing."""
    suffix = "." + medium.document.rpartition(".")[2].lower()
    return TYPES.get(medium.kind, {}).get(suffix, "")


def _in_its_hours(medium: Medium, local: dt.datetime) -> bool:
    if not medium.hours:
        return True
    minute = local.hour * 60 + local.minute
    spans = read_hours(medium.hours).on(local.weekday())
    return any(span.begins_min <= minute < span.ends_min for span in spans)
