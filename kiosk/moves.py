"""What each event does to a ticket screen's dialogue; its stage has already been changed."""

import hashlib
from dataclasses import replace

from edge.api.shapes import Ticket
from kiosk import checking_in, owing, typing_numbers, wishing
from kiosk import dialogue as d
from kiosk.ages import is_old
from kiosk.turns import Moved, Moves, Turn, stay

_IDENTITY_SPENT = ("unknown_visit", "visit_has_ticket")

# What the hall takes for the time of an approach: a day.
_APPROACH_MAX_MS = 86_400_000

# What the hall takes for a key is longer by more than a dialogue's id.
_KEY_WISH_MAX = 80

# While a ticket is on its way, whoever is identified is another person.
_TICKET_ON_ITS_WAY = (d.Stage.ISSUING, d.Stage.CODE_CHECKING)


# --- who it is --------------------------------------------------------------------------------


def _identify(dialogue: d.Dialogue, event: d.VisitorIdentified, turn: Turn) -> Moved:
    if dialogue.stage in _TICKET_ON_ITS_WAY:
        return dialogue, (d.AbandonVisit(event.visit),)
    return _known(dialogue, event.visit, turn.new_id, anew=is_somebody_else(dialogue))


def is_somebody_else(dialogue: d.Dialogue) -> bool:
    """Return whether whoever is identified now cannot be the one this dialogue was with."""
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
        visitor=d.Visitor(visit),
        approach=None if anew else dialogue.approach,
    )
    asked = d.FetchGreeting(new_id, visit), d.FetchOwed(new_id, visit)
    return greeted, (*_abandon(dialogue), *asked)


def _greet(
    dialogue: d.Dialogue, event: d.GreetingArrived | d.AppointmentShown, _turn: Turn
) -> Moved:
    greeting = event.greeting
    if dialogue.visitor is None or dialogue.visitor.visit != greeting.visit:
        return dialogue, ()
    visitor = replace(
        dialogue.visitor,
        name=greeting.name,
        document=greeting.document,
        expected=greeting.appointment,
        echo=greeting.echo,
        is_old=is_old(greeting),
    )
    return replace(dialogue, visitor=visitor), ()


# --- the ticket, and the end ------------------------------------------------------------------


def _ask_for_ticket(dialogue: d.Dialogue, event: d.ServiceChosen, turn: Turn) -> Moved:
    wish = replace(
        dialogue.wish, service=event.service, marked=(), appointment=False, on_paper=True
    )
    return _ask(replace(dialogue, wish=wish), turn)


def _ask_for_what_is_wished(
    dialogue: d.Dialogue, _event: d.DocumentsSeen | d.MarkedTaken, turn: Turn
) -> Moved:
    return _ask(dialogue, turn)


def _ask_as_chosen(dialogue: d.Dialogue, event: d.PaperChosen, turn: Turn) -> Moved:
    wish = replace(dialogue.wish, on_paper=event.on_paper)
    return _ask(replace(dialogue, wish=wish), turn)


def _ask(dialogue: d.Dialogue, turn: Turn) -> Moved:
    approach = _wished(dialogue.approach or d.Approach(turn.at_ms), turn.at_ms)
    wishing_ = replace(dialogue, approach=approach)
    return wishing_, (_take_ticket(wishing_),)


def _wished(approach: d.Approach, at_ms: int) -> d.Approach:
    # The first wish counts: asked once more under the same key, it must be the same request.
    return approach if approach.wished_ms is not None else replace(approach, wished_ms=at_ms)


def _check_in_as_shown(dialogue: d.Dialogue, event: d.AppointmentShown, turn: Turn) -> Moved:
    greeted, effects = _greet(dialogue, event, turn)
    checking_in_ = replace(greeted, wish=replace(greeted.wish, appointment=True))
    return checking_in_, (*effects, checking_in.check_in(checking_in_))


def _ask_again(dialogue: d.Dialogue, _event: d.AnswerMissing, _turn: Turn) -> Moved:
    if dialogue.wish.appointment:
        return dialogue, (checking_in.check_in(dialogue),)
    return dialogue, (_take_ticket(dialogue),)


def _take_ticket(dialogue: d.Dialogue) -> d.TakeTicket:
    wish = dialogue.wish
    service, *then = wish.services
    visit = dialogue.visitor.visit if dialogue.visitor else None
    took_ms = dialogue.approach.took_ms if dialogue.approach else 0
    return d.TakeTicket(
        dialogue.id,
        _key(dialogue),
        service,
        wish.priority,
        visit,
        min(took_ms, _APPROACH_MAX_MS),
        then=tuple(then),
        together=wish.together and bool(then),
        on_paper=wish.on_paper,
    )


def _key(dialogue: d.Dialogue) -> str:
    # One wish has one key: a double tap, or asking again after silence, cannot take two tickets,
    # and another wish after a refusal is not mistaken for the first. No id holds a plus.
    wish = dialogue.wish
    said = ["+".join(wish.services)]
    if len(wish.services) > 1 and not wish.together:
        said.append("apart")
    if wish.priority:
        said.append(f"first-{wish.priority}")
    if not wish.on_paper:
        said.append("paperless")
    key = "++".join(said)
    if len(key) > _KEY_WISH_MAX:
        key = hashlib.sha256(key.encode()).hexdigest()
    return f"{dialogue.id}.{key}"


def _show_ticket(dialogue: d.Dialogue, event: d.TicketArrived, _turn: Turn) -> Moved:
    other = dialogue.visitor is not None and dialogue.visitor.visit != event.ticket.visit
    shown = replace(dialogue, visitor=None, outcome=event.ticket, had=event.had)
    return shown, _abandon(dialogue) if other else ()


def _refuse(dialogue: d.Dialogue, event: d.TicketRefused, _turn: Turn) -> Moved:
    # That identification is of no more use: the visitor goes on without a name.
    visitor = None if event.code in _IDENTITY_SPENT else dialogue.visitor
    refusal = d.Refusal(event.code, event.opens_at, event.from_ms)
    return replace(dialogue, visitor=visitor, outcome=refusal), ()


def _wipe(dialogue: d.Dialogue, _event: d.Event, turn: Turn) -> Moved:
    return d.Dialogue(turn.new_id, hall_here=dialogue.hall_here), _abandon(dialogue)


def _abandon(dialogue: d.Dialogue) -> tuple[d.Effect, ...]:
    return (d.AbandonVisit(dialogue.visitor.visit),) if dialogue.visitor else ()


ACTIONS: Moves = {
    **wishing.MOVES,
    **checking_in.MOVES,
    **typing_numbers.MOVES,
    **owing.MOVES,
    d.Touched: stay,
    d.NumberKnown: _know_by_number,
    d.ServiceChosen: _ask_for_ticket,
    d.DocumentsSeen: _ask_for_what_is_wished,
    d.MarkedTaken: _ask_for_what_is_wished,
    d.PaperChosen: _ask_as_chosen,
    d.MapWanted: stay,
    d.TicketWanted: stay,
    d.AppointmentShown: _check_in_as_shown,
    d.Left: _wipe,
    d.WalkedAway: _wipe,
    d.VisitorIdentified: _identify,
    d.GreetingArrived: _greet,
    d.TicketArrived: _show_ticket,
    d.TicketRefused: _refuse,
    d.AnswerMissing: _ask_again,
}
