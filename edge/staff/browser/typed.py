"""What a page sends: keys, the size of its terminal, and whether it is looked at."""

import json
from dataclasses import dataclass
from typing import Any

CELLS_MAX = 500
SIZE_DEFAULT = (80, 24)


class BadMessageError(ValueError):
    """What came over the websocket is none of the messages of the page."""


@dataclass(frozen=True)
class Keys:
    """What was typed, as a terminal would send it."""

    text: str


@dataclass(frozen=True)
class Resized:
    """The terminal's size in characters, each 1 to `CELLS_MAX`."""

    columns: int
    lines: int


@dataclass(frozen=True)
class Looked:
    """Whether the page has the focus."""

    at: bool


@dataclass(frozen=True)
class Ping:
    """Wants `echo` back."""

    echo: str


Typed = Keys | Resized | Looked | Ping


def read(text: str) -> Typed:
    """Return what the page said, such as `["stdin", "n"]`. Raises `BadMessageError`."""
    match _decoded(text):
        case ["stdin", str(keys)]:
            return Keys(keys)
        case ["resize", {"width": int(columns), "height": int(lines)}]:
            return resized(columns, lines)
        case ["focus" | "blur" as look]:
            return Looked(look == "focus")
        case ["ping", str(echo)]:
            return Ping(echo)
        case _:
            raise BadMessageError("no message of the page")


def resized(columns: int, lines: int) -> Resized:
    """Return that size, within what a terminal can have."""
    return Resized(min(max(columns, 1), CELLS_MAX), min(max(lines, 1), CELLS_MAX))


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:  # not JSON, or digits without end
        raise BadMessageError("not JSON") from error
    except RecursionError as error:
        raise BadMessageError("brackets without end") from error
