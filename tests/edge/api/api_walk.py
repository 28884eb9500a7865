"""A walk through everything that staff can ask of the API, each with an answer of every kind."""

from typing import Any, Protocol

from edge.domain.mobile import page_of
from edge.reports.writers.json_text import report_from_json

CLERK_OF_2, RECEPTION, BOSS = "1002", "2001", "3001"


class Ask(Protocol):
    """Sends a request as somebody and holds the answer, which it returns, against the document."""

    async def __call__(
        self, status: int, method: str, url: str, body: Any = None, role: str = "tcp"
    ) -> Any: ...


async def ticket(ask: Ask, service: str = "pay-bill") -> str:
    """Take a ticket; return the visit."""
    return str((await ask(201, "POST", "/v1/visits", {"service": service}))["visit"])


async def hand_over(ask: Ask) -> None:
    """Be a supervisor at counter 1 and do all that a clerk may do with visitors of others."""
    counter = "/v1/counters/1"
    await ask(200, "POST", f"{counter}/open", {})
    await ask(200, "POST", f"{counter}/pause", {"reason": "meal"})
    await ask(422, "POST", f"{counter}/pause", {"reason": "football"})
    await ask(200, "POST", f"{counter}/resume")
    first, second = await ticket(ask), await ticket(ask)
    await ask(200, "POST", f"{counter}/call", {"visit": second, "reason": "faint"})
    await ask(200, "POST", f"{counter}/return", {"places": 1})
    await ask(200, "POST", f"{counter}/next", {})
    await ask(200, "POST", f"{counter}/start", {})
    await ask(200, "POST", f"{counter}/precall")
    await ask(200, "POST", f"{counter}/park", {"reason": "copies", "visit": first})
    await ask(200, "GET", "/v1/queue")
    await ask(200, "GET", f"/v1/visits/{second}/why")
    await ask(200, "POST", f"{counter}/resume-parked", {"visit": first})
    await ask(422, "POST", f"{counter}/transfer", {"service": "invoice", "reason": "a whim"})
    await ask(200, "POST", f"{counter}/transfer", {"service": "invoice", "reason": "specialist"})
    await ask(200, "POST", f"{counter}/walk-direct", {"service": "pay-bill"})
    await show(ask, f"{counter}/side")
    await ask(200, "POST", f"{counter}/finish", {})


async def show(ask: Ask, side: str) -> None:
    """Let whoever is being served see who they are, and agree."""
    await ask(200, "GET", side)
    await ask(409, "GET", f"{side}/person", role="kiosk")
    await ask(409, "GET", f"{side}/form", role="kiosk")
    await ask(404, "POST", side, {"what": "form"})
    await ask(200, "POST", side, {"what": "identity"})
    asked = (await ask(200, "GET", side, role="kiosk"))["asked"]
    await ask(200, "GET", f"{side}/person", role="kiosk")
    await ask(200, "POST", f"{side}/answer", {"asked": asked, "agreed": True}, role="kiosk")
    await ask(409, "POST", f"{side}/answer", {"asked": asked + 1, "agreed": True}, role="kiosk")


async def know(ask: Ask, identified: str) -> None:
    """Have somebody who laid a card at counter 1: note something, read it, see who it is."""
    visit = f"/v1/visits/{identified}"
    await ask(204, "GET", "/v1/counters/1/visitor")
    await ask(200, "POST", "/v1/counters/1/call", {"visit": identified, "reason": "faint"})
    await ask(201, "POST", f"{visit}/notes", {"text": "户号在门牌上"})
    await ask(422, "POST", f"{visit}/notes", {"text": "a\x1b[2J"})
    await ask(404, "POST", "/v1/visits/NOBODY/notes", {"text": "?"})
    await ask(200, "GET", f"{visit}/notes")
    await ask(404, "GET", "/v1/visits/NOBODY/notes")
    await ask(200, "GET", "/v1/counters/1/visitor")
    await ask(200, "POST", f"{visit}/reveal", {"reason": "find_account"})
    await ask(422, "POST", f"{visit}/reveal", {"reason": "curious"})
    to = {"service": "invoice", "note": "先核对房产证"}
    await ask(200, "POST", "/v1/counters/1/transfer", to)


