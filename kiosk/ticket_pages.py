"""What each page of the ticket screen is made of: its template, and what stands in it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup

from edge.api.shapes import Ticket
from kiosk.config import KioskConfig
from kiosk.dialogue import SERVICES_MAX, Dialogue, Mistyped, NumberKind, Refusal, Stage
from kiosk.hall_feed import HallView
from kiosk.menu import (
    can_be_searched,
    documents_for,
    found,
    groups_offered,
    menu_of,
    service_of,
    services_of,
)
from kiosk.saying import moment, wait_said
from kiosk.scene import FEWER_MAX

PARTS = {
    Stage.ATTRACT: "ticket_attract.html",
    Stage.GREETED: "ticket_menu.html",
    Stage.CHOOSING: "ticket_menu.html",
    Stage.SEARCHING: "ticket_search.html",
    Stage.PRIORITY: "ticket_priority.html",
    Stage.DOCUMENTS: "ticket_documents.html",
    Stage.PAPER: "ticket_paper.html",
    Stage.TYPING: "ticket_number.html",
    Stage.CHECKING: "ticket_number.html",
    Stage.CODE: "ticket_code.html",
    Stage.CODE_CHECKING: "ticket_code.html",
    Stage.ISSUING: "ticket_issuing.html",
    Stage.TICKET: "ticket_shown.html",
    Stage.MAP: "ticket_map.html",
    Stage.REFUSED: "ticket_refused.html",
}

_REFUSALS = frozenset(
    {
        "appointment_cancelled",
        "appointment_early",
        "appointment_over",
        "bad_signature",
        "code_locked",
        "day_closed",
        "doors_closed",
        "hall_closed",
        "last_ticket_given",
        "no_headquarters",
        "numbers_used_up",
        "other_hall",
        "out_of_service",
        "power_low",
        "quota_used_up",
        "service_closed",
        "service_off",
        "storage_low",
        "too_many_services",
        "unknown_appointment",
        "unknown_priority",
        "unknown_service",
        "unknown_visit",
        "visit_has_ticket",
    }
)
# Said where a code was shown and could not be read as one of ours.
_UNREADABLE_CODE = ("bad_code", "wrong_code")

_MISTYPED = {
    "bad_number": "number_bad",
    "bad_code": "code_bad",
    "wrong_code": "code_wrong",
}

# How many characters of a number there are at least, and how the places for them are grouped.
_LEAST = {NumberKind.IDENTITY: 18, NumberKind.ACCOUNT: 6, NumberKind.PHONE: 11}
_GROUPED = {
    NumberKind.IDENTITY: (6, 8, 4),
    NumberKind.ACCOUNT: (4, 4, 5),
    NumberKind.PHONE: (3, 4, 4),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The screen that shows a page, and what time it is there."""

    screen: str
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class _Page:
    """Everything that a page is made of."""

    dialogue: Dialogue
    view: HallView
    config: KioskConfig
    place: Place


def details(
    dialogue: Dialogue, view: HallView, config: KioskConfig, place: Place
) -> Mapping[str, Any]:
    """Return what stands on the page of `dialogue`, beside what stands on every page."""
    return _DETAILS[dialogue.stage](_Page(dialogue, view, config, place))


def _attract(page: _Page) -> Mapping[str, Any]:
    return {"typing": page.config.identify_by}


def _menu(page: _Page) -> Mapping[str, Any]:
    dialogue, view, config = page.dialogue, page.view, page.config
    return {
        "menu": menu_of(view, dialogue.wish.group),
        "printer_lost": view.lost("printer"),
        "marked": services_of(view, dialogue.wish.marked),
        "marked_max": SERVICES_MAX,
        "offers_entry": config.entries,
        "offers_search": can_be_searched(view, config.search_from),
        "typing": config.identify_by,
        "fewer_max": FEWER_MAX,
        **_priority(page),
        **_of_visitor(page),
    }


def _priority(page: _Page) -> Mapping[str, Any]:
    groups = groups_offered(page.view, page.config.priority_groups)
    chosen = page.dialogue.wish.priority
    return {"groups": groups, "group": next((each for each in groups if each.id == chosen), None)}


