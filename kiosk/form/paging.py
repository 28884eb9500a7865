"""From page to page of a form: what is kept on the way, and which page comes then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from edge.api.shapes import Application, FormMistake
from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.asked import field_of
from kiosk.form.stay import Filled, Paper, Place, Shower, Stage, Stay

Moved = tuple[Stay, tuple[do.Errand, ...]]
Move = Callable[[Stay, Any, str], Moved]
Moves = dict[type[e.Event], Move]

_KEPT = Place(Stage.KEPT)
_DOCUMENTS = Place(Stage.DOCUMENTS)
_REVIEW = Place(Stage.REVIEW)


def filled(stay: Stay) -> Filled:
    """Return the form of a stay that has one."""
    assert stay.filled is not None  # noqa: S101  every page that gets here is a form's
    return stay.filled


def filled_by(form: Filled, shower: Shower | None) -> Filled:
    """Return the form with what a shown document answers, where nothing was answered yet."""
    fills = shower.fills if shower else {}
    asked = [field for part in form.parts for field in part.fields]
    given = {
        field.id: fills[field.fill]
        for field in asked
        if fills.get(field.fill) and field.id not in form.answers
    }
    return replace(form, answers={**form.answers, **given}) if given else form


def last_words(stay: Stay) -> tuple[do.Errand, ...]:
    """Return what is to be done that a form which the hall keeps already loses nothing."""
    if stay.stage not in (Stage.FILLING, Stage.DOCUMENTS, Stage.CAMERA) or not stay.application:
        return ()
    return (_keep(stay.id, _once_more(filled(stay).settled())),)


# --- leaving a page ---------------------------------------------------------------------------


def _onward(stay: Stay, event: e.Onward, _new_id: str) -> Moved:
    if stay.sending:
        return stay, ()  # a picture is on its way: what it changes belongs to this page
    form = _with(filled(stay), event.typed)
    return _turn(stay, form, _after(form, stay.place))


def _backward(stay: Stay, event: e.Backward, _new_id: str) -> Moved:
    if stay.sending:
        return stay, ()
    form = _with(filled(stay), event.typed)
    if stay.stage in (Stage.SIGNING, Stage.KEPT):
        return _go(stay, form, _REVIEW)
    if stay.stage is Stage.CAMERA:
        return _go(stay, form, _DOCUMENTS)
    return _go(stay, form, _before(form, stay.place))


def _keep_for_later(stay: Stay, event: e.KeepWanted, _new_id: str) -> Moved:
    if stay.sending:
        return stay, ()
    return _turn(stay, _with(filled(stay), event.typed), _KEPT)


def _to_page(stay: Stay, event: e.PageWanted, _new_id: str) -> Moved:
    form = filled(stay)
    places = form.places()
    moved, errands = _go(stay, form, places[max(0, min(event.page, len(places) - 1))])
    return replace(moved, looked_at=True), errands


def _with(form: Filled, typed: Mapping[str, str]) -> Filled:
    known = {name: text for name, text in typed.items() if field_of(form.form, name)}
    return replace(form, typing={**form.typing, **known}).settled()


def _after(form: Filled, place: Place) -> Place:
    places = form.places()
    at = places.index(place) if place in places else -1
    return places[min(at + 1, len(places) - 1)]


def _before(form: Filled, place: Place) -> Place:
    places = form.places()
    at = places.index(place) if place in places else len(places)
    return places[max(at - 1, 0)]


def _go(stay: Stay, form: Filled, place: Place) -> Moved:
    fresh = replace(stay, trouble="", looked_at=False, printed=Paper.NONE)
    fresh = replace(fresh, pictured="")
    return replace(fresh, filled=form, stage=place.stage, page=place.page), ()


def _turn(stay: Stay, form: Filled, then: Place) -> Moved:
    return keeping(replace(stay, filled=form), stay.place, then)


def keeping(stay: Stay, left: Place, then: Place) -> Moved:
    """Have the hall keep the form; until it has, the page that is left stays on the screen."""
    saving = _once_more(filled(stay))
    turning = replace(
        stay,
        stage=Stage.TURNING,
        filled=saving,
        left=left,
        then=then,
        trouble="",
    )
    return turning, (_keep(stay.id, saving),)


def _once_more(form: Filled) -> Filled:
    return replace(form, saves=form.saves + 1)


def _keep(stay: str, form: Filled) -> do.Keep:
    application = form.kept.application if form.kept else ""
    key = f"{stay}.{form.saves}"
    return do.Keep(stay, key, form.form.id, application, dict(form.answers), form.documents)


def ask_again(stay: Stay) -> do.Keep:
    """Return the errand that a page waits for, once more under the same key."""
    return _keep(stay.id, filled(stay))


# --- coming to the next -----------------------------------------------------------------------


def _kept(stay: Stay, event: e.Kept, _new_id: str) -> Moved:
    form, then = _as_kept(filled(stay), event.application), stay.then or _REVIEW
    held = stay.left if stay.left and _holds_back(form, stay.left, then) else None
    moved, _none = _go(replace(stay, left=None, then=None), form, held or then)
    looked = replace(moved, looked_at=held is not None)
    return looked, bind(looked)


def _as_kept(form: Filled, application: Application) -> Filled:
    # What the hall did not keep stands in its field as it was typed, with what is wrong there.
    wrong = {mistake.field for mistake in application.mistakes}
    typed = {name: text for name, text in form.answers.items() if name in wrong}
    answers = {**application.answers, **typed}
    return replace(form, answers=answers, kept=application, mistakes=tuple(application.mistakes))


def _holds_back(form: Filled, left: Place, then: Place) -> bool:
    """Whether there is something wrong on a page that is left forwards."""
    onward = then.stage is not Stage.KEPT and left.stage is Stage.FILLING
    return onward and bool(wrong_on(form, left.page))


def wrong_on(form: Filled, page: int) -> list[FormMistake]:
    """Return what the hall finds wrong or missing on a page."""
    if form.kept is None or page >= len(form.parts):
        return []
    fields = {field.id for field in form.parts[page].fields}
    found = {each.field: each for each in (*form.kept.missing, *form.mistakes)}
    return [each for name, each in found.items() if name in fields]


def opened_at(form: Filled) -> Place:
    """Return the page to go on with: the first on which something is missing."""
    for page, _part in enumerate(form.parts):
        if wrong_on(form, page):
            return Place(Stage.FILLING, page)
    return Place(Stage.DOCUMENTS) if form.kept and form.kept.lacking else _REVIEW


def bind(stay: Stay) -> tuple[do.Errand, ...]:
    """Return what tells the hall which form a ticket is about, once it keeps it."""
    if not stay.ticket or stay.bound or not stay.application:
        return ()
    return (do.Bind(stay.id, stay.application, stay.ticket),)


def _ticket(stay: Stay, event: e.TicketShown, _new_id: str) -> Moved:
    shown = replace(stay, ticket=event.visit, bound=False)
    if stay.stage is not Stage.ATTRACT:
        return shown, bind(shown)
    return replace(shown, stage=Stage.CHOOSING), (do.FetchForms(stay.id),)


def _bound(stay: Stay, _event: e.Bound, _new_id: str) -> Moved:
    return replace(stay, bound=True), ()


MOVES: Moves = {
    e.Onward: _onward,
    e.Backward: _backward,
    e.KeepWanted: _keep_for_later,
    e.PageWanted: _to_page,
    e.Kept: _kept,
    e.TicketShown: _ticket,
    e.Bound: _bound,
}