async def receive(ask: Ask) -> None:
    """Be the receptionist."""
    await ask(200, "GET", "/v1/priorities")
    await ask(200, "GET", "/v1/services/now")
    wish = {"services": ["pay-bill", "invoice"], "delivery": "screen"}
    visit = (await ask(201, "POST", "/v1/reception/tickets", wish))["visit"]
    await ask(200, "POST", f"/v1/visits/{visit}/wait")
    wrong_code = {"screen": "ticket-1", "code": "AAAA-BBBB"}
    await ask(422, "POST", "/v1/visits/check-in", wrong_code, role="kiosk")
    await ask(200, "POST", f"/v1/visits/{visit}/service", {"service": "invoice"})
    of_group = {"priority": "elderly", "reason": "with a stick"}
    await ask(200, "POST", f"/v1/visits/{visit}/priority", of_group)
    await ask(200, "POST", f"/v1/visits/{visit}/documents", {"missing": ["identity card"]})
    await ask(200, "POST", f"/v1/visits/{visit}/reinstate")
    await ask(200, "POST", f"/v1/visits/{visit}/cancel", {"reason": "went home"})
    await ask(409, "POST", f"/v1/visits/{visit}/reinstate")
    await ask(200, "GET", "/v1/appointments")
    elsewhere = {"visit": await ticket(ask), "to": "self_service"}
    await ask(201, "POST", "/v1/reception/diversions", elsewhere)
    await ask(409, "POST", "/v1/reception/diversions", elsewhere)
    await ask(201, "POST", "/v1/reception/diversions", {"service": "invoice"})
    await ask(422, "POST", "/v1/reception/diversions", {})
    slip = (await ask(200, "GET", "/v1/reception/roll"))[0]
    handed_out = {"service": slip["service"], "upto": slip["number"] + 2}
    noted = await ask(201, "POST", "/v1/reception/roll", handed_out)
    assert len(noted["tickets"]) == 3
    await ask(422, "POST", "/v1/reception/roll", {**handed_out, "upto": 9999})
    rules = (await ask(200, "GET", "/v1/rules"))["text"]
    await ask(200, "POST", "/v1/rules", {"text": rules})
    measured = await ask(200, "GET", "/v1/reports/day")
    assert report_from_json(measured["report"]).table("by_service")
    wrong = await ask(200, "POST", "/v1/rules/check", {"text": "WHEN it rains"})
    assert [(each["line"], each["column"]) for each in wrong["mistakes"]] == [(1, 6)]


async def supervise(ask: Ask) -> None:
    """Be the supervisor: counters, services and doors."""
    counter = "/v1/supervision/counters/2"
    await ask(200, "POST", f"{counter}/open", {"staff": CLERK_OF_2})
    await ask(422, "POST", f"{counter}/open", {"staff": RECEPTION})
    await ask(200, "POST", f"{counter}/replan", {"services": ["supply"], "reason": "a crowd"})
    await ask(200, "POST", f"{counter}/pause", {"reason": "meal"})
    await ask(200, "POST", f"{counter}/resume")
    await ask(200, "POST", f"{counter}/pause", {"reason": "meal"})
    await ask(422, "POST", f"{counter}/pause", {"reason": "football"})
    await ask(200, "POST", f"{counter}/resume")
    await ask(200, "POST", f"{counter}/close")
    for switch in ("off", "on"):
        await ask(200, "POST", f"/v1/services/supply/{switch}", {"reason": "no power"})
    await ask(422, "POST", "/v1/services/gas/off", {})
    for switch in ("close", "open"):
        await ask(200, "POST", f"/v1/doors/{switch}")
    await ask(200, "GET", "/v1/doors")
    await ask(200, "GET", "/v1/pauses")
    await ask(200, "GET", "/v1/reasons")


