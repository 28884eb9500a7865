"""The dialogue at a ticket screen, from the first touch until it is wiped: a pure machine."""

from dataclasses import replace

from kiosk import dialogue as d
from kiosk.moves import ACTIONS
from kiosk.turns import Moved, Turn

# Everything that changes a dialogue's stage is in this table. An event that is not listed for a
# stage changes nothing there. Some rules hold besides:
#
# - An event addressed to another dialogue changes nothing: late answers and late touches are lost.
#   Only a visit that comes too late is given back to the hall.
# - Whoever comes next gets a dialogue of their own; name, wish and ticket stay with the old one.
# - `HallLost` and `HallBack` change no stage; while the hall is away the screen says so.
# - The menu of somebody who was identified is the page that greets them, whatever they come from.
# - A touch of nothing opens the menu from the first page, and no more: that somebody is there, the
#   screen knows by itself.
# - There is no ticket for nothing: with no service marked, the screen waits for one.

_END: dict[type[d.Event], d.Stage] = {
    d.VisitorIdentified: d.Stage.GREETED,
    d.Left: d.Stage.ATTRACT,
    d.WalkedAway: d.Stage.ATTRACT,
}


def _menu(stage: d.Stage) -> dict[type[d.Event], d.Stage]:
    """Return what a menu of services leads to, `stage` being that of the menu itself."""
    marking = (d.PriorityDeclared, d.SeveralWanted, d.ServiceMarked, d.TogetherWanted)
    return {
        **_END,
        **dict.fromkeys(marking, stage),
        d.GroupOpened: stage,
        d.ServiceChosen: d.Stage.ISSUING,
        d.MarkedTaken: d.Stage.ISSUING,
        d.DocumentsAsked: d.Stage.DOCUMENTS,
        d.PaperAsked: d.Stage.PAPER,
        d.PriorityWanted: d.Stage.PRIORITY,
        d.SearchWanted: d.Stage.SEARCHING,
        d.CodeWanted: d.Stage.CODE,
    }


TRANSITIONS: dict[d.Stage, dict[type[d.Event], d.Stage]] = {
    d.Stage.ATTRACT: {
        d.Touched: d.Stage.CHOOSING,
        d.NumberWanted: d.Stage.TYPING,
        d.CodeWanted: d.Stage.CODE,
        d.VisitorIdentified: d.Stage.GREETED,
        d.WalkedAway: d.Stage.ATTRACT,  # from a call for help, or from a language
    },
    d.Stage.GREETED: {
        **_menu(d.Stage.GREETED),
        d.GreetingArrived: d.Stage.GREETED,
        d.OwedAsked: d.Stage.GREETED,
        d.AppointmentShown: d.Stage.ISSUING,
        d.CheckInWanted: d.Stage.ISSUING,
    },
    d.Stage.CHOOSING: {**_menu(d.Stage.CHOOSING), d.NumberWanted: d.Stage.TYPING},
    d.Stage.SEARCHING: {
        **_END,
        d.QueryTyped: d.Stage.SEARCHING,
        d.ServiceChosen: d.Stage.ISSUING,
        d.ServiceMarked: d.Stage.CHOOSING,
        d.DocumentsAsked: d.Stage.DOCUMENTS,
        d.PaperAsked: d.Stage.PAPER,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.PRIORITY: {
        **_END,
        d.PriorityDeclared: d.Stage.CHOOSING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.DOCUMENTS: {
        **_END,
        d.DocumentsSeen: d.Stage.ISSUING,
        d.PaperAsked: d.Stage.PAPER,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.PAPER: {
        **_END,
        d.PaperChosen: d.Stage.ISSUING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.TYPING: {
        **_END,
        d.NumberWanted: d.Stage.TYPING,
        d.NumberTyped: d.Stage.CHECKING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.CHECKING: {
        **_END,
        d.NumberKnown: d.Stage.GREETED,
        d.NumberRefused: d.Stage.TYPING,
        d.TicketRefused: d.Stage.REFUSED,
    },
    d.Stage.CODE: {
        **_END,
        d.CodeTyped: d.Stage.CODE_CHECKING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.CODE_CHECKING: {
        d.TicketArrived: d.Stage.TICKET,
        d.TicketRefused: d.Stage.REFUSED,
        d.CodeRefused: d.Stage.CODE,
        d.VisitorIdentified: d.Stage.CODE_CHECKING,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.ISSUING: {
        d.TicketArrived: d.Stage.TICKET,
        d.TicketRefused: d.Stage.REFUSED,
        d.AnswerMissing: d.Stage.ISSUING,
        d.VisitorIdentified: d.Stage.ISSUING,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.TICKET: {**_END, d.MapWanted: d.Stage.MAP},
    d.Stage.MAP: {**_END, d.TicketWanted: d.Stage.TICKET},
    d.Stage.REFUSED: {
        **_END,
        d.ChoseAgain: d.Stage.CHOOSING,
        d.CodeWanted: d.Stage.CODE,
    },
}

# These ask for a ticket of what was chosen before.
_OF_WHAT_IS_WISHED = (d.MarkedTaken, d.DocumentsSeen, d.PaperChosen)


def step(dialogue: d.Dialogue, event: d.Event, new_id: str, at_ms: int) -> Moved:
    """Return the dialogue after `event`, and what is to be done.

    `new_id` is the id of the next dialogue, should this event begin one; `at_ms` is when it
    happens, on any steady clock.
    """
    if isinstance(event, d.HallLost | d.HallBack):
        return replace(dialogue, hall_here=isinstance(event, d.HallBack)), ()
    stage = _stage_after(dialogue, event)
    if stage is None:
        return dialogue, _given_back(event)
    turn = Turn(new_id, at_ms)
    moved, effects = ACTIONS[type(event)](replace(dialogue, stage=stage), event, turn)
    return _approached(moved, at_ms), effects


def _given_back(event: d.Event) -> tuple[d.Effect, ...]:
    return (d.AbandonVisit(event.visit),) if isinstance(event, d.NumberKnown) else ()


def _stage_after(dialogue: d.Dialogue, event: d.Event) -> d.Stage | None:
    """Return the stage that follows, or None where the event changes nothing here."""
    if isinstance(event, d.Addressed) and event.dialogue != dialogue.id:
        return None
    if isinstance(event, d.OwedArrived):
        return dialogue.stage
    if isinstance(event, _OF_WHAT_IS_WISHED) and not dialogue.wish.services:
        return None
    stage = TRANSITIONS[dialogue.stage].get(type(event))
    greets = stage is d.Stage.CHOOSING and dialogue.visitor is not None
    return d.Stage.GREETED if greets else stage


def _approached(dialogue: d.Dialogue, at_ms: int) -> d.Dialogue:
    """Start the clock with whatever made the screen leave its first page."""
    if dialogue.stage is d.Stage.ATTRACT or dialogue.approach is not None:
        return dialogue
    return replace(dialogue, approach=d.Approach(at_ms))
