"""What each page of the ticket screen is made of: its template, and what stands in it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import segno
from markupsafe import Markup

from edge.api.shapes import Ticket
from kiosk.config import KioskConfig
from kiosk.dialogue import SERVICES_MAX, Dialogue, Mistyped, Refusal, Stage
from kiosk.hall_feed import HallView
from kiosk.menu import can_be_searched, documents_for, found, menu_of, service_of, services_of
from kiosk.saying import moment, wait_said

PARTS = {
    Stage.ATTRACT: "ticket_attract.html",
    Stage.GREETED: "ticket_menu.html",
    Stage.CHOOSING: "ticket_menu.html",
    Stage.SEARCHING: "ticket_search.html",
    Stage.DOCUMENTS: "ticket_documents.html",
    Stage.TYPING: "ticket_number.html",
    Stage.CHECKING: "ticket_number.html",
    Stage.CODE: "ticket_code.html",
    Stage.CODE_CHECKING: "ticket_code.html",
    Stage.ISSUING: "ticket_issuing.html",
    Stage.TICKET: "ticket_shown.html",
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
_NONE: Mapping[str, Any] = {}


def details(
    dialogue: Dialogue, view: HallView, config: KioskConfig, now: dt.datetime
) -> Mapping[str, Any]:
    """Return what stands on the page of `dialogue`, beside what stands on every page."""
    match dialogue.stage:
        case Stage.GREETED | Stage.CHOOSING:
            return _menu(dialogue, view, config, now)
        case Stage.SEARCHING:
            return {"found": found(view, dialogue.wish.query), "several": dialogue.wish.several}
        case Stage.DOCUMENTS:
            wished = dialogue.wish.services
            return {
                "documents": documents_for(view, wished),
                "wished": services_of(view, wished),
            }
        case Stage.TYPING | Stage.CHECKING | Stage.CODE | Stage.CODE_CHECKING:
            checking = dialogue.stage in (Stage.CHECKING, Stage.CODE_CHECKING)
            return {"checking": checking, "mistyped": _mistyped(dialogue)}
    return _outcome(dialogue, view, now)


def _menu(
    dialogue: Dialogue, view: HallView, config: KioskConfig, now: dt.datetime
) -> Mapping[str, Any]:
    expected = dialogue.visitor.expected if dialogue.visitor else None
    return {
        "menu": menu_of(view, dialogue.wish.group),
        "printer_lost": view.lost("printer"),
        "marked": services_of(view, dialogue.wish.marked),
        "marked_max": SERVICES_MAX,
        "offers_search": can_be_searched(view, config.search_from),
        "expected": service_of(view, expected.service) if expected else None,
        "expected_at": moment("", expected.due, now) if expected else None,
    }


def _outcome(dialogue: Dialogue, view: HallView, now: dt.datetime) -> Mapping[str, Any]:
    outcome = dialogue.outcome
    if isinstance(outcome, Ticket):
        return {
            "ticket": outcome,
            "service": service_of(view, outcome.service),
            "then": services_of(view, dialogue.wish.services[1:]),
            "wait": None if dialogue.had else wait_said(outcome.wait),
            "qr": _qr(outcome),
        }
    if isinstance(outcome, Refusal):
        return {
            "reason": reason_key(outcome.code),
            "until": moment(outcome.opens_at, outcome.from_ms, now),
            "may_type": dialogue.wish.appointment or outcome.code == "code_locked",
        }
    return _NONE


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
