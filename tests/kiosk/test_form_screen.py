"""The form screen before a real hall: cards, tickets and codes that are shown beside it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from form_served import form_screen_before, hall_at
from kiosk_served import Kiosk, Stream

from drivers.contract import AgeBand, IdentityCard, PurchaseCard
from edge.api import shapes
from edge.client import HallClient
from edge.hall import Hall

NUMBER, ACCOUNT = "11010519491231002X", "3301234567"
CARD = IdentityCard("citizen", AgeBand.SEVENTY_PLUS, "张三丰", NUMBER, address="人民路1号")
EVENTS = "/form/events?terminal=form-1"


class Desk:
    """A form screen, what its browser sees, and the hall behind it."""

    def __init__(self, kiosk: Kiosk, stream: Stream, hall: Hall, client: HallClient) -> None:
        self.kiosk, self.stream, self.hall, self.client = kiosk, stream, hall, client
        self.state: dict = {}

    async def until(self, stage: str, text: str = "") -> dict:
        """Wait for a page that says `text`."""
        self.state = await self.stream.until(
            lambda state: state["stage"] == stage and text in state["html"]
        )
        return self.state

    async def touch(self, action: str, value: str = "", field: str = "") -> None:
        body = {
            "dialogue": self.state["dialogue"],
            "action": action,
            "value": value,
            "field": field,
        }
        headers = {"Origin": self.kiosk.url, "X-Atrium-Screen": "form"}
        answer = await self.kiosk.http.post(
            "/form/touch?terminal=form-1", json=body, headers=headers
        )
        assert answer.status_code == 200, answer.text

    def left(self) -> list[str]:
        """Return who the hall still knows that has no ticket."""
        visits = self.hall.recorder.committed.visits.values()
        return [each.visit for each in visits if not each.legs and not each.abandoned]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="atrium-") as name:
        async with (
            hall_at(Path(name)) as (hall, socket),
            HallClient(str(socket)) as client,
            form_screen_before(socket) as kiosk,
            kiosk.stream(EVENTS) as stream,
        ):
            desk = Desk(kiosk, stream, hall, client)
            await desk.until("attract", "data-action")
            yield desk


async def begun(desk: Desk, **answers: str) -> shapes.Application:
    """Keep a form of somebody who has left again."""
    kept = shapes.NewApplication(form="meter-check", answers=answers, at="form-2")
    return await desk.client.begin_application(kept)


async def test_a_card_fills_the_form_and_is_given_back_at_the_end(desk: Desk, caplog) -> None:
    await desk.hall.identity.identify("reader-1", CARD)
    await desk.until("choosing", "张**")
    assert desk.state["elder"] is True
    form = next(each for each in await desk.client.forms() if fills(each) >= {"card_name"})
    await desk.touch("form", form.id)
    await desk.until("filling")
    while CARD.name not in desk.state["html"]:
        await answer_choices(desk, form)
    await desk.touch("leave")
    gone = await desk.until("attract")
    assert CARD.name not in gone["html"] and NUMBER not in gone["html"]
    while desk.left():
        await asyncio.sleep(0)
    assert CARD.name not in caplog.text and NUMBER not in caplog.text


def fills(form: shapes.Form) -> set[str]:
    return {field.fill for part in form.parts for field in part.fields}


async def answer_choices(desk: Desk, form: shapes.Form) -> None:
    """Touch the first answer of every choice on the first page."""
    for field in form.parts[0].fields:
        if field.kind == "choice":
            await desk.touch("pick", field.choices[0].id, field.id)
            await desk.until("filling")


async def test_a_scanned_code_opens_the_form_and_a_purchase_card_gives_its_account(
    desk: Desk,
) -> None:
    owner = {"name": "李四", "identity": NUMBER, "phone": "13800138000"}
    kept = await begun(desk, body="person", by="self", **owner)
    await desk.hall.identity.identify_by_code("reader-1", kept.code)
    await desk.until("filling", 'data-field="account"')
    await desk.hall.identity.identify_by_purchase_card("reader-1", PurchaseCard(ACCOUNT, "12"))
    await desk.until("filling", ACCOUNT)


async def test_a_ticket_shown_to_the_scanner_is_bound_to_the_form(desk: Desk) -> None:
    service = (await desk.client.services())[0].id
    ticket = await desk.client.new_visit(shapes.NewVisit(service=service, delivery="screen"))
    kept = await begun(desk)
    await desk.hall.identity.identify_by_code("reader-1", kept.code)
    await desk.until("filling")
    await desk.hall.identity.identify_by_code("reader-1", ticket.qr)
    while desk.hall.applications.of_visit(ticket.visit) != kept.application or desk.left():
        await asyncio.sleep(0)


async def test_a_code_of_nobodys_says_so_and_leaves_nobody_behind(desk: Desk) -> None:
    await desk.hall.identity.identify_by_code("reader-1", "7K3M-9QXD")
    await desk.until("code")
    await desk.hall.identity.identify_by_code("reader-1", "https://example.com/")
    while desk.left():
        await asyncio.sleep(0)
