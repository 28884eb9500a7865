"""What visitors meet at a running hall whose devices, controller or headquarters are missing."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from glasses import BOARD, UPRIGHT, Glass
from kiosk_served import Kiosk, kiosk_before
from playwright.async_api import Browser
from running_hall import (
    ACCOUNT,
    AT_REST,
    WORDS,
    RunningHall,
    hears,
    number_on,
    reaches,
    running_hall,
    speaks,
    types,
    writes,
)

from edge.api import shapes
from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
LYING = (1920, 1080)
CHOOSER = "1004"
MANY = "很" * 10_000
SCRIPT = "<script>document.title='in'</script>"
KEYS = """(count) => {
  for (let n = 0; n < count; n += 1) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "7", bubbles: true }));
  }
}"""
WITHOUT_LIMITS = """() => {
  for (const each of document.querySelectorAll("[maxlength]")) each.removeAttribute("maxlength");
}"""
TAP_FIVE_TIMES = """(selector) => {
  for (let n = 0; n < 5; n += 1) document.querySelector(selector).click();
}"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def hall(chromium: Browser) -> AsyncIterator[RunningHall]:
    async with running_hall(chromium) as hall:
        yield hall


async def begins(glass: Glass, language: str) -> None:
    """Have a ticket screen show its services."""
    await glass.page.locator(AT_REST).wait_for()
    await glass.tap("[data-action=touch] >> nth=0")
    await reaches(glass, "choosing")
    await speaks(glass, language)


async def asks_for_paper(glass: Glass) -> None:
    """Choose a service, say that all it asks for is there, and have the ticket on paper."""
    await glass.tap("[data-value=payment]")
    await glass.tap("[data-value=pay-bill]")
    await glass.tap("[data-action=seen] >> nth=0")
    await glass.page.locator("[data-action=paper][data-value=on]").wait_for()


async def picks(glass: Glass, answer: str) -> None:
    """Choose an answer, and see it chosen."""
    await glass.tap(f"[data-pick={answer}]")
    await glass.page.locator(f"[data-pick={answer}][aria-checked=true]").wait_for()


async def asks(form: Glass, question: str) -> None:
    """Fill a question in, as far as its last page."""
    await form.tap("[data-action=begin]")
    await form.tap("[data-action=form][data-value=consult]")
    await picks(form, "billing")
    await writes(form, "question", question)
    await form.tap("[data-action=next]")
    await picks(form, "number")
    await form.tap("[data-action=next]")
    await reaches(form, "review")


async def number_of(form: Glass) -> str:
    """Return the number of what was handed in."""
    await reaches(form, "handed_in")
    return (await form.page.locator(".given-code").inner_text()).strip()


async def issued(hall: RunningHall) -> list[str]:
    """Return the numbers given out today."""
    async with hall.client("staff") as clerk:
        await clerk.sign_in("1001", "2468")
        return [each.ticket for each in await clerk.visits()]


@BOTH
async def test_without_paper_the_number_and_its_code_are_on_the_screen(hall, language):
    async with hall.screen("ticket", "ticket-1", UPRIGHT if language == "zh" else LYING) as glass:
        await begins(glass, language)
        await asks_for_paper(glass)
        hall.twin("printer-1").act("set_paper", mm=25)
        await glass.tap("[data-action=paper][data-value=on]")
        await number_on(glass)
        await hears(glass, language, "paper_out")
        await glass.page.locator(".qr-code svg, .code svg").first.wait_for()
        await glass.tap("[data-action=leave]")
        hall.twin("printer-1").act("set_paper", mm=50_000)
        await hall.device_is("printer-1", usable=True)


async def test_a_reader_that_is_pulled_is_said_where_it_stands_and_the_keys_remain(hall):
    async with (
        hall.screen("ticket", "ticket-1", UPRIGHT) as ticket,
        hall.screen("query", "query-1", LYING) as query,
        hall.without("reader-1", "reader-2"),
    ):
        for language in ("zh", "en"):
            await speaks(ticket, language)
            await speaks(query, language)
            await hears(ticket, language, "reader_lost")
            await hears(query, language, "query_way_card_lost")
        await query.tap("[data-action=open][data-value=typing]")
        await types(query, ACCOUNT)
        await query.tap("[data-key=send]")
        await reaches(query, "account")
        await query.tap("[data-action=leave]")
        await ticket.tap("[data-action=keypad] >> nth=0")
        await ticket.tap("[data-action=keypad][data-value=account]")
        await types(ticket, ACCOUNT)
        await ticket.tap("[data-key=send]")
        await reaches(ticket, "greeted")
        await ticket.tap("[data-action=leave]")


