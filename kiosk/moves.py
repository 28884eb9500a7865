"""What each event does to a ticket screen's dialogue; its stage has already been changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from edge.api.shapes import Ticket
from kiosk import dialogue as d

_ELDER_BANDS = ("60_69", "70_plus")

_IDENTITY_SPENT = ("unknown_visit", "visit_has_ticket")

# What the hall takes for the time of an approach: a day.
_APPROACH_MAX_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes from outside: an id for the next dialogue, and the time (steady ms)."""

    new_id: str
    at_ms: int


Moved = tuple[d.Dialogue, tuple[d.Effect, ...]]
Move = Callable[[d.Dialogue, Any, Turn], Moved]


def _stay(dialogue: d.Dialogue, _event: d.Event, _turn: Turn) -> Moved:
    return dialogue, ()


# --- manner and wish --------------------------------------------------------------------------


def _speak(dialogue: d.Dialogue, event: d.LanguageChosen, _turn: Turn) -> Moved:
    manner = replace(dialogue.manner, language=event.language)
    return replace(dialogue, manner=manner), ()


def _enlarge(dialogue: d.Dialogue, event: d.ElderModeChosen, _turn: Turn) -> Moved:
    return replace(dialogue, manner=replace(dialogue.manner, elder=event.elder)), ()


def _declare(dialogue: d.Dialogue, event: d.PriorityDeclared, _turn: Turn) -> Moved:
    return replace(dialogue, wish=replace(dialogue.wish, priority=event.wanted)), ()


def _open_group(dialogue: d.Dialogue, event: d.GroupOpened, _turn: Turn) -> Moved:
    return replace(dialogue, wish=replace(dialogue.wish, group=event.group)), ()


def _choose_again(dialogue: d.Dialogue, _event: d.ChoseAgain, _turn: Turn) -> Moved:
    wish = d.Wish(priority=dialogue.wish.priority)
    return replace(dialogue, wish=wish, outcome=None), ()


# --- who it is --------------------------------------------------------------------------------


def _identify(dialogue: d.Dialogue, event: d.VisitorIdentified, turn: Turn) -> Moved:
    if dialogue.stage is d.Stage.ISSUING:
        return dialogue, (d.AbandonVisit(event.visit),)
    return _known(dialogue, event.visit, turn.new_id, anew=_somebody_else(dialogue))


def _somebody_else(dialogue: d.Dialogue) -> bool:
    """Whether whoever is identified now cannot be the one this dialogue was with."""
    ended = isinstance(dialogue.outcome, Ticket | d.Refusal)
    return dialogue.visitor is not None or ended


def _know_by_number(dialogue: d.Dialogue, event: d.NumberKnown, turn: Turn) -> Moved:
    return _known(dialogue, event.visit, turn.new_id, anew=False)


def _known(dialogue: d.Dialogue, visit: str, new_id: str, *, anew: bool) -> Moved:
    """Begin the dialogue of an identified visitor; unless `anew`, it is who stood here before."""
    greeted = d.Dialogue(
        id=new_id,
        stage=dialogue.stage,
        hall_here=dialogue.hall_here,
        manner=d.Manner() if anew else dialogue.manner,
        visitor=d.Visitor(visit),
        approach=None if anew else dialogue.approach,
    )
    return greeted, (*_abandon(dialogue), d.FetchGreeting(new_id, visit))


def _greet(dialogue: d.Dialogue, event: d.GreetingArrived, _turn: Turn) -> Moved:
    greeting = event.greeting
    if dialogue.visitor is None or dialogue.visitor.visit != greeting.visit:
        return dialogue, ()
    elder = dialogue.manner.elder or greeting.age_band in _ELDER_BANDS
    visitor = replace(dialogue.visitor, name=greeting.name, document=greeting.document)
    manner = replace(dialogue.manner, elder=elder)
    return replace(dialogue, visitor=visitor, manner=manner), ()


def _type(dialogue: d.Dialogue, _event: d.NumberWanted, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=None), ()


def _check_number(dialogue: d.Dialogue, event: d.NumberTyped, _turn: Turn) -> Moved:
    identifying = d.IdentifyByNumber(dialogue.id, event.number)
    return replace(dialogue, outcome=None), (identifying,)


