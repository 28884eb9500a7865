"""Visitors' pages from the hall itself: a real hall, its API, and a listener for visitors alone."""

import asyncio
import contextlib
import dataclasses
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from api_hall import ApiHall, served

from edge.client import HallClient
from edge.listening import TcpAddress
from edge.mobile.config import MobileConfig
from edge.mobile.filled import Field, Part
from kiosk.mobile.serving import visitors_served
from kiosk.mobile.visits import HallVisits

ENGLISH = {"accept-language": "en"}
CONFIG = MobileConfig(listen="127.0.0.1:0", hosts=["wifi.hall.example"])


@dataclass
class Network:
    """The visitors' network of a hall, and a telephone on it."""

    hall: ApiHall
    phone: httpx.AsyncClient
    visits: HallVisits

    async def ticket(self) -> str:
        """Take a ticket at a screen; return the path of its page."""
        wish = {"service": "pay-bill", "delivery": "screen"}
        async with self.hall.client("kiosk") as kiosk:
            qr = (await kiosk.post("/v1/visits", json=wish)).json()["qr"]
        return qr.partition("#")[0].removeprefix("https://hall.example")

    async def tap(self, page: str, wish: str, **said: str) -> httpx.Response:
        shown = (await self.phone.get(page, headers=ENGLISH)).text
        key = re.search(r'name="key" value="([^"]+)"', shown)
        form = {"key": key[1] if key else "tap-0", **said}
        return await self.phone.post(f"{page}/{wish}", data=form, headers=ENGLISH)


@contextlib.asynccontextmanager
async def network_of(hall: ApiHall) -> AsyncIterator[Network]:
    listener = TcpAddress.parse(CONFIG.listen).bind()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with (
        served(hall, "kiosk") as path,
        visitors_served(CONFIG, lambda: HallClient(path), listener) as visits,
        httpx.AsyncClient(base_url=address) as phone,
    ):
        yield Network(hall, phone, visits)


@pytest.fixture
async def network(hall: ApiHall) -> AsyncIterator[Network]:
    async with network_of(hall) as network:
        yield network


async def test_a_wish_is_granted_at_once(network: Network):
    page = await network.ticket()
    assert (await network.tap(page, "delay")).status_code == 303
    shown = (await network.phone.get(page, headers=ENGLISH)).text
    assert "Put off: you will be called in about 10 min" in shown
    assert (await network.tap(page, "leave")).status_code == 303
    assert "You have left the queue" in (await network.phone.get(page, headers=ENGLISH)).text


async def test_what_was_handed_in_is_followed_by_its_number(network: Network):
    page = await network.ticket()
    shown = network.hall.controller.hall.recorder.committed
    visit = next(each.visit for each in shown.visits.values())
    answers = {"about": "billing", "told": "电费算错了", "wanted": "no"}
    begun = {"form": "complaint", "answers": answers, "at": "form-1"}
    async with network.hall.client("kiosk") as kiosk:
        application = (await kiosk.post("/v1/applications", json=begun)).json()["application"]
        of_it = f"/v1/applications/{application}"
        await kiosk.post(f"{of_it}/visit", json={"visit": visit})
        number = (await kiosk.post(f"{of_it}/hand-in", json={})).json()["number"]
    assert number in (await network.phone.get(page, headers=ENGLISH)).text


# --- forms ---


async def ask(network: Network, page: str, key: str = "tap-1", **changes: str) -> httpx.Response:
    said = {"f-about": "billing", "f-question": "Why so much?", "f-wanted": "number", **changes}
    way = f"{page}/forms/consult"
    return await network.phone.post(way, data={"key": key, **said}, headers=ENGLISH)


def handed_in(network: Network) -> list[str]:
    kept = network.hall.controller.hall.recorder.committed.applications
    return [now.number for now in kept.values()]


async def test_a_question_is_handed_in_to_the_hall_and_followed(network: Network):
    page = await network.ticket()
    assert "Ask a question" in (await network.phone.get(page, headers=ENGLISH)).text
    answer = await ask(network, page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}#handed")
    (number,) = handed_in(network)
    assert number in (await network.phone.get(page, headers=ENGLISH)).text
    other = await network.ticket()
    assert number not in (await network.phone.get(other, headers=ENGLISH)).text


