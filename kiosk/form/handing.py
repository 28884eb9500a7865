"""The ends of a form: found again by its code, signed, handed in, refused."""

from dataclasses import replace

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form import paging
from kiosk.form.paging import Moved, Moves
from kiosk.form.stay import WAITING, Filled, Paper, Place, Stage, Stay

_REVIEW = Place(Stage.REVIEW)
# The code may be typed again.
_AGAIN = frozenset({"wrong_code", "code_locked", "bad_code"})
# There is no form any more that could be gone on with.
_FOR_GOOD = frozenset({"unknown_application", "unknown_form", "handed_in", "sealed_for_good"})
# What a ticket could not be bound for ends nothing.
_OF_TICKETS = frozenset({"unknown_visit", "visit_ended"})


def _open(stay: Stay, event: e.Opened, _new_id: str) -> Moved:
    kept, forms = event.application, event.forms or stay.forms or ()
    form = next((form for form in forms if form.id == kept.form), None)
    if form is None:
        return replace(stay, stage=Stage.REFUSED, trouble="unknown_form", code=""), ()
    filled = Filled(form, dict(kept.answers), documents=tuple(kept.documents), kept=kept)
    found = replace(stay, filled=filled, forms=tuple(forms), number=kept.number, code="")
    place = Place(Stage.HANDED_IN) if kept.number else paging.opened_at(filled)
    opened = replace(found, stage=place.stage, page=place.page)
    return opened, paging.bind(opened)


def _sign(stay: Stay, _event: e.SignWanted, _new_id: str) -> Moved:
    filled = paging.filled(stay)
    if not (filled.is_complete and filled.form.signed):
        return stay, ()
    return replace(stay, stage=Stage.SIGNING, trouble=""), ()


def _hand_in(stay: Stay, event: e.HandInWanted, _new_id: str) -> Moved:
    filled = paging.filled(stay)
    unsigned = filled.form.signed and not event.signature
    if unsigned or not filled.is_complete:
        return stay, ()
    handing = replace(stay, stage=Stage.HANDING_IN, signature=event.signature, trouble="")
    return handing, (do.HandIn(stay.id, stay.application, event.signature),)


def _handed_in(stay: Stay, event: e.HandedIn, _new_id: str) -> Moved:
    return replace(
        stay, stage=Stage.HANDED_IN, number=event.followed.number, signature=""
    ), paging.bind(stay)


def _refuse(stay: Stay, event: e.Refused, _new_id: str) -> Moved:
    troubled = replace(stay, trouble=event.code, code="", signature="")
    if event.code in _OF_TICKETS or stay.stage not in WAITING:
        return replace(stay, ticket="", bound=False, trouble=event.code), ()
    if stay.stage is Stage.OPENING and event.code in _AGAIN:
        return replace(troubled, stage=Stage.CODE), ()
    if stay.stage is Stage.HANDING_IN and event.code == "incomplete":
        return paging.keeping(replace(stay, signature=""), _REVIEW, _REVIEW)
    if event.code in _FOR_GOOD or stay.stage is Stage.OPENING:
        return replace(troubled, stage=Stage.REFUSED, filled=None), ()
    place = stay.left or _REVIEW
    return replace(troubled, stage=place.stage, page=place.page, left=None, then=None), ()


def _ask_again(stay: Stay, _event: e.Unanswered, _new_id: str) -> Moved:
    match stay.stage:
        case Stage.OPENING:
            return stay, (do.Resume(stay.id, stay.code),)
        case Stage.HANDING_IN:
            return stay, (do.HandIn(stay.id, stay.application, stay.signature),)
    return stay, (paging.ask_again(stay),)


def _print(stay: Stay, _event: e.PrintWanted, _new_id: str) -> Moved:
    if stay.printed is Paper.PRINTING or not stay.application:
        return stay, ()
    saves = paging.filled(stay).saves
    printing = do.Print(stay.id, f"{stay.id}.{saves}.paper", stay.application)
    return replace(stay, printed=Paper.PRINTING), (printing,)


def _printed(stay: Stay, event: e.Printed, _new_id: str) -> Moved:
    return replace(stay, printed=event.paper), ()


MOVES: Moves = {
    e.Opened: _open,
    e.SignWanted: _sign,
    e.HandInWanted: _hand_in,
    e.HandedIn: _handed_in,
    e.Refused: _refuse,
    e.Unanswered: _ask_again,
    e.PrintWanted: _print,
    e.Printed: _printed,
}
