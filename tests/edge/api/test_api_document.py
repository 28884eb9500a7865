"""The OpenAPI document tells the truth: every answer of a whole visit is as it says."""

import re
from typing import Any

import api_walk
import httpx
from api_hall import CLERK, PIN, ApiHall
from api_table import TABLE
from openapi_routes import DOCUMENT, ENDLESS, OPERATIONS, Operation, mismatch

from drivers.contract import AgeBand, Health, IdentityCard
from edge.api.errors import known_codes
from edge.domain.refusals import RefusedError

CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", "11010519491231002X")


def operation_of(method: str, path: str) -> Operation:
    """Return the operation a request was sent to; the most literal path wins."""
    found = [
        each
        for each in OPERATIONS
        if each.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.path), path)
    ]
    return min(found, key=lambda each: each.path.count("{"))


class Checked:
    """Asks, and holds every answer against the document."""

    def __init__(self, hall: ApiHall, token: str) -> None:
        self._hall = hall
        self._token = token
        self.asked: set[str] = set()

    async def __call__(
        self, status: int, method: str, url: str, body: Any = None, role: str = "tcp"
    ) -> Any:
        async with self._hall.client(role, self._token) as client:
            response = await client.request(method, url, json=body)
        operation = operation_of(method, response.url.path)
        self.asked.add(str(operation))
        assert response.status_code == status, response.text
        return self._checked(operation, response)

    def _checked(self, operation: Operation, response: httpx.Response) -> Any:
        schema = operation.answer_schema(response.status_code)
        if schema is None:
            assert not response.content
            return None
        assert not mismatch(response.json(), schema), operation
        return response.json()


async def serve_one(ask: Checked) -> str:
    """Have one visitor take a ticket, be served and rate; return the visit."""
    visit = (await ask(201, "POST", "/v1/visits", {"service": "pay-bill"}))["visit"]
    for verb in ("next", "recall", "start"):
        await ask(200, "POST", f"/v1/counters/1/{verb}", {})
    await ask(409, "POST", "/v1/counters/1/next", {})
    await ask(200, "GET", "/v1/board")
    await ask(200, "GET", "/v1/counters")
    await ask(200, "POST", "/v1/counters/1/finish", {})
    await ask(200, "POST", f"/v1/visits/{visit}/rating", {"grade": 5})
    await ask(409, "POST", f"/v1/visits/{visit}/rating", {"grade": 4})
    return str(visit)


async def look_around(ask: Checked, visit: str) -> None:
    """Ask for everything that can be looked at."""
    for path in ("services", "counters", "board", "devices", "health", "visits", f"visits/{visit}"):
        await ask(200, "GET", f"/v1/{path}")


async def identify_two(ask: Checked, hall: ApiHall) -> None:
    """One visitor is greeted and takes a ticket, another is greeted and leaves."""
    for leaves in (False, True):
        visit = await hall.controller.hall.identity.identify("reader-1", CARD)
        await ask(200, "GET", f"/v1/visits/{visit}/greeting", role="kiosk")
        if leaves:
            await api_walk.look_up(ask, visit)
            await ask(200, "POST", f"/v1/visits/{visit}/abandon", role="kiosk")
        else:
            wish = {"service": "pay-bill", "visit": visit, "delivery": "screen"}
            await ask(201, "POST", "/v1/visits", wish, role="kiosk")
        await ask(404, "GET", f"/v1/visits/{visit}/greeting", role="kiosk")


async def type_a_number(ask: Checked) -> None:
    """Be a visitor at a screen without a reader."""
    typed = {"screen": "ticket-1", "number": "11010519491231002x"}
    visit = (await ask(201, "POST", "/v1/visits/identify", typed, role="kiosk"))["visit"]
    await ask(200, "GET", f"/v1/visits/{visit}/greeting", role="kiosk")
    phone = {"screen": "ticket-1", "kind": "phone", "number": "13812345678"}
    visit = (await ask(201, "POST", "/v1/visits/identify", phone, role="kiosk"))["visit"]
    await ask(200, "GET", f"/v1/visits/{visit}/greeting", role="kiosk")
    mistyped = {"screen": "ticket-1", "number": "110105194912310021"}
    await ask(422, "POST", "/v1/visits/identify", mistyped, role="kiosk")


async def care_for_devices(ask: Checked, hall: ApiHall) -> None:
    """See a fault and note what is done; be the engineer, and test the device."""
    await hall.controller.hall.faults.note("printer-1", "", Health.OFFLINE, "silent")
    await ask(200, "GET", "/v1/faults")
    await ask(200, "POST", "/v1/devices/printer-1/test", role="engineer")
    await ask(404, "POST", "/v1/devices/nothing/test", role="engineer")
    known = {"device": "printer-1", "note": "a new cable is on its way"}
    await ask(200, "POST", "/v1/faults/acknowledge", known)
    await ask(422, "POST", "/v1/faults/acknowledge", known, role="engineer")
    await ask(404, "POST", "/v1/faults/acknowledge", {"device": "reader-1"})


