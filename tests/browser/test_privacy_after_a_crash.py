"""What a visitor was told, typed or pictured is in no file of a screen's machine, however it ends.

The machine is the shipped one: its start script, its policies. While the page is shown its disk is
copied, as after a cut of power, and then the browser is killed.
"""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from form_served import form_screen_before, hall_with_forms
from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before
from let_in import link_for
from machine import Machine, holding, screens_machine
from policed import why_not
from query_data import account
from query_hall import Told, query_hall_at, query_kiosk_before

sys.path.insert(0, str(Path(__file__).parent.parent / "scenario"))

from edge_process import short_dir

from edge.api import shapes
from edge.client import HallClient
from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

NAME, VISIT = "慕容**", "V-PRIVATE-7"
ACCOUNT, ADDRESS, OWED = "3100009973", "慕容路*号*幢", "7,654.32"
WHOLE_NAME, IDENTITY, PHONE = "慕容云海", "11010519491231002X", "13900139771"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for all of one machine; a browser's sockets have short names alone."""
    if reason := why_not():
        pytest.skip(reason)
    with short_dir() as folder:
        yield folder


async def nothing_is_left(machine: Machine, marks: list[str | bytes]) -> None:
    """Cut the power, as it were; kill the browser; look through everything either has left."""
    folder = machine.disk.parent
    machine.pull_the_plug(folder / "power")
    await machine.kill()
    for disk in (machine.disk, folder / "power"):
        assert (disk / "run" / "profile" / "Default").is_dir()
    assert holding(folder, marks) == []


@asynccontextmanager
async def greeted(folder: Path, **options: object) -> AsyncIterator[tuple[Machine, FakeHall]]:
    """Somebody before the ticket screen, greeted by name."""
    hall, hall_socket = FakeHall(), folder / "hall.sock"
    config = KioskConfig(readers={"reader-1": "ticket-1"}, appointments=True, **options)
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        screens_machine(folder, kiosk.url, kiosk.link("/ticket")) as machine,
    ):
        hall.identifies(VISIT, NAME, "30_39")
        await machine.page.get_by_text(NAME).first.wait_for()
        yield machine, hall


async def test_nothing_of_whoever_walked_away_from_the_ticket_screen_is_left(folder):
    async with greeted(folder, idle_timeout_s=3.0, idle_warning_s=0.5) as (machine, hall):
        page = machine.page
        await hall.was_abandoned.wait()
        await page.get_by_text(NAME).first.wait_for(state="detached")
        stored = await page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, document.cookie,"
            " (await caches.keys()).length, (await indexedDB.databases()).length]"
        )
        assert stored == [0, 0, "", 0, 0]
        assert NAME not in await page.title()
        await nothing_is_left(machine, [NAME, VISIT])


async def test_nothing_of_whoever_stands_at_the_ticket_screen_is_left(folder):
    async with greeted(folder) as (machine, _hall):
        await nothing_is_left(machine, [NAME, VISIT])


async def test_nothing_of_bills_and_of_an_account_that_was_typed_is_left(folder):
    own = account("31*******9973", name=NAME, address=ADDRESS, owed_fen=765432)
    told = Told(numbers={ACCOUNT: own}, visits={VISIT: [own]})
    hall, hall_socket = FakeHall(), folder / "hall.sock"
    async with (
        query_hall_at(hall_socket, hall, told),
        query_kiosk_before(hall_socket) as kiosk,
        screens_machine(
            folder, kiosk.url, kiosk.url + link_for(kiosk.house, "/query?terminal=query-1")
        ) as machine,
    ):
        page = machine.page
        await page.click(".hero")
        for digit in ACCOUNT:
            await page.click(f'[data-key="{digit}"]')
        await page.click("[data-key=send]")
        await page.get_by_text(OWED).first.wait_for()
        await page.click("[data-value=bills]")
        await page.locator(".bills .row").first.wait_for()
        await nothing_is_left(machine, [ACCOUNT, "31*******9973", NAME, ADDRESS, OWED])


async def test_nothing_of_a_form_with_a_photo_of_a_card_is_left(folder):
    async with (
        hall_with_forms(folder) as hall_socket,
        HallClient(str(hall_socket)) as hall,
        form_screen_before(hall_socket, camera=True) as screens,
        screens_machine(folder, screens.url, screens.url + "/form") as machine,
    ):
        page = machine.page
        await page.click("[data-action=begin]")
        await page.click("[data-value=meter-check]")
        await page.click("[data-pick=person]")
        for field, answer in (("name", WHOLE_NAME), ("identity", IDENTITY), ("phone", PHONE)):
            await page.fill(f"[data-field={field}]", answer)
        machine.pull_the_plug(folder / "typed")
        await page.evaluate("document.activeElement.blur()")
        await page.click("[data-action=leave]")
        form = await _kept(hall)
        await page.click("[data-action=code-keys]")
        for character in form.code.replace("-", ""):
            await page.click(f'#keys [data-key="{character}"]')
        await page.click("[data-sends]")
        await page.click("[data-action=camera] >> nth=0")
        await page.locator("[data-shutter]:not([disabled])").click()
        await page.click("[data-keeps]")
        await page.locator("[data-action=drop]").wait_for()
        photo = await _photo(hall, form)
        marks = [WHOLE_NAME, IDENTITY, PHONE, form.code, form.code.replace("-", ""), photo]
        await nothing_is_left(machine, marks)


async def _kept(hall: HallClient) -> shapes.Application:
    """Keep a form that lacks nothing but its documents."""
    owner = {"name": WHOLE_NAME, "identity": IDENTITY, "phone": PHONE}
    meter = {"account": ACCOUNT, "why": "fast"}
    answers = {"body": "person", "by": "self", "true": "yes", **owner, **meter}
    begun = shapes.NewApplication(form="meter-check", answers=answers, at="form-2")
    return await hall.begin_application(begun)


async def _photo(hall: HallClient, form: shapes.Application) -> bytes:
    """Return the most varied stretch of the picture that was taken."""
    found = await hall.resume_application(shapes.Resume(code=form.code, screen="form-2"))
    _media, data = await hall.attached_page(form.application, found.attached[0].document, 1)
    stretches = [data[at : at + 24] for at in range(0, len(data) - 24, 24)]
    return max(stretches, key=lambda stretch: len(set(stretch)))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
async def test_what_a_browser_had_written_would_be_found(tmp_path, coding):
    written = tmp_path / "Default" / "Session Storage" / "000003.log"
    written.parent.mkdir(parents=True)
    written.write_bytes(b"\0\1" + f"map-0-{NAME}".encode(coding))
    assert holding(tmp_path, [NAME]) == [str(written)]