async def tell_everybody(ask: Ask) -> None:
    """Show a notice on every screen, and end it."""
    told = {"text": "今日提前关门", "text_english": "Closing early today"}
    notice = (await ask(201, "POST", "/v1/notices", told))["notice"]
    await ask(422, "POST", "/v1/notices", {**told, "until": 1})
    await ask(200, "GET", "/v1/notices", role="kiosk")
    await ask(200, "GET", "/v1/board", role="kiosk")
    await ask(200, "POST", f"/v1/notices/{notice}/end")
    await ask(404, "POST", f"/v1/notices/{notice}/end")
    await let_in(ask)


async def let_in(ask: Ask) -> None:
    """Tell which screens are paired, and see them."""
    screen = {"role": "board", "name": "hall-2f", "at": 1_780_000_000_000, "by": "root"}
    await ask(200, "PUT", "/v1/screens", {"screens": [screen]}, role="kiosk")
    await ask(422, "PUT", "/v1/screens", {"screens": [{**screen, "at": -1}]}, role="kiosk")
    await ask(200, "GET", "/v1/screens", role="engineer")


async def look_up(ask: Ask, identified: str) -> None:
    """Be a visitor who laid a card at a screen, in a hall that headquarters has sent nothing."""
    nothing = await ask(200, "GET", "/v1/content", role="kiosk")
    assert {nothing[kind]["code"] for kind in ("tariffs", "guides", "playlist")} == {"no_content"}
    await ask(404, "GET", "/v1/content/documents/tariffs.json", role="kiosk")
    await ask(503, "GET", f"/v1/visits/{identified}/accounts", role="kiosk")
    await ask(200, "GET", f"/v1/visits/{identified}/shown", role="kiosk")
    await ask(404, "GET", "/v1/visits/NOBODY/shown", role="kiosk")
    question = {"account": "3301234567", "screen": "query-1"}
    await ask(503, "POST", "/v1/accounts", question, role="kiosk")


async def tell_each_other(ask: Ask) -> None:
    """Write a message and read it."""
    words = {"text": "请到二号窗口", "to": [BOSS, "2"]}
    message = (await ask(201, "POST", "/v1/messages", words))["message"]
    await ask(422, "POST", "/v1/messages", {"text": "?", "to": ["nobody"]})
    await ask(200, "GET", "/v1/messages")
    await ask(200, "POST", f"/v1/messages/{message}/read")
    await ask(404, "POST", "/v1/messages/M-0/read")


async def call_for_help(ask: Ask, tick: Any) -> None:
    """Be stuck at a screen, be helped, and have a supervisor see to the alert."""
    stuck = {"place": "ticket-1", "urgency": "stuck", "about": "identify"}
    await ask(201, "POST", "/v1/help", stuck, role="kiosk")
    await ask(403, "POST", "/v1/help", {**stuck, "urgency": "emergency"}, role="kiosk")
    await ask(404, "POST", "/v1/help", {"place": "99"})
    await tick()
    await ask(200, "GET", "/v1/help")
    await ask(200, "GET", "/v1/help", role="kiosk")
    await ask(200, "GET", "/v1/supervision")
    await ask(200, "POST", "/v1/alerts/help:ticket-1/accept")
    await ask(404, "POST", "/v1/alerts/help:nowhere/accept")
    await ask(200, "POST", "/v1/help/ticket-1/accept")
    await ask(200, "POST", "/v1/help/ticket-1/end")
    await ask(404, "POST", "/v1/help/ticket-1/end", role="kiosk")


