"""Every operation of the API, and who may ask for it: by the socket, and by the right."""

from collections.abc import Iterable
from dataclasses import dataclass

from edge.domain.rights import Action

EVERYBODY = frozenset({"kiosk", "sync", "staff", "engineer", "tcp"})
STAFF = frozenset({"staff", "tcp"})
STAFF_AND_ENGINEERS = STAFF | {"engineer"}
VISITORS = STAFF | {"kiosk"}
LINK = frozenset({"sync", "engineer"})


@dataclass(frozen=True)
class Row:
    """Which sockets let an operation through, and what whoever is signed in must have a right to.

    `session`: without one nothing is done, though no right is asked for. `keyed`: it may be sent
    twice. `creates`: it is answered with 201.
    """

    sockets: Iterable[str]
    right: Action | None = None
    session: bool = False
    keyed: bool = False
    creates: bool = False


def of_staff(right: Action, *, creates: bool = False) -> Row:
    """Return the row of something that members of staff do, each in their own name."""
    return Row(STAFF, right, session=True, keyed=True, creates=creates)


def seen_by_staff(right: Action) -> Row:
    """Return the row of something that members of staff look at."""
    return Row(STAFF, right, session=True)


A = Action
ANYBODY_LOOKS = Row(EVERYBODY)
COUNTER = "POST /v1/counters/{counter}"
PAGE = "/v1/applications/{application}/documents/{document}/pages/{page}"
ANY_COUNTER = "POST /v1/supervision/counters/{counter}"

