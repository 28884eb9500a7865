"""What becomes of a number that a visitor types in place of a card."""

from dataclasses import replace

from kiosk import dialogue as d
from kiosk.turns import Moved, Moves, Turn


def _type(dialogue: d.Dialogue, event: d.NumberWanted, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=None, typing=event.kind), ()


def _check(dialogue: d.Dialogue, event: d.NumberTyped, _turn: Turn) -> Moved:
    identifying = d.IdentifyByNumber(dialogue.id, event.number, event.kind)
    return replace(dialogue, outcome=None, typing=event.kind), (identifying,)


def _type_again(dialogue: d.Dialogue, event: d.NumberRefused, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=d.Mistyped(event.code)), ()


MOVES: Moves = {d.NumberWanted: _type, d.NumberTyped: _check, d.NumberRefused: _type_again}
