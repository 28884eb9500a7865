"""What becomes of a call for help from a ticket screen. The call is of the place, not of a page."""

from dataclasses import replace

from kiosk import dialogue as d
from kiosk.turns import Moved, Moves, Turn


def _call(dialogue: d.Dialogue, _event: d.HelpWanted, _turn: Turn) -> Moved:
    if dialogue.help.stands:
        return dialogue, ()
    calling = replace(dialogue, help=d.HelpCall.CALLING)
    return calling, (d.CallHelp(dialogue.id, dialogue.stage.value),)


def _hear(dialogue: d.Dialogue, event: d.HelpNews, _turn: Turn) -> Moved:
    return replace(dialogue, help=event.call), ()


def _not_reached(dialogue: d.Dialogue, _event: d.HelpNotReached, _turn: Turn) -> Moved:
    if dialogue.help is not d.HelpCall.CALLING:
        return dialogue, ()
    return replace(dialogue, help=d.HelpCall.UNANSWERED), ()


def ended(dialogue: d.Dialogue) -> tuple[d.Effect, ...]:
    """Return what is to be done about the call once nobody stands here any more."""
    return (d.EndHelp(),) if dialogue.help.stands else ()


MOVES: Moves = {d.HelpWanted: _call, d.HelpNews: _hear, d.HelpNotReached: _not_reached}
