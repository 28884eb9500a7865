"""What each event does to a stay at a form screen; that it is heard there was looked at before."""

from dataclasses import replace

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form import handing, paging, picturing
from kiosk.form.paging import Moved, Moves
from kiosk.form.stay import ENDED, Filled, Shower, Stage, Stay

# Where no form is open yet, so that the code of one opens it.
_OPENS = frozenset({Stage.ATTRACT, Stage.CHOOSING, Stage.CODE})

# --- coming and going -------------------------------------------------------------------------


def _begin(stay: Stay, _event: e.Began, new_id: str) -> Moved:
    if stay.stage in ENDED:
        wiped, ended = _wipe(stay, _event, new_id)
        return _begin_with(wiped, ended)
    return _begin_with(stay, ())


def _begin_with(stay: Stay, errands: tuple[do.Errand, ...]) -> Moved:
    fetch = () if stay.forms else (do.FetchForms(stay.id),)
    return replace(stay, stage=Stage.CHOOSING, trouble=""), (*errands, *fetch)


def _wipe(stay: Stay, _event: e.Event, new_id: str) -> Moved:
    unsaved = paging.last_words(stay)
    return Stay(new_id), (*unsaved, *_abandoned(stay), do.Over(stay.id))


def _abandoned(stay: Stay) -> tuple[do.Errand, ...]:
    shower = stay.shower.visit if stay.shower else ""
    return tuple(do.Abandon(stay.id, visit) for visit in (shower, stay.showing) if visit)


def _take_forms(stay: Stay, event: e.FormsArrived, _new_id: str) -> Moved:
    return replace(stay, forms=event.forms), ()


def _choose(stay: Stay, event: e.FormChosen, _new_id: str) -> Moved:
    form = next((form for form in stay.forms or () if form.id == event.form), None)
    if form is None:
        return stay, ()
    filled = paging.filled_by(Filled(form), stay.shower)
    return replace(stay, stage=Stage.FILLING, page=0, filled=filled, trouble=""), ()


def _want_code(stay: Stay, _event: e.CodeWanted, _new_id: str) -> Moved:
    return replace(stay, stage=Stage.CODE, trouble=""), ()


def _open(stay: Stay, event: e.CodeTyped, _new_id: str) -> Moved:
    opening = replace(stay, stage=Stage.OPENING, code=event.code, trouble="")
    return opening, (do.Resume(stay.id, event.code),)


# --- who it is --------------------------------------------------------------------------------


def _identify(stay: Stay, event: e.VisitorIdentified, _new_id: str) -> Moved:
    if event.visit in _visits(stay):
        return stay, ()
    # Whoever was shown before stays known until it is said that this is somebody else.
    dropped = (do.Abandon(stay.id, stay.showing),) if stay.showing else ()
    begun = replace(stay, showing=event.visit)
    errands = (*dropped, do.Greet(stay.id, event.visit))
    if stay.stage is not Stage.ATTRACT:
        return begun, errands
    return _begin_with(begun, errands)


def _visits(stay: Stay) -> tuple[str, ...]:
    return (stay.showing, stay.shower.visit if stay.shower else "")


def _know(stay: Stay, event: e.ShowerKnown, _new_id: str) -> Moved:
    if stay.showing != event.visit:
        return stay, ()
    shower = Shower(event.visit, event.name, event.fills, event.is_old)
    known = replace(stay, shower=shower, showing="")
    before = _abandoned(replace(stay, showing=""))
    if stay.filled is None or stay.stage is not Stage.FILLING:
        return known, before
    return replace(known, filled=paging.filled_by(stay.filled.settled(), shower)), before


def _read_code(stay: Stay, event: e.CodeShown, new_id: str) -> Moved:
    if stay.showing != event.visit:
        return stay, ()
    read, given_back = replace(stay, showing=""), (do.Abandon(stay.id, event.visit),)
    moved, errands = _follow(read, event, new_id)
    return moved, (*given_back, *errands)


def _follow(stay: Stay, code: e.CodeShown, new_id: str) -> Moved:
    if code.ticket:
        return paging.MOVES[e.TicketShown](stay, e.TicketShown(stay.id, code.ticket), new_id)
    if code.code and stay.stage in _OPENS:
        return _open(stay, e.CodeTyped(stay.id, code.code), new_id)
    return stay, ()


# --- what is answered -------------------------------------------------------------------------


def _type(stay: Stay, event: e.Typed, _new_id: str) -> Moved:
    filled = paging.filled(stay)
    typing = {**filled.typing, event.question: event.text}
    return replace(stay, filled=replace(filled, typing=typing)), ()


def _pick(stay: Stay, event: e.Picked, _new_id: str) -> Moved:
    filled = paging.filled(stay).settled()
    mistakes = tuple(each for each in filled.mistakes if each.field != event.question)
    picked = replace(
        filled, answers={**filled.answers, event.question: event.answer}, mistakes=mistakes
    )
    return replace(stay, filled=paging.filled_by(picked, stay.shower)), ()


def _tick(stay: Stay, event: e.Ticked, _new_id: str) -> Moved:
    filled = paging.filled(stay)
    known = [document.id for document in filled.needed]
    turned = set(filled.documents) ^ {event.document}
    documents = tuple(document for document in known if document in turned)
    return replace(stay, filled=replace(filled, documents=documents)), ()


MOVES: Moves = {
    e.Began: _begin,
    e.Left: _wipe,
    e.WalkedAway: _wipe,
    e.FormsArrived: _take_forms,
    e.FormChosen: _choose,
    e.CodeWanted: _want_code,
    e.CodeTyped: _open,
    e.VisitorIdentified: _identify,
    e.ShowerKnown: _know,
    e.CodeShown: _read_code,
    e.Typed: _type,
    e.Picked: _pick,
    e.Ticked: _tick,
    **paging.MOVES,
    **picturing.MOVES,
    **handing.MOVES,
}
