"""How somebody with an appointment gets its ticket: by code, by what they showed, by card."""

from dataclasses import replace

from kiosk import dialogue as d
from kiosk.turns import Moved, Moves, Turn


def check_in(dialogue: d.Dialogue, code: str = "") -> d.CheckIn:
    """Return the wish for the ticket of an appointment."""
    visit = dialogue.visitor.visit if dialogue.visitor else None
    return d.CheckIn(dialogue.id, visit, code)


def _want_to_type(dialogue: d.Dialogue, _event: d.CodeWanted, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=None), ()


def _check_code(dialogue: d.Dialogue, event: d.CodeTyped, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=None), (check_in(dialogue, event.code),)


def _type_again(dialogue: d.Dialogue, event: d.CodeRefused, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=d.Mistyped(event.code)), ()


def _by_card(dialogue: d.Dialogue, _event: d.CheckInWanted, _turn: Turn) -> Moved:
    wishing = replace(dialogue, wish=replace(dialogue.wish, appointment=True))
    return wishing, (check_in(wishing),)


MOVES: Moves = {
    d.CodeWanted: _want_to_type,
    d.CodeTyped: _check_code,
    d.CodeRefused: _type_again,
    d.CheckInWanted: _by_card,
}
