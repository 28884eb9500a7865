"""All screens of a hall: who hears of a change first, and what the hall is not asked for."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before

from edge.client import HallClient
from kiosk.board.boards import BoardScreen
from kiosk.board.config import BoardConfig
from kiosk.board.media import Programme
from kiosk.board.pages import BoardPages
from kiosk.config import KioskConfig
from kiosk.counter.config import CounterConfig
from kiosk.counter.script import counter_screens
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.scene import Scene
from kiosk.screens import Ports, Screens
from kiosk.script import Kind
from kiosk.script import Rest as Patience

CONFIG = KioskConfig()
PORTS = Ports(lambda: HallClient("/nowhere/hall.sock"), dt.datetime.now, lambda: "1")


@dataclass(frozen=True)
class Rest:
    """A stay that never is more than one."""

    id: str
    stage: str = "rest"


class Notebook:
    """A screen that notes when it is drawn."""

    def __init__(self, order: list[str]) -> None:
        self._order = order

    def begin(self, stay_id: str) -> Rest:
        return Rest(stay_id)

    def events_of_hall(self, _stay: Rest, _before: HallView, _now: HallView) -> tuple[()]:
        return ()

    def rest(self, _stay: Rest) -> Patience:
        return Patience()

    def render(self, _stay: Rest, _scene: Scene) -> str:
        self._order.append("screen")
        return ""


async def test_a_call_is_sent_to_the_boards_before_any_other_screen_is_drawn():
    order: list[str] = []
    kind = Kind("noted", "station.html", ("n-1",), lambda *_: Notebook(order))
    screens, hall = Screens(CONFIG, PORTS, [kind]), FakeHall()
    board = screens.boards.first

    async def watch() -> None:
        with board.audience.seat(b"first") as seat:
            assert await seat.next() == b"first"
            await seat.next()
            order.append("board")

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    with screens.stations["noted"]["n-1"].audience.seat({}):
        screens.hall_changed(HallView(here=True, board=hall.board()))
        await watching
        await asyncio.sleep(0)
    assert order == ["board", "screen"]


async def test_a_screen_that_nobody_watches_is_drawn_when_somebody_comes():
    order: list[str] = []
    kind = Kind("noted", "station.html", ("n-1",), lambda *_: Notebook(order))
    screens = Screens(CONFIG, PORTS, [kind])
    screens.hall_changed(HallView(here=True, board=FakeHall().board()))
    await asyncio.sleep(0)
    assert order == []
    screens.stations["noted"]["n-1"].state()
    assert order == ["screen"]


async def test_what_no_board_shows_is_not_sent_to_one():
    hall, pages = FakeHall(), BoardPages(Pages(CONFIG), 6, 8.0)
    board = BoardScreen(BoardConfig(), pages, lambda: 0, lambda: None)
    before = HallView(here=True, board=hall.board())
    board.show(before, Programme())
    hall.calls_ticket("B007", 2)
    with board.audience.seat(b"first") as seat:
        board.show(replace(before, sides=7, library=8, counters=()), Programme())
        board.show(replace(before, board=hall.board()), Programme())
        assert await seat.next() == b"first"
        assert "B007" in (await seat.next()).decode()


async def test_counters_are_not_looked_at_where_none_has_a_screen(hall, hall_socket):
    kinds = [counter_screens(CounterConfig(), [])]
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, CONFIG, kinds) as kiosk,
        kiosk.stream("/board/events") as stream,
    ):
        await stream.until(lambda state: state["board"])
        hall.happens("ServiceStarted", "VA001", leg=1, counter="c1", staff="1")
        hall.calls_ticket("B007", 2)
        await stream.until(lambda state: "B007" in state["html"])
    assert hall.counter_looks == 0
