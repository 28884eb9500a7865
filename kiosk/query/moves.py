"""What each event does to a stay at a query screen; its page has already been changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kiosk.query import events as e
from kiosk.query.stay import Person, Reading, Stage, Stay, Visitor
from kiosk.query.wants import (
    AbandonVisit,
    FetchAccount,
    FetchAccounts,
    FetchProgress,
    Want,
)
from kiosk.turns import Turn

Moved = tuple[Stay, Sequence[Want]]
Move = Callable[[Stay, Any, Turn], Moved]


def _stay(stay: Stay, _event: e.Event, _turn: Turn) -> Moved:
    return stay, ()


# --- from page to page ------------------------------------------------------------------------


def _open(stay: Stay, event: e.Opened, _turn: Turn) -> Moved:
    reading = Reading()
    if event.stage is Stage.TARIFF and stay.person.account is not None:
        reading = Reading(item=stay.person.account.tariff, from_account=True)
    return _forgetting(replace(stay, reading=reading)), ()


def _go_back(stay: Stay, _event: e.WentBack, _turn: Turn) -> Moved:
    return _forgetting(stay), ()


def _forgetting(stay: Stay) -> Stay:
    """Whoever goes elsewhere waits for no answer, and has read what went wrong."""
    return replace(stay, asked=stay.asked + 1, trouble="", progress=None)


def _open_item(stay: Stay, event: e.ItemOpened, _turn: Turn) -> Moved:
    if stay.stage is Stage.ACCOUNT:
        return _choose(stay, event.item), ()
    if stay.stage is Stage.BILL:
        return replace(stay, person=replace(stay.person, month=event.item)), ()
    reading = replace(stay.reading, item=event.item, from_account=False)
    return replace(stay, reading=reading), ()


def _choose(stay: Stay, place: str) -> Stay:
    known = stay.person.accounts
    if not place.isdecimal() or int(place) >= len(known):
        return replace(stay, stage=Stage.ACCOUNTS)
    return replace(stay, person=replace(stay.person, account=known[int(place)]))


def _turn_page(stay: Stay, event: e.Turned, _turn: Turn) -> Moved:
    return replace(stay, reading=replace(stay.reading, page=event.page)), ()


def _choose_topic(stay: Stay, event: e.TopicChosen, _turn: Turn) -> Moved:
    return replace(stay, reading=Reading(topic=event.topic)), ()


# --- whose accounts ---------------------------------------------------------------------------


def _identify(stay: Stay, event: e.Identified, turn: Turn) -> Moved:
    # Whoever has only looked around may be the one who lays a card now; anybody else is the next.
    kept = replace(stay, asked=stay.asked + 1, reading=Reading(), trouble="", progress=None)
    known = Stay(turn.new_id, Stage.FINDING) if stay.person.is_somebody else kept
    person = Person(Visitor(event.visit))
    finding = FetchAccounts(known.id, known.asked, event.visit)
    return replace(known, person=person), (*_abandon(stay), finding)


def _find(stay: Stay, event: e.AccountTyped, _turn: Turn) -> Moved:
    finding = replace(stay, person=Person(), asked=stay.asked + 1, trouble="")
    wants = FetchAccount(stay.id, finding.asked, event.number)
    return finding, (*_abandon(stay), wants)


def _show_accounts(stay: Stay, event: e.AccountsFound, _turn: Turn) -> Moved:
    named = _greeted(stay.person, event)
    person = replace(named, accounts=event.accounts, left_out=event.left_out)
    return replace(stay, person=person), ()


def _show_account(stay: Stay, event: e.AccountFound, _turn: Turn) -> Moved:
    person = replace(_greeted(stay.person, event), account=event.account)
    return replace(stay, person=person), ()


def _say_why(stay: Stay, event: e.NotFound, _turn: Turn) -> Moved:
    return replace(stay, person=_greeted(stay.person, event), trouble=event.code), ()


def _greeted(person: Person, event: e.AccountsFound | e.AccountFound | e.NotFound) -> Person:
    if person.visitor is None:
        return person
    visitor = replace(person.visitor, name=event.name, is_old=event.is_old)
    return replace(person, visitor=visitor)


def _type_again(stay: Stay, event: e.Mistyped, _turn: Turn) -> Moved:
    return replace(stay, trouble=event.code), ()


# --- how far an application is ----------------------------------------------------------------


def _look(stay: Stay, event: e.NumberTyped | e.NumberGiven, _turn: Turn) -> Moved:
    looking = replace(stay, asked=stay.asked + 1, trouble="", progress=None)
    return looking, (FetchProgress(stay.id, looking.asked, event.number),)


def _show_progress(stay: Stay, event: e.ProgressFound, _turn: Turn) -> Moved:
    return replace(stay, progress=event.progress), ()


# --- what everybody may read ------------------------------------------------------------------


def _read(stay: Stay, event: e.ContentArrived, _turn: Turn) -> Moved:
    return replace(stay, content=event.content, unreadable=False), ()


def _miss(stay: Stay, _event: e.ContentMissing, _turn: Turn) -> Moved:
    return replace(stay, unreadable=stay.content is None), ()


# --- the end ----------------------------------------------------------------------------------


def _wipe(stay: Stay, _event: e.Left, turn: Turn) -> Moved:
    return Stay(turn.new_id), _abandon(stay)


def _abandon(stay: Stay) -> Sequence[Want]:
    return (AbandonVisit(stay.person.visitor.visit),) if stay.person.visitor else ()


ACTIONS: dict[type[e.Event], Move] = {
    e.Touched: _stay,
    e.Opened: _open,
    e.WentBack: _go_back,
    e.ItemOpened: _open_item,
    e.Turned: _turn_page,
    e.TopicChosen: _choose_topic,
    e.AccountTyped: _find,
    e.NumberTyped: _look,
    e.NumberGiven: _look,
    e.Left: _wipe,
    e.Identified: _identify,
    e.HallBack: _stay,
    e.ContentArrived: _read,
    e.ContentMissing: _miss,
    e.AccountsFound: _show_accounts,
    e.AccountFound: _show_account,
    e.NotFound: _say_why,
    e.Mistyped: _type_again,
    e.ProgressFound: _show_progress,
}
