"""The dialogue at a ticket screen, from the first touch until it is wiped: a pure machine."""

from dataclasses import replace

from edge.api.shapes import Ticket
from kiosk import dialogue as d
from kiosk.moves import ACTIONS, Moved, Turn

# Everything that changes a dialogue's stage is in this table. An event that is not listed for a
# stage changes nothing there. Some rules hold besides:
#
# - An event addressed to another dialogue changes nothing: late answers and late touches are lost.
#   Only a visit that comes too late is given back to the hall.
# - Whoever comes next gets a dialogue of their own; name, wish and ticket stay with the old one.
# - `HallLost` and `HallBack` change no stage; while the hall is away the screen says so. Nor does
#   what is said about a card on the reader.

_MENU: dict[type[d.Event], d.Stage] = {
    d.ServiceChosen: d.Stage.ISSUING,
    d.VisitorIdentified: d.Stage.GREETED,
    d.Left: d.Stage.ATTRACT,
    d.WalkedAway: d.Stage.ATTRACT,
}

TRANSITIONS: dict[d.Stage, dict[type[d.Event], d.Stage]] = {
    d.Stage.ATTRACT: {
        d.Touched: d.Stage.CHOOSING,
        d.LanguageChosen: d.Stage.CHOOSING,
        d.ElderModeChosen: d.Stage.CHOOSING,
        d.NumberWanted: d.Stage.TYPING,
        d.VisitorIdentified: d.Stage.GREETED,
    },
    d.Stage.GREETED: _MENU
    | {
        d.Touched: d.Stage.GREETED,
        d.LanguageChosen: d.Stage.GREETED,
        d.ElderModeChosen: d.Stage.GREETED,
        d.PriorityDeclared: d.Stage.GREETED,
        d.GroupOpened: d.Stage.GREETED,
        d.GreetingArrived: d.Stage.GREETED,
    },
    d.Stage.CHOOSING: _MENU
    | {
        d.Touched: d.Stage.CHOOSING,
        d.LanguageChosen: d.Stage.CHOOSING,
        d.ElderModeChosen: d.Stage.CHOOSING,
        d.PriorityDeclared: d.Stage.CHOOSING,
        d.GroupOpened: d.Stage.CHOOSING,
        d.NumberWanted: d.Stage.TYPING,
    },
    d.Stage.TYPING: {
        d.Touched: d.Stage.TYPING,
        d.LanguageChosen: d.Stage.TYPING,
        d.ElderModeChosen: d.Stage.TYPING,
        d.NumberTyped: d.Stage.CHECKING,
        d.ChoseAgain: d.Stage.CHOOSING,
        d.VisitorIdentified: d.Stage.GREETED,
        d.Left: d.Stage.ATTRACT,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.CHECKING: {
        d.NumberKnown: d.Stage.GREETED,
        d.NumberRefused: d.Stage.TYPING,
        d.TicketRefused: d.Stage.REFUSED,
        d.VisitorIdentified: d.Stage.GREETED,
        d.Left: d.Stage.ATTRACT,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.ISSUING: {
        d.TicketArrived: d.Stage.TICKET,
        d.TicketRefused: d.Stage.REFUSED,
        d.AnswerMissing: d.Stage.ISSUING,
        d.VisitorIdentified: d.Stage.ISSUING,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.TICKET: {
        d.Touched: d.Stage.TICKET,
        d.LanguageChosen: d.Stage.TICKET,
        d.ElderModeChosen: d.Stage.TICKET,
        d.VisitorIdentified: d.Stage.GREETED,
        d.Left: d.Stage.ATTRACT,
        d.WalkedAway: d.Stage.ATTRACT,
    },
    d.Stage.REFUSED: {
        d.Touched: d.Stage.REFUSED,
        d.LanguageChosen: d.Stage.REFUSED,
        d.ElderModeChosen: d.Stage.REFUSED,
        d.ChoseAgain: d.Stage.CHOOSING,
        d.VisitorIdentified: d.Stage.GREETED,
        d.Left: d.Stage.ATTRACT,
        d.WalkedAway: d.Stage.ATTRACT,
    },
}

_SAID_OF_CARDS = (d.CardNotRead, d.CardLeft, d.CardNoteOver)

# These say nothing about whether anybody is still there, and leave the timer running.
_NO_SIGN_OF_LIFE = (d.GreetingArrived, d.AnswerMissing, d.CardLeft, d.CardNoteOver)

# While somebody waits for the hall, a card is another person's.
_WAITING = (d.Stage.CHECKING, d.Stage.ISSUING)


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
    if isinstance(event, _SAID_OF_CARDS):
        return dialogue.stage
    return TRANSITIONS[dialogue.stage].get(type(event))


def _approached(dialogue: d.Dialogue, at_ms: int) -> d.Dialogue:
    """Start the clock with whatever made the screen leave its first page."""
    if dialogue.stage is d.Stage.ATTRACT or dialogue.approach is not None:
        return dialogue
    return replace(dialogue, approach=d.Approach(at_ms))


def _timer(before: d.Dialogue, after: d.Dialogue, event: d.Event) -> tuple[d.Effect, ...]:
    if before.stage is after.stage and isinstance(event, _NO_SIGN_OF_LIFE):
        return ()
    if after.stage in _WAITING and isinstance(event, d.VisitorIdentified | d.CardNotRead):
        return ()
    return (d.StartTimer(after.id, quiet_of(after)),)


def quiet_of(dialogue: d.Dialogue) -> d.Quiet:
    """Return how long this dialogue may stay untouched."""
    if dialogue.stage is d.Stage.ATTRACT:
        return d.Quiet.FOREVER
    if dialogue.stage in _WAITING:
        return d.Quiet.ISSUING
    if isinstance(dialogue.outcome, Ticket):
        on_paper = dialogue.outcome.delivery == "paper"
        return d.Quiet.PAPER_TICKET if on_paper else d.Quiet.SCREEN_TICKET
    return d.Quiet.CHOOSING
