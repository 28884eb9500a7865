"""The dialogue at a ticket screen, from the first touch until it is wiped: a pure machine."""

from dataclasses import replace

from edge.api.shapes import Ticket
from kiosk import dialogue as d
from kiosk.moves import ACTIONS
from kiosk.turns import Moved, Turn

# Everything that changes a dialogue's stage is in this table. An event that is not listed for a
# stage changes nothing there. Some rules hold besides:
#
# - An event addressed to another dialogue changes nothing: late answers and late touches are lost.
#   Only a visit that comes too late is given back to the hall.
# - Whoever comes next gets a dialogue of their own; name, wish and ticket stay with the old one.
# - `HallLost` and `HallBack` change no stage; while the hall is away the screen says so. Nor does
#   what is said about a card on the reader, or becomes of a call for help.
# - The menu of somebody who was identified is the page that greets them, whatever they come from.
# - There is no ticket for nothing: with no service marked, the screen waits for one.

_END: dict[type[d.Event], d.Stage] = {
    d.VisitorIdentified: d.Stage.GREETED,
    d.Left: d.Stage.ATTRACT,
    d.WalkedAway: d.Stage.ATTRACT,
}


def _manner(stage: d.Stage) -> dict[type[d.Event], d.Stage]:
    chosen = (d.Touched, d.LanguageChosen, d.ElderModeChosen, d.VoiceWanted)
    return dict.fromkeys(chosen, stage)


def _menu(stage: d.Stage) -> dict[type[d.Event], d.Stage]:
    """Return what a menu of services leads to, `stage` being that of the menu itself."""
    marking = (d.PriorityDeclared, d.SeveralWanted, d.ServiceMarked, d.TogetherWanted)
    return {
        **_END,
        **_manner(stage),
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
        d.LanguageChosen: d.Stage.CHOOSING,
        d.ElderModeChosen: d.Stage.CHOOSING,
        d.VoiceWanted: d.Stage.CHOOSING,
        d.NumberWanted: d.Stage.TYPING,
        d.CodeWanted: d.Stage.CODE,
        d.VisitorIdentified: d.Stage.GREETED,
        d.WalkedAway: d.Stage.ATTRACT,  # from a call for help
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
        **_manner(d.Stage.SEARCHING),
        d.QueryTyped: d.Stage.SEARCHING,
        d.ServiceChosen: d.Stage.ISSUING,
        d.ServiceMarked: d.Stage.CHOOSING,
        d.DocumentsAsked: d.Stage.DOCUMENTS,
        d.PaperAsked: d.Stage.PAPER,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.PRIORITY: {
        **_END,
        **_manner(d.Stage.PRIORITY),
        d.PriorityDeclared: d.Stage.CHOOSING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.DOCUMENTS: {
        **_END,
        **_manner(d.Stage.DOCUMENTS),
        d.DocumentsSeen: d.Stage.ISSUING,
        d.PaperAsked: d.Stage.PAPER,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.PAPER: {
        **_END,
        **_manner(d.Stage.PAPER),
        d.PaperChosen: d.Stage.ISSUING,
        d.ChoseAgain: d.Stage.CHOOSING,
    },
    d.Stage.TYPING: {
        **_END,
        **_manner(d.Stage.TYPING),
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
        **_manner(d.Stage.CODE),
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
    d.Stage.TICKET: {**_END, **_manner(d.Stage.TICKET), d.MapWanted: d.Stage.MAP},
    d.Stage.MAP: {**_END, **_manner(d.Stage.MAP), d.TicketWanted: d.Stage.TICKET},
    d.Stage.REFUSED: {
        **_END,
        **_manner(d.Stage.REFUSED),
        d.ChoseAgain: d.Stage.CHOOSING,
        d.CodeWanted: d.Stage.CODE,
    },
}

_OF_ANY_STAGE = (
    d.CardNotRead,
    d.CardLeft,
    d.CardNoteOver,
    d.HelpWanted,
    d.HelpNews,
    d.HelpNotReached,
    d.OwedArrived,
)

# These say nothing about whether anybody is still there, and leave the timer running.
_NO_SIGN_OF_LIFE = (
    d.GreetingArrived,
    d.OwedArrived,
    d.AnswerMissing,
    d.CardLeft,
    d.CardNoteOver,
)

# While somebody waits for the hall, these are another person's doing.
_OF_OTHERS = (d.VisitorIdentified, d.CardNotRead, d.HelpNews, d.HelpNotReached)
# These ask for a ticket of what was chosen before.
_OF_WHAT_IS_WISHED = (d.MarkedTaken, d.DocumentsSeen, d.PaperChosen)
_WAITING = (d.Stage.CHECKING, d.Stage.CODE_CHECKING, d.Stage.ISSUING)


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
    after = _approached(moved, at_ms)
    return after, effects + _timer(dialogue, after, event)


def _given_back(event: d.Event) -> tuple[d.Effect, ...]:
    return (d.AbandonVisit(event.visit),) if isinstance(event, d.NumberKnown) else ()


def _stage_after(dialogue: d.Dialogue, event: d.Event) -> d.Stage | None:
    """Return the stage that follows, or None where the event changes nothing here."""
    if isinstance(event, d.Addressed) and event.dialogue != dialogue.id:
        return None
    if isinstance(event, _OF_ANY_STAGE):
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


def _timer(before: d.Dialogue, after: d.Dialogue, event: d.Event) -> tuple[d.Effect, ...]:
    if before.stage is after.stage and isinstance(event, _NO_SIGN_OF_LIFE):
        return ()
    if after.stage in _WAITING and isinstance(event, _OF_OTHERS):
        return ()
    return (d.StartTimer(after.id, quiet_of(after)),)


def quiet_of(dialogue: d.Dialogue) -> d.Quiet:
    """Return how long this dialogue may stay untouched."""
    if dialogue.stage in _WAITING:
        return d.Quiet.ISSUING
    if dialogue.help.stands:
        return d.Quiet.HELPED
    if dialogue.stage is d.Stage.ATTRACT:
        return d.Quiet.FOREVER
    if isinstance(dialogue.outcome, Ticket) and dialogue.stage is d.Stage.TICKET:
        on_paper = dialogue.outcome.delivery == "paper"
        return d.Quiet.PAPER_TICKET if on_paper else d.Quiet.SCREEN_TICKET
    return d.Quiet.CHOOSING
