"""The tablet as it lies in the hand: paired, upright and across, pressed by a thumb."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from judging import BUTTONS, CONTRASTS
from reception_hall import ELDERLY, PIN, ReceptionHall, help_call, in_line, reception_hall_at
from reception_tablet import QUICK, Front, front

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

ACROSS, UPRIGHT = (1024, 768), (768, 1024)
SIZES = pytest.mark.parametrize("size", [ACROSS, UPRIGHT], ids=["across", "upright"])
TARGET_PX = 44
# What stands wholly or partly beside the glass, to the left or to the right.
BESIDE = """[...document.querySelectorAll("#screen *")].flatMap((part) => {
  const box = part.getBoundingClientRect();
  const beside = box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
  return beside ? [part.className + " " + part.textContent.trim().slice(0, 40)] : [];
})"""


def busy_hall() -> ReceptionHall:
    """Return a hall in which something is going on everywhere."""
    now_ms = int(time.time() * 1000)
    queue = [
        in_line("V1", "A001", since=now_ms - 11 * 60_000, checked=True),
        in_line("V2", "C001", "connect", since=now_ms - 9 * 60_000, segments=[ELDERLY.id]),
        in_line(
            "V3", "C002", "connect", since=now_ms - 4 * 60_000, missing=["房产证明"], checked=True
        ),
        in_line("V4", "A002", since=now_ms - 60_000),
        in_line("V5", "A003", since=now_ms - 14 * 60_000, state="no_show"),
    ]
    calls = [help_call("ticket-1", about="choosing", at=now_ms - 40_000)]
    return ReceptionHall(queue=queue, help=calls)


async def pair(there: Front, glass) -> None:
    code = await glass.page.inner_text(".code")
    await there.ask(do="pair", code=code, role="reception", name="tablet-1")
    await glass.page.locator("[name=pin]").wait_for()
    await glass.page.wait_for_load_state()  # before its script is there nothing hears the Enter


async def sign_in(glass) -> None:
    await glass.page.fill("[name=staff]", "2001")
    await glass.page.fill("[name=pin]", PIN)
    await glass.page.press("[name=pin]", "Enter")
    await glass.page.locator(".row").first.wait_for()


@pytest.fixture
def at_work(glass_at, tmp_path) -> Callable[..., AbstractAsyncContextManager]:
    """Sign the receptionist in on a tablet of some size, before some hall."""

    @asynccontextmanager
    async def working(size, hall) -> AsyncIterator:
        async with (
            reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
            front(tmp_path, QUICK) as there,
            glass_at(there.url, "/reception", size) as glass,
        ):
            await pair(there, glass)
            await sign_in(glass)
            yield glass

    return working


async def judge(glass, where: str) -> None:
    """Hold the page as it is against what a thumb and an eye need."""
    assert await glass.page.evaluate(BESIDE) == [], where
    for text, width, height, _ in await glass.page.evaluate(BUTTONS):
        assert width == 0 or min(width, height) >= TARGET_PX, (where, text, width, height)
    for text, ratio in await glass.page.evaluate(CONTRASTS):
        assert ratio >= 4.5, (where, text, ratio)


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_section_fits_the_glass_the_thumb_and_the_eye(at_work, picture, size, language):
    async with at_work(size, busy_hall()) as glass:
        if language == "en":
            await glass.tap("[data-action=language]")
            await glass.sees("Sign out")
        await judge(glass, "queue")
        await glass.tap(".row:nth-child(3) button")
        await glass.page.locator(".ticket-head").wait_for()
        await judge(glass, "visit")
        if (size, language) == (ACROSS, "zh"):
            await picture(glass.page, "reception")
        for sheet in ("service", "priority", "documents", "divert", "cancel"):
            await glass.tap(f"[data-action=sheet][data-value={sheet}]")
            await glass.page.locator(".choices").wait_for()
            await judge(glass, sheet)
            await glass.tap("[data-action=back]")
            await glass.page.locator(".deeds").wait_for()
        for section in ("ticket", "help", "roll", "messages"):
            await glass.tap(f".tabs [data-value={section}]")
            await glass.page.locator(f".desk.{section}").wait_for()
            await judge(glass, section)


async def test_what_was_ticked_stays_when_the_queue_moves_and_one_press_takes_one_ticket(
    at_work,
):
    hall = busy_hall()
    async with at_work(ACROSS, hall) as glass:
        await glass.tap(".tabs [data-value=ticket]")
        await glass.page.fill("[name=find]", "jdf")
        assert await glass.page.locator(".pick:visible").count() == 1
        await glass.tap(".pick:visible")
        hall.queue.append(in_line("V9", "C009", "connect"))
        hall.happens("TicketIssued", "V9")
        await glass.page.locator(".tabs .count", has_text="5").wait_for()
        assert await glass.page.input_value("[name=find]") == "jdf"
        assert await glass.page.locator("[name=service]:checked").count() == 1
        await glass.page.evaluate(
            "for (let i = 0; i < 3; i += 1) document.querySelector('[data-action=take]').click()"
        )
        await glass.page.locator(".taken").wait_for()
    assert hall.paths() == ["/v1/reception/tickets"]


async def test_a_lost_hall_is_seen_at_once_and_no_press_goes_through(at_work):
    hall = busy_hall()
    async with at_work(UPRIGHT, hall) as glass:
        await glass.tap(".row:nth-child(1) button")
        await glass.tap("[data-value=cancel]")
        await glass.page.locator("[data-action=cancel]").first.wait_for()
        hall.goes_away()
        await glass.sees("联系已断开")
        assert await glass.page.locator("[data-action=cancel]:enabled").count() == 0
        await glass.page.locator("[data-action=cancel]").first.tap(force=True)
        hall.away = False
        await glass.loses("联系已断开")
        assert await glass.page.locator("[data-action=cancel]:enabled").count() == 3
    assert hall.asked == []


async def test_a_revoked_tablet_goes_back_to_its_code_by_itself(glass_at, tmp_path):
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", busy_hall()),
        front(tmp_path, QUICK) as there,
        glass_at(there.url, "/reception", ACROSS) as glass,
    ):
        await pair(there, glass)
        await sign_in(glass)
        glass.outages_expected = True
        await there.ask(do="revoke", role="reception", name="tablet-1")
        await glass.page.locator(".code").wait_for()
        assert await glass.page.locator(".row").count() == 0
