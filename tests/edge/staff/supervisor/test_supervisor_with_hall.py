"""The terminal at a real hall in this process: seen, opened, paused, told, explained, ruled."""

from api_hall import open_hall, served, short_dir
from supervisor_fake_hall import until
from supervisor_session import QUICK, Terminal
from textual.widgets import TextArea

from edge.api import shapes
from edge.staff.supervisor.app import SupervisorApp
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.supervisor.screens.live import LiveScreen
from edge.staff.supervisor.screens.report import ReportScreen
from edge.staff.supervisor.screens.rules import RulesScreen


async def test_a_supervisor_runs_a_real_hall() -> None:
    with short_dir() as folder:
        async with (
            open_hall(folder / "hall") as hall,
            served(hall, "staff") as socket,
            SupervisorClient(socket) as client,
        ):
            await client.new_visit(shapes.NewVisit(service="pay-bill"))
            app = SupervisorApp(client, QUICK, looks_apart_s=0)
            async with app.run_test(size=(100, 30)) as pilot:
                opened = Terminal(app, pilot)
                await opened.type_in("3001")
                await opened.front(LiveScreen)
                await until(lambda: app.board.linked)
                await run_the_hall(opened)
                await mend_the_rules(opened)
                await read_the_report(opened)


async def run_the_hall(opened: Terminal) -> None:
    for key, answers, state in (
        ("o", ["1001"], "open"),
        ("z", [""], "paused"),
        ("z", [""], "open"),
    ):
        await opened.press(key)
        await opened.answer(*answers)
        await opened.done()
        assert opened.app.board.said.tone == "done", opened.said
        assert counter(opened).state == state
    await opened.press("n")
    await opened.answer("今日提前关门", "Closing early", "", "")
    await opened.done()
    assert picture(opened).notices[0].text == "今日提前关门"
    await opened.press("w")
    await until(lambda: opened.said == "先选择一行")
    assert counter(opened).waiting == 1


async def mend_the_rules(opened: Terminal) -> None:
    await opened.press("u")
    screen = await opened.front(RulesScreen)
    area = screen.query_one(TextArea)
    area.text = "# today\nOTHERWISE CALL whomever came first"
    await opened.press("f10")
    await until(lambda: area.cursor_location == (1, 15))
    area.text = "OTHERWISE CALL whoever came first"
    await opened.press("f10")
    await opened.answer("")
    await opened.front(LiveScreen)
    await until(lambda: opened.said == "规则已生效")


async def read_the_report(opened: Terminal) -> None:
    await opened.press("b")
    await opened.front(ReportScreen)
    assert "营业日报" in opened.text
    await opened.press("escape")
    await opened.front(LiveScreen)


def picture(opened: Terminal) -> shapes.Supervision:
    assert opened.app.board.seen is not None
    return opened.app.board.seen.picture


def counter(opened: Terminal) -> shapes.LiveCounter:
    return picture(opened).counters[0]