async def sync(ask: Checked) -> None:
    """Be the link: fetch, confirm, and renew the epoch."""
    state = await ask(200, "GET", "/v1/sync/state", role="sync")
    await ask(200, "GET", "/v1/sync/facts?after=0&limit=1000", role="sync")
    ack = {"epoch": state["epoch"], "upto": state["last"], "head": state["head"]}
    await ask(200, "POST", "/v1/sync/acks", ack, role="sync")
    await ask(409, "POST", "/v1/sync/acks", {**ack, "head": "0" * 64}, role="sync")
    await ask(422, "POST", "/v1/sync/commands", {}, role="sync")
    told = {"hall": "H-01", "revision": 1, "catalogue": "0" * 64, "size": 1, "signature": ""}
    await ask(401, "POST", "/v1/sync/library", told, role="sync")
    piece = {"hash": "0" * 64, "offset": 0, "data": "AA=="}
    await ask(200, "POST", "/v1/sync/library/pieces", piece, role="sync")
    await ask(422, "POST", "/v1/sync/library/pieces", {**piece, "data": "?"}, role="sync")
    renewal = {"epoch": state["epoch"], "reason": "restored"}
    await ask(200, "POST", "/v1/sync/epochs", renewal, role="sync")


async def ticket_of_a_card(ask: Checked, hall: ApiHall) -> str:
    """Lay a card and take a ticket; return the visit."""
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    wish = {"service": "pay-bill", "visit": visit}
    await ask(201, "POST", "/v1/visits", wish, role="kiosk")
    return visit


async def what_staff_ask(hall: ApiHall) -> set[str]:
    """Have a supervisor do all that members of staff may do; return what was asked."""
    ask = Checked(hall, await hall.sign_in(api_walk.BOSS))
    await api_walk.hand_over(ask)
    await api_walk.know(ask, await ticket_of_a_card(ask, hall))
    await api_walk.fill_in(ask)
    await api_walk.attach(ask)
    await api_walk.follow_by_telephone(ask)
    await api_walk.receive(ask)
    await api_walk.supervise(ask)
    await api_walk.tell_everybody(ask)
    await api_walk.tell_each_other(ask)
    await api_walk.call_for_help(ask, hall.controller.hall.tick)
    await care_for_devices(ask, hall)
    return ask.asked


async def test_every_answer_is_as_the_document_says(hall: ApiHall) -> None:
    ask = Checked(hall, await hall.sign_in())
    await ask(201, "POST", "/v1/sessions", {"staff": CLERK, "pin": PIN})
    await ask(401, "POST", "/v1/sessions", {"staff": CLERK, "pin": "0000"})
    await ask(200, "POST", "/v1/counters/1/open", {})
    await ask(204, "POST", "/v1/counters/1/next", {})
    visit = await serve_one(ask)
    await identify_two(ask, hall)
    await ask(200, "POST", "/v1/counters/1/next", {})
    await ask(200, "POST", "/v1/counters/1/no-show", {})
    await look_around(ask, visit)
    await type_a_number(ask)
    await ask(200, "POST", "/v1/counters/1/close", {})
    await sync(ask)
    await ask(204, "DELETE", "/v1/sessions/current")
    asked = ask.asked | await what_staff_ask(hall)
    not_asked = {str(each) for each in OPERATIONS} - asked
    assert not_asked == ENDLESS


def test_the_event_stream_is_described_as_one() -> None:
    spec = DOCUMENT["paths"]["/v1/events"]["get"]
    assert "text/event-stream" in spec["responses"]["200"]["content"]
    assert [each["name"].lower() for each in spec["parameters"]] == ["last-event-id"]


def test_every_error_code_is_described() -> None:
    said = OPERATIONS[0].spec["responses"]["4XX"]["description"]
    assert all(f"`{code}`" in said for code in known_codes())
    assert {each.code for each in RefusedError.__subclasses__()} <= known_codes().keys()


def test_what_needs_a_session_says_so() -> None:
    of_staff = {str(each) for each in OPERATIONS if each.spec.get("security")}
    assert of_staff == {name for name, row in TABLE.items() if row.session}


def test_what_may_be_sent_twice_says_so() -> None:
    keyed = {
        str(each)
        for each in OPERATIONS
        if any(p["name"].lower() == "idempotency-key" for p in each.spec.get("parameters", []))
    }
    assert keyed == {name for name, row in TABLE.items() if row.keyed}


def test_what_is_created_says_so() -> None:
    created = {str(each) for each in OPERATIONS if "201" in each.spec["responses"]}
    assert created == {name for name, row in TABLE.items() if row.creates}