def _type_again(dialogue: d.Dialogue, event: d.NumberRefused, _turn: Turn) -> Moved:
    return replace(dialogue, outcome=d.Mistyped(event.code)), ()


# --- cards on the reader ----------------------------------------------------------------------


def _say_of_card(dialogue: d.Dialogue, event: d.CardNotRead, _turn: Turn) -> Moved:
    return replace(dialogue, card=event.note), (d.StartCardTimer(dialogue.id),)


def _remind(dialogue: d.Dialogue, _event: d.CardLeft, _turn: Turn) -> Moved:
    return replace(dialogue, card=d.CardNote.LEFT), (d.StartCardTimer(dialogue.id),)


def _say_no_more(dialogue: d.Dialogue, _event: d.CardNoteOver, _turn: Turn) -> Moved:
    # Nothing tells when a card that was left is taken: its owner is reminded to the end.
    reminded = dialogue.card is d.CardNote.LEFT and dialogue.stage is not d.Stage.ATTRACT
    return (dialogue if reminded else replace(dialogue, card=d.CardNote.NONE)), ()


# --- the ticket, and the end ------------------------------------------------------------------


def _ask_for_ticket(dialogue: d.Dialogue, event: d.ServiceChosen, turn: Turn) -> Moved:
    wishing = replace(
        dialogue,
        wish=replace(dialogue.wish, service=event.service),
        approach=_wished(dialogue.approach or d.Approach(turn.at_ms), turn.at_ms),
    )
    return wishing, (_take_ticket(wishing),)


def _wished(approach: d.Approach, at_ms: int) -> d.Approach:
    # The first wish counts: asked once more under the same key, it must be the same request.
    return approach if approach.wished_ms is not None else replace(approach, wished_ms=at_ms)


def _ask_again(dialogue: d.Dialogue, _event: d.AnswerMissing, _turn: Turn) -> Moved:
    return dialogue, (_take_ticket(dialogue),)


def _take_ticket(dialogue: d.Dialogue) -> d.TakeTicket:
    wish = dialogue.wish
    # One wish has one key: a double tap, or asking again after silence, cannot take two tickets,
    # and another wish after a refusal is not mistaken for the first.
    key = f"{dialogue.id}.{wish.service}" + (".priority" if wish.priority else "")
    visit = dialogue.visitor.visit if dialogue.visitor else None
    took_ms = dialogue.approach.took_ms if dialogue.approach else 0
    approach_ms = min(took_ms, _APPROACH_MAX_MS)
    return d.TakeTicket(dialogue.id, key, wish.service, wish.priority, visit, approach_ms)


def _show_ticket(dialogue: d.Dialogue, event: d.TicketArrived, _turn: Turn) -> Moved:
    return replace(dialogue, visitor=None, outcome=event.ticket), ()


def _refuse(dialogue: d.Dialogue, event: d.TicketRefused, _turn: Turn) -> Moved:
    # That identification is of no more use: the visitor goes on without a name.
    visitor = None if event.code in _IDENTITY_SPENT else dialogue.visitor
    return replace(dialogue, visitor=visitor, outcome=d.Refusal(event.code)), ()


def _wipe(dialogue: d.Dialogue, _event: d.Event, turn: Turn) -> Moved:
    wiped, effects = d.Dialogue(turn.new_id, hall_here=dialogue.hall_here), _abandon(dialogue)
    if dialogue.card is not d.CardNote.LEFT:
        return wiped, effects
    # Whoever walks off without the card may still hear of it.
    return replace(wiped, card=dialogue.card), (*effects, d.StartCardTimer(turn.new_id))


def _abandon(dialogue: d.Dialogue) -> tuple[d.Effect, ...]:
    return (d.AbandonVisit(dialogue.visitor.visit),) if dialogue.visitor else ()


ACTIONS: dict[type[d.Event], Move] = {
    d.Touched: _stay,
    d.LanguageChosen: _speak,
    d.ElderModeChosen: _enlarge,
    d.PriorityDeclared: _declare,
    d.GroupOpened: _open_group,
    d.NumberWanted: _type,
    d.NumberTyped: _check_number,
    d.NumberKnown: _know_by_number,
    d.NumberRefused: _type_again,
    d.CardNotRead: _say_of_card,
    d.CardLeft: _remind,
    d.CardNoteOver: _say_no_more,
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