async def fill_in(ask: Ask) -> None:
    """Fill a form in at a screen, go on with it by its code, hand it in, follow it."""
    visit = await ticket(ask, "advice")
    await ask(204, "GET", "/v1/counters/1/application")
    kept = {"answers": {"about": "billing"}, "at": "form-1"}
    await ask(200, "GET", "/v1/forms", role="kiosk")
    begun = {"form": "complaint", **kept}
    application = await ask(201, "POST", "/v1/applications", begun, role="kiosk")
    await ask(422, "POST", "/v1/applications", {**begun, "form": "tax"}, role="kiosk")
    by_code = {"code": application["code"], "screen": "form-1"}
    await ask(200, "POST", "/v1/applications/resume", by_code, role="kiosk")
    wrong = {**by_code, "code": "0000-0000"}
    await ask(401, "POST", "/v1/applications/resume", wrong, role="kiosk")
    of_it = f"/v1/applications/{application['application']}"
    await ask(422, "POST", f"{of_it}/hand-in", {}, role="kiosk")
    whole = {"about": "billing", "told": "电费算错了", "wanted": "no"}
    await ask(200, "PUT", of_it, {**kept, "answers": whole}, role="kiosk")
    await ask(200, "POST", f"{of_it}/missing-list", {"screen": "form-1"}, role="kiosk")
    await ask(200, "POST", f"{of_it}/visit", {"visit": visit})
    await ask(200, "POST", "/v1/counters/1/call", {"visit": visit, "reason": "faint"})
    number = (await ask(200, "POST", f"{of_it}/hand-in", {}, role="kiosk"))["number"]
    await ask(409, "PUT", of_it, {**kept, "answers": whole}, role="kiosk")
    await ask(200, "GET", f"/v1/applications/numbers/{number}")
    await ask(404, "GET", "/v1/applications/numbers/261122-0001-0")
    await ask(200, "GET", "/v1/counters/1/application")
    withdrawn = {"application": application["application"]}
    await ask(200, "POST", "/v1/counters/1/application/withdraw", withdrawn)
    await ask(404, "POST", "/v1/counters/1/application/withdraw", withdrawn)
    await ask(200, "POST", "/v1/counters/1/no-show", {})


async def follow_by_telephone(ask: Ask) -> None:
    """Open the page that a ticket's QR code leads to, ask for more time, leave."""
    wish = {"service": "pay-bill", "delivery": "screen"}
    qr = (await ask(201, "POST", "/v1/visits", wish, role="kiosk"))["qr"]
    page = f"/v1/mobile/{page_of(qr.partition('#')[0].rpartition('/')[2])}"
    assert (await ask(200, "GET", page, role="kiosk"))["may_delay"]
    await ask(404, "GET", f"/v1/mobile/{'0' * 64}", role="kiosk")
    await ask(200, "POST", f"{page}/delay", role="kiosk")
    await ask(200, "POST", f"{page}/delay", role="kiosk")
    await ask(409, "POST", f"{page}/delay", role="kiosk")
    await ask(409, "POST", f"{page}/rating", {"grade": 5}, role="kiosk")
    await ask(200, "POST", f"{page}/leave", role="kiosk")


async def attach(ask: Ask) -> None:
    """Lay a document under the camera of a form screen, look at it, and take it away."""
    begun = {"form": "name-change", "answers": {}, "at": "form-1"}
    application = (await ask(201, "POST", "/v1/applications", begun, role="kiosk"))["application"]
    page = f"/v1/applications/{application}/documents/{{}}/pages/1"
    known, unknown = page.format("identity-card"), page.format("passport")
    picture = {"data": "/9j/4AAQ", "at": "form-1"}
    await ask(200, "PUT", known, picture, role="kiosk")
    await ask(422, "PUT", known, {**picture, "data": "AAAA"}, role="kiosk")
    await ask(422, "PUT", known, {**picture, "data": "?"}, role="kiosk")
    await ask(422, "PUT", unknown, picture, role="kiosk")
    await ask(200, "GET", known, role="kiosk")
    await ask(404, "GET", unknown, role="kiosk")
    await ask(200, "DELETE", known, role="kiosk")
    await ask(404, "DELETE", known, role="kiosk")
