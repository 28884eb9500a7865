"""What every move of a ticket screen's dialogue is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk import dialogue as d


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes from outside: an id for the next dialogue, and the time (steady ms)."""

    new_id: str
    at_ms: int


Moved = tuple[d.Dialogue, tuple[d.Effect, ...]]
Move = Callable[[d.Dialogue, Any, Turn], Moved]
Moves = dict[type[d.Event], Move]


def stay(dialogue: d.Dialogue, _event: d.Event, _turn: Turn) -> Moved:
    """Leave everything as it is."""
    return dialogue, ()