@BOTH
async def test_a_controller_killed_while_a_ticket_is_printed_gives_one_ticket(hall, language):
    async with (
        hall.screen("ticket", "ticket-1", UPRIGHT) as glass,
        hall.screen("board", "main", BOARD) as board,
    ):
        before = await issued(hall)
        await begins(glass, language)
        await asks_for_paper(glass)
        hall.twin("printer-1").act("answer_late", seconds=2.0)
        await glass.tap("[data-action=paper][data-value=on]")
        await reaches(glass, "issuing")
        async with hall.without("edge"):
            for each in (glass, board):
                await each.page.locator("#screen .away").wait_for()
            hall.twin("printer-1").act("answer_late", seconds=0.0)
        await board.page.locator("#screen .away").wait_for(state="detached")
        await reaches(glass, "ticket")
        number = await number_on(glass)
        await glass.tap("[data-action=leave]")
        assert [each for each in await issued(hall) if each not in before] == [number]


@BOTH
async def test_without_headquarters_the_query_screen_tells_what_it_has_and_of_when(hall, language):
    async with (
        hall.screen("query", "query-1", LYING) as glass,
        hall.without("broker", "backoffice"),
    ):
        await speaks(glass, language)
        await glass.tap("[data-value=outages]")
        await dated(glass, language)
        await glass.tap("[data-value=home]")
        async with hall.card_on("reader-2"):
            await reaches(glass, "accounts")
        await glass.tap("[data-action=item] >> nth=0")
        await hears(glass, language, "query_unpaid", count=2)
        await dated(glass, language)
        await glass.tap("[data-action=leave]")


async def dated(glass: Glass, language: str) -> None:
    """See that a page says of when its contents are: this year, at the latest."""
    said = WORDS[language]["query_as_of"].partition("{")[0].strip()
    await glass.page.locator(".as-of", has_text=said).wait_for()


@BOTH
async def test_hasty_fingers_take_one_ticket_and_hand_one_form_in(hall, language):
    async with (
        hall.screen("ticket", "ticket-1", LYING) as ticket,
        hall.screen("form", "form-1", UPRIGHT) as form,
        hall.client("kiosk") as kiosk,
    ):
        before = await issued(hall)
        await begins(ticket, language)
        await asks_for_paper(ticket)
        await ticket.page.evaluate(TAP_FIVE_TIMES, "[data-action=paper][data-value=on]")
        number = await number_on(ticket)
        await ticket.tap("[data-action=leave]")
        assert [each for each in await issued(hall) if each not in before] == [number]
        await speaks(form, language)
        await asks(form, SCRIPT)
        await form.page.evaluate(TAP_FIVE_TIMES, "[data-action=hand-in]")
        first = await number_of(form)
        await asks(form, "2")
        await form.tap("[data-action=hand-in]")
        second = await number_of(form)
        assert count_in(second) == count_in(first) + 1
        assert (await kiosk.follow_application(first)).form == "consult"
        await form.tap("[data-action=leave]")


def count_in(number: str) -> int:
    """Return which of the day an application is, by its number: 261122-0042-7."""
    return int(number.split("-")[1])


async def test_two_ticket_screens_at_once_are_two_visitors_with_a_number_each(
    hall, glass_at, tmp_path
):
    config = KioskConfig(terminals=["ticket-2"], paperless=True)
    socket = Path(hall.demo.layout.state / "sockets" / "kiosk.sock")
    async with second_server(socket, tmp_path, config) as other:
        link = other.link("/ticket?terminal=ticket-2").removeprefix(other.url)
        async with (
            hall.screen("ticket", "ticket-1", UPRIGHT) as one,
            glass_at(other.url, link, LYING) as two,
        ):
            await begins(one, "en")
            await begins(two, "zh")
            for glass in (one, two):
                await asks_for_paper(glass)
            for glass in (one, two):
                await glass.tap("[data-action=paper][data-value=on]")
            numbers = [await number_on(glass) for glass in (one, two)]
            assert len(set(numbers)) == 2
            assert numbers[1] not in await one.page.content()
            assert numbers[0] not in await two.page.content()
            for glass in (one, two):
                await glass.tap("[data-action=leave]")