async def test_a_form_posted_again_and_at_once_is_one_number(network: Network):
    page = await network.ticket()
    answers = await asyncio.gather(*(ask(network, page) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(handed_in(network)) == 1
    await ask(network, page, "tap-2")
    assert len(set(handed_in(network))) == 2


async def test_a_mistake_stands_at_its_field_and_is_put_right_under_the_same_key(network: Network):
    page = await network.ticket()
    answer = await ask(network, page, **{"f-wanted": "phone", "f-name": "Li", "f-phone": "12"})
    assert answer.status_code == 422
    assert re.search('id="wrong-phone">That is no phone number', answer.text)
    assert handed_in(network) == []
    right = {"f-wanted": "phone", "f-name": "Li", "f-phone": "13800138000"}
    assert (await ask(network, page, **right)).status_code == 303
    assert len(handed_in(network)) == 1


async def test_what_the_hall_alone_finds_wrong_is_put_right_in_the_same_application(
    network: Network,
):
    page, visits = await network.ticket(), network.visits
    secret = page.rpartition("/")[2]
    typed = {"about": "billing", "question": "Why?", "wanted": "number"}
    # As a hall does that checks more than its visitors' server can.
    (first,) = [form for form in await visits._forms.forms() if form.id == "consult"]
    laxer = dataclasses.replace(
        first, parts=tuple(dataclasses.replace(part, fields=lax(part)) for part in first.parts)
    )
    visits._forms._forms = (laxer,)
    mistakes = await visits.hand_in(secret, "consult", {**typed, "wanted": ""}, "tap-1")
    assert [each.field for each in mistakes] == ["wanted"]
    for _ in range(2):
        assert await visits.hand_in(secret, "consult", typed, "tap-1") == ()
    assert len(handed_in(network)) == 1


def lax(part: Part) -> tuple[Field, ...]:
    return tuple(dataclasses.replace(field, required=False) for field in part.fields)


async def test_a_form_posted_again_after_a_restart_of_the_server_is_one_number(network: Network):
    page = await network.ticket()
    assert (await ask(network, page)).status_code == 303
    network.visits._forms._handed.clear()
    assert (await ask(network, page)).status_code == 303
    assert (await ask(network, page, **{"f-question": "Something else?"})).status_code == 303
    network.visits._forms._handed.clear()
    assert (await ask(network, page, **{"f-question": "A third thing?"})).status_code == 303
    assert len(handed_in(network)) == 1


async def test_a_page_hands_in_only_so_many_forms(network: Network):
    page = await network.ticket()
    answers = [await ask(network, page, f"tap-{number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [409]
    assert (await ask(network, page, "tap-0")).status_code == 303
    assert len(handed_in(network)) == 5


async def test_forms_that_are_signed_are_not_on_the_telephone(network: Network):
    page = await network.ticket()
    shown = (await network.phone.get(page, headers=ENGLISH)).text
    assert re.findall(r"/forms/([a-z-]+)\?", shown) == ["repair", "complaint", "consult"]
    assert (await network.phone.get(f"{page}/forms/name-change")).status_code == 404


# --- and otherwise ---


async def test_what_the_hall_refuses_is_said(network: Network):
    page = await network.ticket()
    answer = await network.tap(page, "rate", grade="5")
    shown = await network.phone.get(answer.headers["location"], headers=ENGLISH)
    assert "it cannot be rated yet" in shown.text


async def test_a_double_tap_is_one_wish(network: Network):
    page = await network.ticket()
    taps = [network.phone.post(f"{page}/delay", data={"key": "tap-1"}) for _ in range(3)]
    assert {answer.status_code for answer in await asyncio.gather(*taps)} == {303}
    shown = (await network.phone.get(page, headers=ENGLISH)).text
    assert "You can do this once more" in shown


async def test_a_telephone_hears_what_happens_in_the_hall(network: Network):
    page = await network.ticket()
    async with network.phone.stream("GET", f"{page}/live", timeout=60) as answer:
        lines = answer.aiter_lines()
        assert (await anext(lines)).startswith("retry:")
        await anext(lines)
        await network.ticket()
        assert await anext(lines) == "event: changed"


@pytest.mark.parametrize(
    "path", ["/", "/ticket", "/board", "/v1/visits", "/healthz", "/static/base.css", "/m", "/m/"]
)
async def test_there_is_nothing_but_pages_on_the_visitors_network(network: Network, path: str):
    assert (await network.phone.get(path)).status_code in (404, 405)


async def test_only_its_own_names_are_answered(network: Network):
    page = await network.ticket()
    known = await network.phone.get(page, headers={"host": "wifi.hall.example"})
    foreign = await network.phone.get(page, headers={"host": "evil.example"})
    assert (known.status_code, foreign.status_code) == (200, 400)


async def test_a_hall_that_does_not_answer_is_told(hall: ApiHall):
    listener = TcpAddress.parse(CONFIG.listen).bind()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    nobody = str(hall.state.socket("kiosk"))
    async with (
        visitors_served(CONFIG, lambda: HallClient(nobody), listener),
        httpx.AsyncClient(base_url=address, headers=ENGLISH) as phone,
    ):
        page = f"/m/{'A' * 32}"
        assert (await phone.get(page)).status_code == 503
        assert (await phone.post(f"{page}/leave", data={"key": "k"})).status_code == 503
