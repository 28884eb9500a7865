"""Reports, complaints and questions at the query and the ticket screen, before a real hall."""

import asyncio
import contextlib
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from form_served import hall_at
from kiosk_served import Kiosk, Stream, kiosk_before
from query_hall import query_kiosk_before

from edge.hall import Hall
from kiosk.config import KioskConfig

EVENTS = "/query/events?terminal=query-1"
MATTER = {"told": "<script>alert(1)</script> 电表箱没关"}


class Desk:
    """A screen with an entry, what its browser sees, and the hall behind it."""

    def __init__(self, kiosk: Kiosk, stream: Stream, hall: Hall, kind: str = "query") -> None:
        self.kiosk, self.stream, self.hall, self.kind = kiosk, stream, hall, kind
        self.state: dict = {}

    async def until(self, stage: str, text: str = "") -> dict:
        """Wait for a page that says `text`."""
        self.state = await self.stream.until(
            lambda state: state["stage"] == stage and text in state["html"]
        )
        return self.state

    async def touch(self, action: str, value: str = "", field: str = "") -> httpx.Response:
        body = {
            "dialogue": self.state["dialogue"],
            "action": action,
            "value": value,
            "field": field,
        }
        headers = {"Origin": self.kiosk.url, "X-Atrium-Screen": self.kind}
        address = f"/{self.kind}/touch?terminal={self.kind}-1"
        return await self.kiosk.http.post(address, json=body, headers=headers)

    async def complains(self) -> None:
        """Fill a complaint in, to its last page, without a name."""
        await self.touch("entry")
        await self.until("choosing", "投诉与建议")
        await self.touch("form", "complaint")
        await self.until("filling", "事由")
        await self.touch("pick", "service", "about")
        await self.touch("next", json.dumps(MATTER))
        await self.until("filling", "是否需要答复")
        await self.touch("pick", "no", "wanted")
        await self.touch("next")
        await self.until("review", "都填好了")

    def numbers(self) -> list[str]:
        """Return the numbers of all that was handed in."""
        known = self.hall.recorder.committed.applications.values()
        return [each.number for each in known if each.number]


@contextlib.asynccontextmanager
async def desk(**options: object) -> AsyncIterator[Desk]:
    """Run a hall and a query screen before it; the first page has come."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            hall_at(Path(folder)) as (hall, socket),
            query_kiosk_before(socket, **options) as kiosk,
            kiosk.stream(EVENTS) as stream,
        ):
            at = Desk(kiosk, stream, hall)
            await at.until("attract", "报修投诉咨询")
            yield at


async def test_a_complaint_gets_a_number_at_the_query_screen_and_is_followed_there():
    async with desk() as at:
        await at.complains()
        assert "<script>alert" not in at.state["html"]
        await at.touch("hand-in")
        done = await at.until("handed_in", "受理编号")
        assert at.numbers()[0] in done["html"]
        assert "续填码" not in done["html"]
        await at.touch("follow")
        followed = await at.until("followed", at.numbers()[0])
        assert "已受理" in followed["html"]


async def test_two_taps_hand_in_once():
    async with desk() as at:
        await at.complains()
        await asyncio.gather(at.touch("hand-in"), at.touch("hand-in"))
        await at.until("handed_in")
        assert len(at.numbers()) == 1


async def test_only_what_has_an_entry_is_filled_in_here_and_no_code_is_taken():
    async with desk() as at:
        await at.touch("entry")
        choosing = await at.until("choosing", "投诉与建议")
        assert all(word in choosing["html"] for word in ("故障报修", "业务咨询", "95598"))
        assert "新装" not in choosing["html"]
        for action, value in (("form", "new-connection"), ("code", "7K3M-9QXD"), ("code-keys", "")):
            shown = (await at.touch(action, value)).json()
            assert shown["stage"] == "choosing"


async def test_what_is_wrong_is_said_beside_it_and_nothing_is_handed_in_before():
    async with desk() as at:
        await at.touch("entry")
        await at.until("choosing", "故障报修")
        await at.touch("form", "repair")
        await at.until("filling")
        await at.touch("next", json.dumps({"phone": "12", "address": "人民路1号"}))
        wrong = await at.until("filling", "电话号码不对")
        assert "请填写这一项" in wrong["html"] or "请选一个" in wrong["html"]
        assert (await at.touch("hand-in")).json()["stage"] == "filling"
        assert at.numbers() == []


async def test_walking_away_from_a_complaint_leaves_nothing_on_the_glass():
    async with desk(idle_timeout_s=5.0) as at:
        await at.complains()
        station = at.kiosk.app.state.screens.stations["query"]["query-1"]
        station._walked_away(station.stay.id)
        gone = await at.until("attract")
        assert "电表箱" not in gone["html"]
        assert at.numbers() == []


async def test_a_query_screen_is_let_in_to_no_page_of_the_form_screen():
    async with desk() as at:
        (query,) = [value for name, value in at.kiosk.http.auth._kept.items() if "query" in name]
        bare = httpx.AsyncClient(base_url=at.kiosk.url, cookies={"token_form": query})
        async with bare as http:
            body = {"dialogue": at.state["dialogue"], "action": "begin"}
            headers = {"Origin": at.kiosk.url, "X-Atrium-Screen": "form"}
            answer = await http.post("/form/touch?terminal=form-1", json=body, headers=headers)
            assert answer.status_code in (401, 403, 404)


async def test_at_a_ticket_screen_a_fault_is_reported_and_a_ticket_taken_afterwards():
    with tempfile.TemporaryDirectory() as folder:
        config = KioskConfig(entries=True, retry_pause_s=0.05)
        async with (
            hall_at(Path(folder)) as (hall, socket),
            kiosk_before(socket, config) as kiosk,
            kiosk.stream("/ticket/events?terminal=ticket-1") as stream,
        ):
            at = Desk(kiosk, stream, hall, "ticket")
            await at.until("attract")
            assert (await at.touch("entry")).json()["stage"] == "attract"
            await at.touch("touch")
            await at.until("choosing", 'data-action="entry"')
            await at.complains()
            await at.touch("hand-in")
            await at.until("handed_in", "还要取号")
            assert (await at.touch("follow")).json()["stage"] == "handed_in"
            await at.touch("leave")
            await at.until("choosing", 'data-action="entry"')
            await at.touch("service", "advice")
            await at.until("ticket")
            assert len(at.numbers()) == 1


async def test_a_ticket_screen_without_entries_has_none():
    with tempfile.TemporaryDirectory() as folder:
        async with (
            hall_at(Path(folder)) as (hall, socket),
            kiosk_before(socket, KioskConfig()) as kiosk,
            kiosk.stream("/ticket/events?terminal=ticket-1") as stream,
        ):
            at = Desk(kiosk, stream, hall, "ticket")
            await at.until("attract")
            await at.touch("touch")
            menu = await at.until("choosing")
            assert 'data-action="entry"' not in menu["html"]
            answer = await at.touch("entry")
            assert answer.status_code == 422 or answer.json()["stage"] == "choosing"