@contextlib.asynccontextmanager
async def second_server(hall: Path, folder: Path, config: KioskConfig) -> AsyncIterator[Kiosk]:
    """Serve further screens of the hall at that socket, from another machine as it were."""
    near = folder / "kiosk.sock"
    near.symlink_to(hall)
    async with kiosk_before(near, config) as served:
        yield served


async def test_of_ten_thousand_characters_a_field_takes_as_many_as_it_has_places(hall):
    async with (
        hall.screen("form", "form-1", UPRIGHT) as form,
        hall.screen("query", "query-1", UPRIGHT) as query,
        hall.screen("ticket", "ticket-1", UPRIGHT) as ticket,
    ):
        await form.tap("[data-action=begin]")
        await form.tap("[data-action=form][data-value=repair]")
        await picks(form, "voltage")
        for field in ("since", "address", "phone"):
            await writes(form, field, MANY)
            typed = form.page.locator(f"[data-field={field}]")
            assert len(await typed.input_value()) == int(await typed.get_attribute("maxlength"))
        await form.tap("[data-action=next]")
        await hears(form, "zh", "form_wrong_phone")
        await form.page.evaluate(WITHOUT_LIMITS)
        await writes(form, "address", MANY)
        await form.tap("[data-action=next]")
        await hears(form, "zh", "form_wrong_too_long", length_max=200)
        await form.tap("[data-action=leave]")
        await form.tap("[data-action=code-keys]")
        await form.page.fill("[data-code]", MANY)
        assert await form.page.locator("[data-sends=code]").is_disabled()
        await form.tap('#keys [data-key="done"]')
        await form.tap("[data-action=leave]")
        await query.tap("[data-action=open][data-value=typing]")
        await query.page.evaluate(KEYS, 10_000)
        await query.tap("[data-key=send]")
        await hears(query, "zh", "query_no_such_account")
        await query.tap("[data-value=home]")
        await ticket.tap("[data-action=keypad] >> nth=0")
        await ticket.page.locator("[data-key='1']").wait_for()
        await ticket.page.evaluate(KEYS, 10_000)
        await ticket.tap("[data-key=send]")
        await hears(ticket, "zh", "number_bad")
        await ticket.tap("[data-action=again]")


async def test_of_ten_thousand_characters_beside_a_grade_the_grade_is_kept(hall):
    async with (
        hall.screen("counter", "3", LYING) as side,
        hall.counter("3", CHOOSER) as clerk,
        hall.client("kiosk") as kiosk,
    ):
        ticket = await kiosk.new_visit(shapes.NewVisit(service="advice", delivery="screen"))
        await clerk.call_chosen("3", shapes.CallChosen(visit=ticket.visit, reason="asked"), "once")
        await clerk.start("3")
        await clerk.finish("3")
        await side.tap("[data-action=grade][data-value='2'] >> nth=0")
        await writes(side, "words", MANY)
        await side.tap("[data-action=send]")
        await reaches(side, "thanks")
        assert (await clerk.visit(ticket.visit)).grade == 2


@BOTH
async def test_script_in_a_name_is_a_name(hall, language):
    named = "<img src=x>"
    async with (
        hall.screen("ticket", "ticket-1", LYING) as ticket,
        hall.screen("form", "form-1", LYING) as form,
    ):
        async with hall.card_on("reader-1", name=named):
            await reaches(ticket, "greeted")
        await speaks(ticket, language)
        await hears(ticket, language, "hello", name="<")
        async with hall.card_on("reader-3", name=named):
            await reaches(form, "choosing")
        await speaks(form, language)
        await form.tap("[data-action=form][data-value=meter-check]")
        await picks(form, "person")
        assert await form.page.locator("[data-field=name]").input_value() == named
        for glass in (ticket, form):
            assert await glass.page.locator("#screen img").count() == 0
            await glass.tap("[data-action=leave]")
