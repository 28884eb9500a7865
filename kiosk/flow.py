"""The dialogue at a ticket screen, from the first touch until it is wiped: a pure machine."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from edge.api.shapes import Ticket
from kiosk import dialogue as d

# Everything that changes a dialogue's stage is in this table. An event that is not listed for a
# stage changes nothing there. Three rules hold besides:
#
# - An event addressed to another dialogue changes nothing: late answers and late touches are lost.
# - Whoever comes next gets a dialogue of their own; name, wish and ticket stay with the old one.
# - `HallLost` and `HallBack` change no stage; while the hall is away the screen says so.

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

_ELDER_BANDS = ("60_69", "70_plus")

_IDENTITY_SPENT = ("unknown_visit", "visit_has_ticket")

# These say nothing about whether anybody is still there, and leave the timer running.
_NO_SIGN_OF_LIFE = (d.GreetingArrived, d.AnswerMissing)

Moved = tuple[d.Dialogue, tuple[d.Effect, ...]]


def step(dialogue: d.Dialogue, event: d.Event, new_id: str) -> Moved:
    """Return the dialogue after `event`, and what is to be done.

    `new_id` is the id of the next dialogue, should this event begin one.
    """
    if isinstance(event, d.HallLost | d.HallBack):
        return replace(dialogue, hall_here=isinstance(event, d.HallBack)), ()
    if isinstance(event, d.Addressed) and event.dialogue != dialogue.id:
        return dialogue, ()
    stage = TRANSITIONS[dialogue.stage].get(type(event))
    if stage is None:
        return dialogue, ()
    after, effects = _ACTIONS[type(event)](replace(dialogue, stage=stage), event, new_id)
    return after, effects + _timer(dialogue, after, event)


def _timer(before: d.Dialogue, after: d.Dialogue, event: d.Event) -> tuple[d.Effect, ...]:
    if before.stage is after.stage and isinstance(event, _NO_SIGN_OF_LIFE):
        return ()
    if after.stage is d.Stage.ISSUING and isinstance(event, d.VisitorIdentified):
        return ()
    return (d.StartTimer(after.id, quiet_of(after)),)


def quiet_of(dialogue: d.Dialogue) -> d.Quiet:
    """Return how long this dialogue may stay untouched."""
    if dialogue.stage is d.Stage.ATTRACT:
        return d.Quiet.FOREVER
    if dialogue.stage is d.Stage.ISSUING:
        return d.Quiet.ISSUING
    if isinstance(dialogue.outcome, Ticket):
        on_paper = dialogue.outcome.delivery == "paper"
        return d.Quiet.PAPER_TICKET if on_paper else d.Quiet.SCREEN_TICKET
    return d.Quiet.CHOOSING


# --- what each event does; the stage has already been changed -----------------------------------


def _stay(dialogue: d.Dialogue, _event: d.Event, _new_id: str) -> Moved:
    return dialogue, ()


def _speak(dialogue: d.Dialogue, event: d.LanguageChosen, _new_id: str) -> Moved:
    manner = replace(dialogue.manner, language=event.language)
    return replace(dialogue, manner=manner), ()


def _enlarge(dialogue: d.Dialogue, event: d.ElderModeChosen, _new_id: str) -> Moved:
    return replace(dialogue, manner=replace(dialogue.manner, elder=event.elder)), ()


def _declare(dialogue: d.Dialogue, event: d.PriorityDeclared, _new_id: str) -> Moved:
    return replace(dialogue, wish=replace(dialogue.wish, priority=event.wanted)), ()


def _open_group(dialogue: d.Dialogue, event: d.GroupOpened, _new_id: str) -> Moved:
    return replace(dialogue, wish=replace(dialogue.wish, group=event.group)), ()


def _identify(dialogue: d.Dialogue, event: d.VisitorIdentified, new_id: str) -> Moved:
    if dialogue.stage is d.Stage.ISSUING:
        return dialogue, (d.AbandonVisit(event.visit),)
    greeted = d.Dialogue(
        id=new_id,
        stage=d.Stage.GREETED,
        hall_here=dialogue.hall_here,
        manner=d.Manner() if _somebody_else(dialogue) else dialogue.manner,
        visitor=d.Visitor(event.visit),
    )
    return greeted, (*_abandon(dialogue), d.FetchGreeting(new_id, event.visit))


def _somebody_else(dialogue: d.Dialogue) -> bool:
    """Whether whoever is identified now cannot be the one this dialogue was with."""
    return dialogue.visitor is not None or dialogue.outcome is not None


def _greet(dialogue: d.Dialogue, event: d.GreetingArrived, _new_id: str) -> Moved:
    greeting = event.greeting
    if dialogue.visitor is None or dialogue.visitor.visit != greeting.visit:
        return dialogue, ()
    elder = dialogue.manner.elder or greeting.age_band in _ELDER_BANDS
    visitor = replace(dialogue.visitor, name=greeting.name)
    manner = replace(dialogue.manner, elder=elder)
    return replace(dialogue, visitor=visitor, manner=manner), ()


def _ask_for_ticket(dialogue: d.Dialogue, event: d.ServiceChosen, _new_id: str) -> Moved:
    wishing = replace(dialogue, wish=replace(dialogue.wish, service=event.service))
    return wishing, (_take_ticket(wishing),)


def _ask_again(dialogue: d.Dialogue, _event: d.AnswerMissing, _new_id: str) -> Moved:
    return dialogue, (_take_ticket(dialogue),)


def _take_ticket(dialogue: d.Dialogue) -> d.TakeTicket:
    wish = dialogue.wish
    # One wish has one key: a double tap, or asking again after silence, cannot take two tickets,
    # and another wish after a refusal is not mistaken for the first.
    key = f"{dialogue.id}.{wish.service}" + (".priority" if wish.priority else "")
    visit = dialogue.visitor.visit if dialogue.visitor else None
    return d.TakeTicket(dialogue.id, key, wish.service, wish.priority, visit)


def _show_ticket(dialogue: d.Dialogue, event: d.TicketArrived, _new_id: str) -> Moved:
    return replace(dialogue, visitor=None, outcome=event.ticket), ()


def _refuse(dialogue: d.Dialogue, event: d.TicketRefused, _new_id: str) -> Moved:
    # That identification is of no more use: the visitor goes on without a name.
    visitor = None if event.code in _IDENTITY_SPENT else dialogue.visitor
    return replace(dialogue, visitor=visitor, outcome=d.Refusal(event.code)), ()


def _choose_again(dialogue: d.Dialogue, _event: d.ChoseAgain, _new_id: str) -> Moved:
    wish = d.Wish(priority=dialogue.wish.priority)
    return replace(dialogue, wish=wish, outcome=None), ()


def _wipe(dialogue: d.Dialogue, _event: d.Event, new_id: str) -> Moved:
    return d.Dialogue(new_id, hall_here=dialogue.hall_here), _abandon(dialogue)


def _abandon(dialogue: d.Dialogue) -> tuple[d.Effect, ...]:
    return (d.AbandonVisit(dialogue.visitor.visit),) if dialogue.visitor else ()


_ACTIONS: dict[type[d.Event], Callable[[d.Dialogue, Any, str], Moved]] = {
    d.Touched: _stay,
    d.LanguageChosen: _speak,
    d.ElderModeChosen: _enlarge,
    d.PriorityDeclared: _declare,
    d.GroupOpened: _open_group,
    d.ServiceChosen: _ask_for_ticket,
    d.ChoseAgain: _choose_again,
    d.Left: _wipe,
    d.WalkedAway: _wipe,
    d.VisitorIdentified: _identify,
    d.GreetingArrived: _greet,
    d.TicketArrived: _show_ticket,
    d.TicketRefused: _refuse,
    d.AnswerMissing: _ask_again,
}
