"""Visitors' ways through a running hall, from the first touch to the last, in both languages."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from glasses import BOARD, UPRIGHT, WIDE, Glass
from playwright.async_api import Browser
from running_hall import (
    ACCOUNT,
    AT_REST,
    RunningHall,
    hears,
    number_on,
    reaches,
    running_hall,
    speaks,
    types,
    until,
    writes,
)

from edge.api import shapes
from edge.client import HallClient
from edge.domain.stages import STAGES

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

LYING, SMALL = (1920, 1080), (800, 480)
BOTH = pytest.mark.parametrize(("language", "size"), [("zh", UPRIGHT), ("en", LYING)])
# May call somebody by number: several tests have their visitors in one queue.
CHOOSER = "1004"
CARDS = {"zh": {}, "en": {"document": "foreigner_2017"}}
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def hall(chromium: Browser) -> AsyncIterator[RunningHall]:
    async with running_hall(chromium) as hall:
        yield hall


async def visit_of(clerk: HallClient, ticket: str) -> str:
    """Return the visit that has a number today."""
    return next(each.visit for each in await clerk.visits() if each.ticket == ticket)


async def call(clerk: HallClient, counter: str, visit: str) -> None:
    """Call somebody by their number, whoever else waits."""
    await clerk.call_chosen(counter, shapes.CallChosen(visit=visit, reason="asked"), visit)


@BOTH
async def test_a_card_leads_to_paper_a_call_on_the_board_a_service_and_a_rating(
    hall, language, size
):
    async with (
        hall.screen("ticket", "ticket-1", size) as glass,
        hall.screen("board", "main", BOARD) as board,
        hall.screen("counter", "1", WIDE) as side,
        hall.counter("1", CHOOSER) as clerk,
    ):
        await reaches(side, "welcome")
        async with hall.card_on("reader-1", **CARDS[language]):
            await reaches(glass, "greeted")
            await speaks(glass, language)
        await glass.tap("[data-value=payment]")
        await glass.tap("[data-value=pay-bill]")
        await hears(glass, language, "documents_title")
        await glass.tap("[data-action=seen] >> nth=0")
        await hears(glass, language, "paper_title")
        await glass.tap("[data-action=paper][data-value=on]")
        number = await number_on(glass)
        await hears(glass, language, "take_paper")
        assert number in "".join(hall.twin("printer-1").tickets[-1].lines)
        await glass.tap("[data-action=leave]")
        await glass.page.locator(AT_REST).wait_for()
        visit = await visit_of(clerk, number)
        await call(clerk, "1", visit)
        await board.page.locator(".call", has_text=number).first.wait_for()
        await reaches(side, "called")
        await side.sees(number)
        await until(lambda: on_strip(hall, number), "the strip over the counter")
        await speaks(side, language)
        await clerk.start("1")
        await reaches(side, "serving")
        await clerk.show("1", "identity")
        await hears(side, language, "side_identity")
        await side.tap("[data-action=agree][data-value=yes]")
        await until(lambda: has_agreed(clerk), "the visitor's word at the clerk's side")
        await clerk.finish("1")
        await reaches(side, "rating")
        await side.tap("[data-action=grade][data-value='4'] >> nth=0")
        await side.page.locator("[data-field=words]").fill("<b>10,000</b>")
        await side.tap("[data-action=send]")
        await reaches(side, "thanks")
        await reaches(side, "welcome")
        assert (await clerk.visit(visit)).grade == 4


async def has_agreed(clerk: HallClient) -> bool:
    return (await clerk.side("1")).agreed is True


async def on_strip(hall: RunningHall, number: str) -> bool:
    return number in hall.twin("strips").text(1)


@BOTH
async def test_a_card_leads_to_bills_and_a_year_of_use_and_a_number_to_one_account(
    hall, language, size
):
    async with hall.screen("query", "query-1", size) as glass:
        async with hall.card_on("reader-2"):
            await reaches(glass, "accounts")
            await speaks(glass, language)
        await glass.tap("[data-action=item] >> nth=0")
        await hears(glass, language, "query_unpaid", count=2)
        await glass.tap("[data-value=bills]")
        await glass.tap("[data-action=item] >> nth=0")
        await hears(glass, language, "query_due")
        for page in ("bills", "account"):
            await glass.tap("[data-action=back]")
            await reaches(glass, page)
        await glass.tap("[data-value=usage]")
        await glass.page.locator("svg .bar").nth(11).wait_for()
        await glass.tap("[data-action=leave]")
        await glass.page.locator(AT_REST).wait_for()
        assert "3301" not in await glass.page.content()
        await speaks(glass, language)
        await glass.tap("[data-value=typing]")
        await types(glass, ACCOUNT)
        await glass.tap("[data-key=send]")
        await hears(glass, language, "query_unpaid_one")
        assert ACCOUNT not in await glass.page.content()
        await glass.tap("[data-action=leave]")
        await glass.page.locator(AT_REST).wait_for()
        hall.twin("scanner-2").act("scan", text=ACCOUNT)
        await reaches(glass, "account")
        await glass.tap("[data-action=leave]")


@BOTH
async def test_a_form_bound_to_a_ticket_has_a_number_whose_stage_is_followed(hall, language, size):
    async with (
        hall.screen("form", "form-1", size) as form,
        hall.screen("query", "query-1", size) as query,
        hall.client("kiosk") as kiosk,
    ):
        wanted = shapes.NewVisit(service="advice", delivery="screen")
        ticket = await kiosk.new_visit(wanted)
        hall.twin("scanner-3").act("scan", text=ticket.qr)
        await reaches(form, "choosing")
        await speaks(form, language)
        await hears(form, language, "form_ticket_seen")
        await form.tap("[data-action=form][data-value=consult]")
        await picks(form, "billing")
        await writes(form, "question", SCRIPT)
        await form.tap("[data-action=next]")
        await picks(form, "number")
        await form.tap("[data-action=next]")
        await reaches(form, "review")
        await form.sees(SCRIPT)
        await form.tap("[data-action=hand-in]")
        await reaches(form, "handed_in")
        number = (await form.page.locator(".given-code").inner_text()).strip()
        await form.tap("[data-action=leave]")
        async with hall.counter("3", CHOOSER) as clerk:
            await call(clerk, "3", ticket.visit)
            await clerk.start("3")
            assert (await clerk.application_at("3")).number == number
        await speaks(query, language)
        await follow(query, number)
        await hears(query, language, "query_stage_none")
        await hall.stage(number, "answered")
        await follow(query, number)
        await query.sees(getattr(STAGES["answered"], {"zh": "chinese", "en": "english"}[language]))
        await query.tap("[data-action=leave], [data-value=home]")


async def picks(glass: Glass, answer: str) -> None:
    """Choose an answer, and see it chosen."""
    await glass.tap(f"[data-pick={answer}]")
    await glass.page.locator(f"[data-pick={answer}][aria-checked=true]").wait_for()


async def follow(query: Glass, number: str) -> None:
    """Ask at the query screen how far a number has come."""
    await query.tap("[data-action=open][data-value=following]")
    await types(query, number.replace("-", ""))
    await query.tap("[data-key=send]")
    await reaches(query, "followed")


@pytest.mark.parametrize(("language", "size"), [("zh", WIDE), ("en", SMALL)])
async def test_a_face_at_the_evaluator_is_the_grade_of_the_visit(hall, language, size):
    async with (
        hall.client("kiosk") as kiosk,
        hall.screen("evaluator", "2", size) as glass,
        hall.counter("2", CHOOSER) as clerk,
    ):
        ticket = await kiosk.new_visit(shapes.NewVisit(service="pay-bill", delivery="screen"))
        await call(clerk, "2", ticket.visit)
        await clerk.start("2")
        await clerk.finish("2")
        await glass.tap("[data-grade='5']")
        await glass.page.locator(".rests, .thanks").wait_for()
        await hears(glass, "zh", "rate_thanks")
        assert (await clerk.visit(ticket.visit)).grade == 5
