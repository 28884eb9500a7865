"""What a visitor is told of what they owe: that there is something, and how much if they ask."""

from dataclasses import replace

from kiosk import dialogue as d
from kiosk.turns import Moved, Moves, Turn


def _hear(dialogue: d.Dialogue, event: d.OwedArrived, _turn: Turn) -> Moved:
    visitor = dialogue.visitor
    if visitor is None or visitor.visit != event.visit:
        return dialogue, ()
    return replace(dialogue, visitor=replace(visitor, owed_fen=event.owed_fen)), ()


def _tell(dialogue: d.Dialogue, event: d.OwedAsked, _turn: Turn) -> Moved:
    if dialogue.visitor is None:
        return dialogue, ()
    return replace(dialogue, visitor=replace(dialogue.visitor, asked_owed=event.wanted)), ()


MOVES: Moves = {d.OwedArrived: _hear, d.OwedAsked: _tell}