TABLE = {
    "POST /v1/sessions": Row(STAFF_AND_ENGINEERS, creates=True),
    "DELETE /v1/sessions/current": Row(STAFF_AND_ENGINEERS, session=True),
    # what visitors do
    "POST /v1/visits": Row(VISITORS, keyed=True, creates=True),
    "POST /v1/visits/identify": Row({"kiosk"}, creates=True),
    "POST /v1/visits/check-in": Row({"kiosk"}, keyed=True, creates=True),
    "POST /v1/visits/{visit}/wait": Row(VISITORS, keyed=True),
    "GET /v1/visits/{visit}/greeting": Row({"kiosk"}),
    "GET /v1/visits/{visit}/shown": Row({"kiosk"}),
    "POST /v1/visits/{visit}/abandon": Row({"kiosk"}),
    "POST /v1/visits/{visit}/rating": Row(VISITORS, keyed=True),
    # what everybody sees
    "GET /v1/visits": ANYBODY_LOOKS,
    "GET /v1/visits/{visit}": ANYBODY_LOOKS,
    "GET /v1/counters": ANYBODY_LOOKS,
    "GET /v1/services": ANYBODY_LOOKS,
    "GET /v1/services/now": ANYBODY_LOOKS,
    "GET /v1/priorities": ANYBODY_LOOKS,
    "GET /v1/board": ANYBODY_LOOKS,
    "GET /v1/notices": ANYBODY_LOOKS,
    "GET /v1/doors": ANYBODY_LOOKS,
    "GET /v1/pauses": ANYBODY_LOOKS,
    "GET /v1/reasons": ANYBODY_LOOKS,
    "GET /v1/devices": ANYBODY_LOOKS,
    "GET /v1/faults": ANYBODY_LOOKS,
    "GET /v1/health": ANYBODY_LOOKS,
    "GET /v1/events": ANYBODY_LOOKS,
    # what clerks do
    f"{COUNTER}/open": of_staff(A.OWN_COUNTER),
    f"{COUNTER}/close": of_staff(A.OWN_COUNTER),
    f"{COUNTER}/pause": of_staff(A.PAUSE),
    f"{COUNTER}/resume": of_staff(A.PAUSE),
    f"{COUNTER}/next": of_staff(A.CALL),
    f"{COUNTER}/precall": of_staff(A.CALL),
    f"{COUNTER}/call": of_staff(A.CALL_CHOSEN),
    f"{COUNTER}/recall": of_staff(A.RECALL),
    f"{COUNTER}/start": of_staff(A.START),
    f"{COUNTER}/finish": of_staff(A.FINISH),
    f"{COUNTER}/no-show": of_staff(A.NO_SHOW),
    f"{COUNTER}/return": of_staff(A.RETURN),
    f"{COUNTER}/park": of_staff(A.PARK),
    f"{COUNTER}/resume-parked": of_staff(A.PARK),
    f"{COUNTER}/transfer": of_staff(A.TRANSFER),
    f"{COUNTER}/walk-direct": of_staff(A.WALK_DIRECT),
    "GET /v1/visits/{visit}/why": seen_by_staff(A.SEE_QUEUE),
    "GET /v1/queue": seen_by_staff(A.SEE_QUEUE),
    "GET /v1/counters/{counter}/side": Row(VISITORS),
    "POST /v1/counters/{counter}/side": of_staff(A.OWN_COUNTER),
    "POST /v1/counters/{counter}/side/answer": Row({"kiosk"}),
    "GET /v1/counters/{counter}/side/person": Row({"kiosk"}),
    "GET /v1/counters/{counter}/side/form": Row({"kiosk"}),
    "GET /v1/counters/{counter}/visitor": seen_by_staff(A.OWN_COUNTER),
    "GET /v1/visits/{visit}/notes": seen_by_staff(A.NOTE),
    "POST /v1/visits/{visit}/notes": of_staff(A.NOTE, creates=True),
    "POST /v1/visits/{visit}/reveal": Row(STAFF, A.REVEAL, session=True),
    # what the receptionist does
    "POST /v1/reception/tickets": of_staff(A.TAKE_TICKET, creates=True),
    "GET /v1/reception/roll": seen_by_staff(A.PAPER_ROLL),
    "POST /v1/reception/roll": of_staff(A.PAPER_ROLL, creates=True),
    "POST /v1/reception/diversions": of_staff(A.DIVERT, creates=True),
    "POST /v1/visits/{visit}/service": of_staff(A.CHANGE_SERVICE),
    "POST /v1/visits/{visit}/priority": of_staff(A.GROUP_TICKET),
    "POST /v1/visits/{visit}/documents": of_staff(A.CHECK_DOCUMENTS),
    "POST /v1/visits/{visit}/cancel": of_staff(A.CANCEL_TICKET),
    "POST /v1/visits/{visit}/reinstate": of_staff(A.CHANGE_SERVICE),
    "GET /v1/appointments": Row(STAFF_AND_ENGINEERS),
    # what the supervisor does
    "GET /v1/supervision": seen_by_staff(A.SEE_LIVE),
    f"{ANY_COUNTER}/open": of_staff(A.ANY_COUNTER),
    f"{ANY_COUNTER}/close": of_staff(A.ANY_COUNTER),
    f"{ANY_COUNTER}/pause": of_staff(A.ANY_COUNTER),
    f"{ANY_COUNTER}/resume": of_staff(A.ANY_COUNTER),
    f"{ANY_COUNTER}/replan": of_staff(A.ANY_COUNTER),
    "POST /v1/services/{service}/on": of_staff(A.SWITCH_SERVICE),
    "POST /v1/services/{service}/off": of_staff(A.SWITCH_SERVICE),
    "POST /v1/doors/open": of_staff(A.DOORS),
    "POST /v1/doors/close": of_staff(A.DOORS),
    "POST /v1/alerts/{alert}/accept": of_staff(A.ACCEPT_ALERT),
    "POST /v1/notices": of_staff(A.NOTICE, creates=True),
    "POST /v1/notices/{notice}/end": of_staff(A.NOTICE),
    "GET /v1/reports/day": seen_by_staff(A.SEE_REPORTS),
    "GET /v1/rules": seen_by_staff(A.SEE_LIVE),
    "POST /v1/rules": of_staff(A.CHANGE_RULES),
    "POST /v1/rules/check": of_staff(A.CHANGE_RULES),
    # what they say to each other
    "GET /v1/messages": seen_by_staff(A.MESSAGE),
    "POST /v1/messages": of_staff(A.MESSAGE, creates=True),
    "POST /v1/messages/{message}/read": of_staff(A.MESSAGE),
    "GET /v1/help": Row(VISITORS, A.CALL_HELP, session=True),
    "POST /v1/help": Row(VISITORS, A.CALL_HELP, session=True, keyed=True, creates=True),
    "POST /v1/help/{place}/accept": of_staff(A.ACCEPT_HELP),
    "POST /v1/help/{place}/end": Row(VISITORS, A.CALL_HELP, session=True, keyed=True),
    # forms
    "GET /v1/forms": ANYBODY_LOOKS,
    "POST /v1/applications": Row({"kiosk"}, keyed=True, creates=True),
    "PUT /v1/applications/{application}": Row({"kiosk"}, keyed=True),
    "POST /v1/applications/resume": Row({"kiosk"}),
    "POST /v1/applications/{application}/hand-in": Row({"kiosk"}, keyed=True),
    "POST /v1/applications/{application}/visit": Row(VISITORS, keyed=True),
    f"PUT {PAGE}": Row({"kiosk"}),
    f"GET {PAGE}": Row({"kiosk"}),
    f"DELETE {PAGE}": Row({"kiosk"}),
    "POST /v1/applications/{application}/missing-list": Row(VISITORS, keyed=True),
    "GET /v1/applications/numbers/{number}": ANYBODY_LOOKS,
    "GET /v1/counters/{counter}/application": seen_by_staff(A.OWN_COUNTER),
    "POST /v1/counters/{counter}/application/withdraw": of_staff(A.OWN_COUNTER),
    # what headquarters has sent, and a visitor's own account
    "GET /v1/content": Row({"kiosk"}),
    "GET /v1/content/documents/{name}": Row({"kiosk"}),
    "GET /v1/visits/{visit}/accounts": Row({"kiosk"}),
    "POST /v1/accounts": Row({"kiosk"}),
    # which screens are let in
    "GET /v1/screens": Row(STAFF_AND_ENGINEERS),
    "PUT /v1/screens": Row({"kiosk"}),
    # a visitor's own page
    "GET /v1/mobile/{page}": Row({"kiosk"}),
    "POST /v1/mobile/{page}/delay": Row({"kiosk"}, keyed=True),
    "POST /v1/mobile/{page}/leave": Row({"kiosk"}, keyed=True),
    "POST /v1/mobile/{page}/rating": Row({"kiosk"}, keyed=True),
    # devices and the link
    "POST /v1/devices/{device}/test": Row({"engineer"}),
    "GET /v1/devices/{device}/wire": Row({"engineer"}),
    "POST /v1/faults/acknowledge": Row(
        STAFF_AND_ENGINEERS, A.ACKNOWLEDGE_FAULTS, session=True, keyed=True
    ),
    "GET /v1/sync/state": Row(LINK),
    "GET /v1/sync/facts": Row(LINK),
    "POST /v1/sync/acks": Row(LINK),
    "POST /v1/sync/epochs": Row(LINK),
    "POST /v1/sync/commands": Row(LINK),
    "POST /v1/sync/library": Row(LINK),
    "POST /v1/sync/library/pieces": Row(LINK),
}