def _of_visitor(page: _Page) -> Mapping[str, Any]:
    visitor = page.dialogue.visitor
    expected = visitor.expected if visitor else None
    return {
        "owed": _yuan(visitor.owed_fen) if visitor else "",
        "pays_at_terminal": page.config.pays_at_terminal,
        "expected": service_of(page.view, expected.service) if expected else None,
        "expected_at": moment("", expected.due, page.place.now) if expected else None,
    }


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}" if fen > 0 else ""


def _search(page: _Page) -> Mapping[str, Any]:
    wish = page.dialogue.wish
    return {"found": found(page.view, wish.query), "several": wish.several}


def _documents(page: _Page) -> Mapping[str, Any]:
    return {"documents": documents_for(page.view, page.dialogue.wish.services), **_wished(page)}


def _wished(page: _Page) -> Mapping[str, Any]:
    return {"wished": services_of(page.view, page.dialogue.wish.services)}


def _number(page: _Page) -> Mapping[str, Any]:
    kind = page.dialogue.typing
    return {
        **_code(page),
        "kind": kind,
        "kinds": page.config.identify_by,
        "least": _LEAST[kind],
        "grouped": _GROUPED[kind],
    }


def _code(page: _Page) -> Mapping[str, Any]:
    checking = page.dialogue.stage in (Stage.CHECKING, Stage.CODE_CHECKING)
    return {"checking": checking, "mistyped": _mistyped(page.dialogue)}


def _nothing(_page: _Page) -> Mapping[str, Any]:
    return {}


def _ticket(page: _Page) -> Mapping[str, Any]:
    dialogue, outcome = page.dialogue, page.dialogue.outcome
    if not isinstance(outcome, Ticket):
        return {}
    service = service_of(page.view, outcome.service)
    zone = service.zone if service else ""
    return {
        "ticket": outcome,
        "service": service,
        "way": page.config.map.way(page.place.screen, zone),
        "drawn": page.config.map.drawn(page.place.screen, zone),
        "then": services_of(page.view, dialogue.wish.services[1:]),
        "wait": None if dialogue.had else wait_said(outcome.wait),
        "qr": _qr(outcome),
    }


def _refused(page: _Page) -> Mapping[str, Any]:
    dialogue, outcome = page.dialogue, page.dialogue.outcome
    if not isinstance(outcome, Refusal):
        return {}
    return {
        "reason": reason_key(outcome.code),
        "until": moment(outcome.opens_at, outcome.from_ms, page.place.now),
        "may_type": dialogue.wish.appointment or outcome.code == "code_locked",
    }


_DETAILS: Mapping[Stage, Callable[[_Page], Mapping[str, Any]]] = {
    Stage.ATTRACT: _attract,
    Stage.GREETED: _menu,
    Stage.CHOOSING: _menu,
    Stage.SEARCHING: _search,
    Stage.PRIORITY: _priority,
    Stage.DOCUMENTS: _documents,
    Stage.PAPER: _wished,
    Stage.TYPING: _number,
    Stage.CHECKING: _number,
    Stage.CODE: _code,
    Stage.CODE_CHECKING: _code,
    Stage.ISSUING: _nothing,
    Stage.TICKET: _ticket,
    Stage.MAP: _ticket,
    Stage.REFUSED: _refused,
}


def reason_key(code: str) -> str:
    """Return the text that says to a visitor what the hall refuses with `code`."""
    if code in _UNREADABLE_CODE:
        return "refused_bad_signature"
    return f"refused_{code if code in _REFUSALS else 'other'}"


def _mistyped(dialogue: Dialogue) -> str:
    if not isinstance(dialogue.outcome, Mistyped):
        return ""
    return _MISTYPED.get(dialogue.outcome.code, "number_unanswered")


def _qr(ticket: Ticket) -> Markup | None:
    if ticket.delivery == "paper" or not ticket.qr:
        return None
    # Any mask reads; to choose the best of eight is most of the work (10 ms, and more on a Pi).
    code = segno.make_qr(ticket.qr, error="m", mask=0)
    drawn = code.svg_inline(omitsize=True, svgclass="qr", border=4)
    return Markup(drawn)  # noqa: S704  made of squares, whatever the text was
