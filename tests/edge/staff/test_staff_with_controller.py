"""The terminal at a real controller, started as a hall starts it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from staff_fake_hall import until
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from edge.api import shapes
from edge.client import HallClient
from edge.staff.app import StaffApp
from edge.staff.screens.choose import ChooseScreen

DEMO = Path(__file__).parents[3] / "config" / "demo.toml"
PROGRAM = "from edge.cli import main; main()"
STAFF, REVEALER, PIN = "1003", "1004", "2468"


@asynccontextmanager
async def controller(state: Path) -> AsyncIterator[Path]:
    """Run a controller on the demo hall; yield the folder of its sockets."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, "run", "edge", "--config", str(DEMO), "--state", str(state)),
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async for line in process.stderr:
            if b"is ready" in line:
                break
        yield state / "sockets"
    finally:
        process.terminate()
        await process.communicate()


async def test_a_visitor_is_served_at_a_real_controller(tmp_path: Path) -> None:
    async with (
        controller(tmp_path) as sockets,
        HallClient(str(sockets / "kiosk.sock")) as kiosk,
        HallClient(str(sockets / "staff.sock")) as client,
    ):
        service = next(each.id for each in await kiosk.services() if not each.children)
        ticket = await kiosk.new_visit(shapes.NewVisit(service=service, delivery="screen"))
        app = StaffApp(client)
        async with app.run_test(size=(104, 30)) as pilot:
            app.screen.query_one("#staff", Input).value = STAFF
            app.screen.query_one("#pin", Input).value = PIN
            app.screen.query_one("#pin", Input).focus()
            await pilot.press("enter")
            await until(lambda: isinstance(app.screen, ChooseScreen) and app.desk.hall)
            app.screen.query_one(OptionList).highlighted = 0
            for key, state in (("enter", "open"), ("n", "called"), ("s", "serving"), ("f", "open")):
                await pilot.press(key)
                await until(lambda state=state: _at_rest(app, state))
        assert (await client.visit(ticket.visit)).state == "finished"


def _at_rest(app: StaffApp, state: str) -> bool:
    counter = app.desk.counter
    return app.desk.press is None and counter is not None and counter.state == state


async def test_a_real_controller_tells_who_is_here_masked_noted_and_on_record(
    tmp_path: Path,
) -> None:
    number = "11010519491231002X"
    async with (
        controller(tmp_path) as sockets,
        HallClient(str(sockets / "kiosk.sock")) as kiosk,
        HallClient(str(sockets / "staff.sock")) as client,
    ):
        known = await kiosk.identify(shapes.TypedNumber(screen="ticket-1", number=number))
        await kiosk.new_visit(shapes.NewVisit(service="pay-bill", visit=known.visit))
        app = StaffApp(client)
        async with app.run_test(size=(104, 30)) as pilot:
            app.screen.query_one("#staff", Input).value = REVEALER
            app.screen.query_one("#pin", Input).value = PIN
            app.screen.query_one("#pin", Input).focus()
            await pilot.press("enter")
            await until(lambda: isinstance(app.screen, ChooseScreen) and app.desk.hall)
            await pilot.press("enter")
            await until(lambda: _at_rest(app, "open"))
            await pilot.press("n")
            await until(lambda: app.desk.visitor is not None)
            await until_drawn(pilot, "手输证号")
            assert number not in drawn(app)
            await client.write_note(known.visit, "户号在门牌上", key="k")
            await until_drawn(pilot, "户号在门牌上")
            await pilot.press("i")
            await until(lambda: app.desk.asking is not None)
            await pilot.press("1")
            await until_drawn(pilot, number)
            await pilot.press("s")
            await until(lambda: _at_rest(app, "serving"))
            assert number not in drawn(app)


async def test_a_form_bound_at_the_counter_is_shown_to_the_visitor_and_withdrawn(
    tmp_path: Path,
) -> None:
    async with (
        controller(tmp_path) as sockets,
        HallClient(str(sockets / "kiosk.sock")) as kiosk,
        HallClient(str(sockets / "staff.sock")) as client,
    ):
        screen = shapes.PairedScreen(role="counter", name="1", at=1, by="root")
        await kiosk.tell_screens([screen])
        ticket = await kiosk.new_visit(shapes.NewVisit(service="pay-bill", delivery="screen"))
        app = StaffApp(client)
        async with app.run_test(size=(104, 30)) as pilot:
            app.screen.query_one("#staff", Input).value = STAFF
            app.screen.query_one("#pin", Input).value = PIN
            app.screen.query_one("#pin", Input).focus()
            await pilot.press("enter")
            await until(lambda: isinstance(app.screen, ChooseScreen) and app.desk.hall)
            app.screen.query_one(OptionList).highlighted = 0
            for key, state in (("enter", "open"), ("n", "called"), ("s", "serving")):
                await pilot.press(key)
                await until(lambda state=state: _at_rest(app, state))
            begun = shapes.NewApplication(form="complaint", answers={}, at="form-1")
            application = (await kiosk.begin_application(begun)).application
            await kiosk.bind_application(application, ticket.visit)
            await until(lambda: app.desk.visitor and app.desk.visitor.application)
            await pilot.press("k")
            await until(lambda: app.desk.asking is not None)
            await pilot.press("1")
            await until(lambda: app.desk.side is not None)
            await until_drawn(pilot, "等客户回答")
            asked = (await kiosk.side("1")).asked
            await kiosk.answer_side("1", asked, agreed=False)
            await until(lambda: app.desk.side and app.desk.side.agreed is False)
            await until_drawn(pilot, "填单有误")
            await pilot.press("d")
            await until(lambda: app.desk.filled is not None)
            await pilot.press("w")
            await until(lambda: app.desk.question is not None)
            await pilot.press("enter")
            await until(lambda: app.desk.filled is None)
            await until_drawn(pilot, "已撤回")
            assert (await kiosk.side("1")).shown == ""


async def until_drawn(pilot: Pilot[None], text: str) -> None:
    """Look for `text` between idle moments alone: a look takes longer than the hall has to wait."""
    async with asyncio.timeout(30.0):
        while text not in drawn(pilot.app):
            await pilot.pause()


def drawn(app: App[None]) -> str:
    """Return what stands on the screen."""
    return app.export_screenshot().replace("&#160;", " ")
