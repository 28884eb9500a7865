"""Every screen of a running hall in both languages: held against WCAG, and pictured on demand.

The pages are those that visitors have before them, with the demo's forms, customers and notices.
With ATRIUM_PICTURES=1 their pictures are written to docs/screens.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from gallery import LANGUAGES, hang, keep
from glasses import BOARD, UPRIGHT, WIDE, Glass
from kiosk_served import kiosk_before
from playwright.async_api import Browser
from running_hall import (
    ACCOUNT,
    AT_REST,
    PIN,
    RunningHall,
    reaches,
    running_hall,
    types,
    until,
)

from edge.api import shapes
from edge.client import HallClient
from kiosk.board.config import BoardConfig, ZoneConfig
from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

PHONE, TABLET, EVALUATOR = (360, 740), (1024, 768), (800, 480)
CHOOSER, RECEPTIONIST = "1004", "2001"
OWNER = {"name": "林晓晴", "identity": "11019919880616002X", "phone": "13800138000"}
METER = {"body": "person", "by": "self", "true": "yes", "account": ACCOUNT, "why": "fast"}
SALE = {
    **OWNER,
    "body": "person",
    "by": "self",
    "account": "3301000001",
    "reason": "sold",
    "former_name": "王建国",
    "true": "yes",
}
SALE_DOCUMENTS = ["identity-card", "property", "sale"]
QUESTION = {"about": "new-energy", "question": "车位上能装充电桩吗？", "wanted": "number"}
ZONES = [
    ZoneConfig("A区", "Zone A", services=["pay-bill", "invoice", "advice"]),
    ZoneConfig("B区", "Zone B", services=["new-connection", "capacity", "transfer-name"]),
]
BOARDS = [
    BoardConfig("main", layout="calls+media"),
    BoardConfig("zones", zones=ZONES, directions={"3": "right", "4": "right"}),
    BoardConfig("upright", layout="calls+media"),
    BoardConfig("overflow", rows_max=2),
]
BESIDE = {"readers": {"reader-1": "ticket-1", "scanner-1": "ticket-1"}, "appointments": True}
BOARD_SIZES = [("main", BOARD), ("zones", BOARD), ("overflow", BOARD)]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def hall(chromium: Browser) -> AsyncIterator[RunningHall]:
    async with running_hall(chromium) as hall:
        yield hall


async def follow(glass: Glass, *steps: tuple[str, str, str]) -> None:
    """Touch one thing after another; hang the page that each leads to, where it has a name."""
    for selector, stage, name in steps:
        await glass.tap(selector)
        await reaches(glass, stage)
        if name:
            await hang(glass, name)


def opens(page: str, stage: str = "") -> tuple[str, str, str]:
    """Return the step to a page of the query screen."""
    return f"[data-action=open][data-value={page}]", stage or page, f"query-{page}"


async def test_the_ticket_screen(hall):
    async with hall.screen("ticket", "ticket-1", UPRIGHT) as glass:
        await follow(
            glass,
            ("[data-action=touch] >> nth=0", "choosing", "ticket-choosing"),
            ("[data-action=leave]", "attract", ""),
        )
        async with hall.card_on("reader-1"):
            await reaches(glass, "greeted")
        await hang(glass, "ticket-greeted")
        await glass.tap("[data-action=owed]")
        await glass.page.locator("[data-action=owed][data-value=off]").wait_for()
        await hang(glass, "ticket-owed")
        await follow(
            glass,
            ("[data-action=priorities]", "priority", "ticket-priority"),
            ("[data-action=priority][data-value=elderly]", "greeted", ""),
            ("[data-value=payment]", "greeted", ""),
            ("[data-value=pay-bill]", "documents", "ticket-documents"),
            ("[data-action=seen] >> nth=0", "paper", "ticket-paper-or-not"),
            ("[data-action=paper][data-value=on]", "ticket", "ticket-printed"),
            ("[data-action=map]", "map", "ticket-map"),
            ("[data-action=ticket]", "ticket", ""),
            ("[data-action=leave]", "attract", ""),
            ("[data-action=touch] >> nth=0", "choosing", ""),
            ("[data-action=several]", "choosing", ""),
            ("[data-value=supply]", "choosing", ""),
        )
        for service in ("new-connection", "transfer-name"):
            await glass.tap(f"[data-action=mark][data-value={service}]")
        await glass.page.locator("[data-action=mark][aria-pressed=true]").nth(1).wait_for()
        await hang(glass, "ticket-several")
        await follow(
            glass,
            ("[data-action=group]", "choosing", ""),
            ("[data-action=several][data-value=off]", "choosing", ""),
            ("[data-action=keypad] >> nth=0", "typing", ""),
        )
        await types(glass, "110199198806")
        await glass.page.locator(".character", has_text="•").nth(8).wait_for()
        await hang(glass, "ticket-typing")
        await follow(
            glass,
            ("[data-action=again]", "choosing", ""),
            ("[data-action=code-keys]", "code", "ticket-code"),
            ("[data-action=again]", "choosing", ""),
            ("[data-action=leave]", "attract", ""),
        )


async def test_the_ticket_screen_without_paper_and_with_somebody_called(hall):
    async with hall.screen("ticket", "ticket-1", UPRIGHT) as glass:
        hall.twin("printer-1").act("set_paper", mm=25)
        await follow(
            glass,
            ("[data-action=touch] >> nth=0", "choosing", ""),
            ("[data-value=advice]", "paper", ""),
            ("[data-action=paper][data-value=on]", "ticket", "ticket-paper-out"),
        )
        await glass.tap("[data-action=help]")
        await glass.page.locator("[data-action=help][aria-pressed=true]").wait_for()
        await hang(glass, "ticket-help")
        await glass.tap("[data-action=leave]")
        hall.twin("printer-1").act("set_paper", mm=50_000)
        await hall.device_is("printer-1", usable=True)


async def test_the_query_screen(hall):
    async with hall.client("kiosk") as kiosk:
        begun = shapes.NewApplication(form="consult", answers=QUESTION, at="form-1")
        asked = await kiosk.begin_application(begun)
        number = (await kiosk.hand_in(asked.application, shapes.HandIn())).number
        await hall.stage(number, "answered")
    async with hall.screen("query", "query-1", UPRIGHT) as glass:
        await hang(glass, "query-home")
        async with hall.card_on("reader-2"):
            await reaches(glass, "accounts")
        await hang(glass, "query-accounts")
        await follow(
            glass,
            ("[data-action=item] >> nth=0", "account", "query-account"),
            opens("bills"),
            ("[data-action=item] >> nth=0", "bill", "query-bill"),
            ("[data-action=back]", "bills", ""),
            ("[data-action=back]", "account", ""),
            opens("usage"),
            ("[data-action=back]", "account", ""),
            opens("tariff"),
            ("[data-action=leave]", "attract", ""),
            opens("outages"),
            ("[data-value=home]", "home", ""),
            opens("tariffs"),
            ("[data-value=home]", "home", ""),
            opens("guides"),
            ("[data-action=item] >> nth=0", "guide", "query-guide"),
            ("[data-value=home]", "home", ""),
            opens("articles"),
            ("[data-action=item] >> nth=0", "article", "query-article"),
            ("[data-value=home]", "home", ""),
            (opens("typing")[0], "typing", ""),
        )
        await types(glass, ACCOUNT[:7])
        await hang(glass, "query-typing")
        await follow(glass, ("[data-value=home]", "home", ""), opens("following"))
        await types(glass, number.replace("-", ""))
        await glass.tap("[data-key=send]")
        await reaches(glass, "followed")
        await hang(glass, "query-followed")
        await glass.tap("[data-value=home]")
        await glass.tap("[data-action=entry]")
        await glass.page.locator("[data-action=form]").first.wait_for()
        await hang(glass, "query-entry")
        await glass.tap("[data-action=leave]")


async def test_the_form_screen(hall):
    async with hall.client("kiosk") as kiosk:
        begun = shapes.NewApplication(form="meter-check", answers={**OWNER, **METER}, at="form-1")
        code = (await kiosk.begin_application(begun)).code
    async with hall.screen("form", "form-1", UPRIGHT) as glass:
        await hang(glass, "form-attract")
        await follow(
            glass,
            ("[data-action=begin]", "choosing", "form-choosing"),
            ("[data-action=form][data-value=new-connection]", "filling", ""),
        )
        await glass.tap("[data-pick] >> nth=0")
        await glass.page.locator("[data-pick][aria-checked=true]").wait_for()
        await hang(glass, "form-filling")
        await glass.tap("[data-field] >> nth=0")
        await glass.page.locator("#keys:not([hidden])").wait_for()
        await keep(glass, "form-keys-zh")
        await glass.tap('#keys [data-key="done"]')
        await follow(
            glass,
            (".onward [data-action=keep]", "kept", "form-kept"),
            ("[data-action=leave]", "attract", ""),
            ("[data-action=code-keys]", "code", ""),
        )
        await keep(glass, "form-code-zh")
        await types(glass, code.replace("-", ""))
        await glass.tap("[data-sends=code]")
        await reaches(glass, "documents")
        await hang(glass, "form-documents")
        lacking = glass.page.locator("[data-action=tick][aria-checked=false]")
        while left := await lacking.count():
            await lacking.first.tap()
            await lacking.nth(left - 1).wait_for(state="detached")
        await follow(
            glass,
            ("[data-action=next]", "review", "form-review"),
            ("[data-action=sign]", "signing", ""),
        )
        await draw(glass)
        await keep(glass, "form-signing-zh")
        await follow(glass, ("[data-hands-in]", "handed_in", "form-handed_in"))
        await glass.tap("[data-action=leave]")


async def draw(glass: Glass) -> None:
    """Sign on the glass."""
    box = await glass.page.locator("canvas").bounding_box()
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    mouse = glass.page.mouse
    await mouse.move(x + width * 0.15, y + height * 0.7)
    await mouse.down()
    for across, down in ((0.3, 0.2), (0.4, 0.8), (0.55, 0.3), (0.7, 0.75), (0.85, 0.4)):
        await mouse.move(x + width * across, y + height * down, steps=6)
    await mouse.up()


async def waits(hall: RunningHall, service: str = "pay-bill", **more: str) -> shapes.Ticket:
    """Have somebody take a number for a service."""
    async with hall.client("kiosk") as kiosk:
        return await kiosk.new_visit(shapes.NewVisit(service=service, delivery="screen", **more))


async def call(clerk: HallClient, counter: str, visit: str) -> None:
    await clerk.call_chosen(counter, shapes.CallChosen(visit=visit, reason="asked"), visit)


async def identified(hall: RunningHall) -> str:
    """Have somebody show a card to the reader of the form screen; return their visit."""
    async with hall.client("kiosk") as kiosk, hall.card_on("reader-3"):
        async for event in kiosk.events():
            if event.kind == "VisitIdentified":
                return event.subject
    raise AssertionError("nobody was identified")


async def test_the_visitors_side_of_a_counter(hall):
    async with (
        hall.screen("counter", "1", WIDE) as side,
        hall.counter("1", CHOOSER) as clerk,
        hall.client("kiosk") as kiosk,
    ):
        await reaches(side, "welcome")
        await hang(side, "counter-welcome")
        ticket = await waits(hall, "transfer-name", visit=await identified(hall))
        begun = shapes.NewApplication(
            form="name-change", answers=SALE, documents=SALE_DOCUMENTS, at="form-1"
        )
        application = await kiosk.begin_application(begun)
        await kiosk.bind_application(application.application, ticket.visit)
        await call(clerk, "1", ticket.visit)
        await reaches(side, "called")
        await hang(side, "counter-called")
        await clerk.start("1")
        await reaches(side, "serving")
        await hang(side, "counter-serving")
        for page in ("identity", "form"):
            await clerk.show("1", page)
            await reaches(side, page)
            await hang(side, f"counter-{page}")
        await clerk.show("1", "sign")
        await reaches(side, "sign")
        await draw(side)
        await keep(side, "counter-sign-zh")
        await side.tap("[data-hands-in]")
        await reaches(side, "signed")
        await hang(side, "counter-signed")
        await clerk.finish("1")
        await reaches(side, "rating")
        await side.tap("[data-action=grade][data-value='5'] >> nth=0")
        await side.page.locator("[aria-checked=true]").first.wait_for()
        await hang(side, "counter-rating")
        await side.tap("[data-action=send]")
        await reaches(side, "welcome")
        await clerk.pause("1", "meal")
        await reaches(side, "paused")
        await hang(side, "counter-paused")
        await clerk.resume("1")


async def test_a_visitors_telephone(hall):
    async with (
        hall.browser(PHONE, locale="zh-CN", is_mobile=True, device_scale_factor=2) as phone,
        hall.counter("2", CHOOSER) as clerk,
    ):
        await waits(hall)
        ticket = await waits(hall)
        way = ticket.qr.partition("#")[0]
        phone.server = hall.demo.layout.url(hall.demo.layout.backoffice)
        await until(lambda: is_there(phone, way), "the visitor's page at headquarters")
        await both(phone, way, "mobile-waiting")
        await both(phone, f"{way}/forms/repair", "mobile-form")
        await call(clerk, "2", ticket.visit)
        await phone.page.goto(way)
        await phone.page.locator("[data-state=called], .called").first.wait_for()
        await both(phone, way, "mobile-called")
        await clerk.start("2")
        await clerk.finish("2")
        await phone.page.locator("#words").wait_for()
        await both(phone, way, "mobile-rating")


async def is_there(phone: Glass, way: str) -> bool:
    answer = await phone.page.request.get(way)
    return answer.ok


async def both(phone: Glass, way: str, name: str) -> None:
    """Look at a page of the telephone in both languages."""
    for language in reversed(LANGUAGES):
        await phone.page.goto(f"{way}?lang={language}")
        await keep(phone, f"{name}-{language}")


@pytest.fixture
def shown(hall, glass_at, tmp_path):
    """Serve boards and an evaluator of the hall in a language, on another server beside its own."""

    @asynccontextmanager
    async def opened(language: str) -> AsyncIterator[Callable[..., Any]]:
        folder = tmp_path / language
        folder.mkdir()
        socket = folder / "kiosk.sock"
        socket.symlink_to(hall.demo.layout.state / "sockets" / "kiosk.sock")
        config = KioskConfig(language=language, boards=BOARDS, evaluators=["5"], **BESIDE)
        async with kiosk_before(socket, config) as served:

            @asynccontextmanager
            async def page(address: str, size: tuple[int, int]) -> AsyncIterator[Glass]:
                link = served.link(address).removeprefix(served.url)
                async with glass_at(served.url, link, size) as glass:
                    yield glass

            yield page

    return opened


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_ticket_screen_at_rest(shown, language):
    async with shown(language) as page, page("/ticket", UPRIGHT) as glass:
        await glass.page.locator(AT_REST).wait_for()
        await keep(glass, f"ticket-attract-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_evaluator(hall, shown, language):
    ticket = await waits(hall)
    async with (
        shown(language) as page,
        page("/evaluator/5", EVALUATOR) as glass,
        hall.counter("5", CHOOSER) as clerk,
    ):
        await glass.page.locator(".rests").wait_for()
        await keep(glass, f"evaluator-rest-{language}")
        await call(clerk, "5", ticket.visit)
        await clerk.start("5")
        await clerk.finish("5")
        await glass.page.locator("[data-grade]").first.wait_for()
        await keep(glass, f"evaluator-{language}")
        await glass.tap("[data-grade='4']")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_boards_of_every_layout(hall, shown, language):
    people = [await waits(hall, each) for each in ("pay-bill", "new-connection", "transfer-name")]
    for service in ("pay-bill", "invoice", "capacity", "capacity"):
        await waits(hall, service)
    async with (
        hall.counter("1", CHOOSER) as first,
        hall.counter("3", "1002") as third,
        hall.counter("4", "1003") as fourth,
        shown(language) as page,
    ):
        await call(first, "1", people[0].visit)
        for counter, clerk in (("3", third), ("4", fourth)):
            await clerk.call_next(counter)
        for board, size in BOARD_SIZES:
            async with page(f"/board?board={board}", size) as glass:
                await glass.page.locator(".call", has_text=people[0].ticket).first.wait_for()
                await keep(glass, f"board-{board}-{language}")
        async with page("/board?board=upright", UPRIGHT) as glass:
            await glass.page.locator("#stage > *").first.wait_for()
            await keep(glass, f"board-upright-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_receptionists_tablet(hall, language):
    await waits(hall, "new-connection")
    async with hall.browser(TABLET) as glass:
        await glass.page.goto(await hall.link("reception", "tablet-1"))
        await glass.page.locator("[name=pin]").wait_for()
        await glass.page.wait_for_load_state()
        await in_language(glass, language)
        await keep(glass, f"reception-sign-in-{language}")
        await glass.page.fill("[name=staff]", RECEPTIONIST)
        await glass.page.fill("[name=pin]", PIN)
        await glass.page.press("[name=pin]", "Enter")
        await glass.page.locator(".row button").first.wait_for()
        await in_language(glass, language)
        await glass.tap(".row button >> nth=0")
        await glass.page.locator(".ticket-head").wait_for()
        await keep(glass, f"reception-queue-{language}")
        for section in ("ticket", "help", "roll", "messages"):
            await glass.tap(f".tabs [data-value={section}]")
            await glass.page.locator(f".desk.{section}").wait_for()
            await keep(glass, f"reception-{section}-{language}")


async def in_language(glass: Glass, language: str) -> None:
    """Have the tablet in a language: its button names the other one."""
    button = glass.page.locator("[data-action=language]").first
    if await button.get_attribute("data-value") == language:
        await button.tap()
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        await glass.page.locator(f"[data-action=language][data-value={other}]").first.wait_for()


async def test_a_screen_that_nobody_has_let_in(hall):
    async with hall.browser(UPRIGHT) as glass:
        await glass.page.goto(f"{hall.url}/query")
        await glass.page.locator(".code").wait_for()
        await keep(glass, "pairing-zh")
