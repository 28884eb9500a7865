"""A working screen that stands still: one desk at one moment, for pictures and comparisons."""

from dataclasses import replace
from pathlib import Path

from staff_fake_hall import NOW_MS, counter, service
from textual.app import App

import edge.staff
from edge.api import shapes
from edge.staff.actions import Action
from edge.staff.desk import Desk, Said, Tone, lost, take
from edge.staff.hall import Hall, LastRating
from edge.staff.screens.work import WorkScreen
from edge.staff.theme import THEME
from edge.staff.words import Words

_ELSEWHERE = (
    ("1", "serving", "李强", "A041"),
    ("2", "called", "赵敏", "B007"),
    ("4", "open", "陈静", ""),
    ("5", "serving", "刘洋", "C011"),
    ("6", "closed", "", ""),
)


def desk_in_the_morning() -> Desk:
    """Return the desk of counter 3 with A042 called for the second time."""
    here = counter(
        "3",
        state="called",
        staff="1003",
        staff_name="王芳",
        visit="v-42",
        ticket="A042",
        service="bills",
        since=NOW_MS - 38_000,
        waiting=9,
        degraded=["led"],
    )
    others = [
        counter(name, state=state, staff=name, staff_name=who, ticket=ticket)
        for name, state, who, ticket in _ELSEWHERE
    ]
    hall = Hall(
        board=_board("v-42", calls=2),
        counters=tuple(sorted([here, *others], key=lambda each: each.id)),
        services=(
            service("bills", "A", "电费缴纳", "Bill payment", 6),
            service("supply", "B", "新装增容", "New supply", 3),
            service("transfer", "C", "更名过户", "Change of name", 4),
            service("advice", "D", "业务咨询", "Advice", 0),
        ),
        ratings={"3": LastRating("A040", 5)},
    )
    said = Said(Words("已再次呼叫 A042", "A042 was called again"), Tone.DONE)
    return Desk(staff="1003", counter_id="3", hall=hall, linked=True, said=said)


def desk_out_of_touch() -> Desk:
    """Return the same desk while the controller is lost."""
    return lost(desk_in_the_morning())


def desk_with_a_question() -> Desk:
    """Return the same desk, asking whether A042 is a no-show."""
    return take(desk_in_the_morning(), Action.NO_SHOW, "key")


def desk_at_rest() -> Desk:
    """Return the same desk with nobody at the counter."""
    desk = desk_in_the_morning()
    assert desk.hall is not None
    free = {"state": "open", "visit": "", "ticket": "", "service": "", "degraded": []}
    counters = tuple(
        each.model_copy(update=free) if each.id == "3" else each for each in desk.hall.counters
    )
    return replace(desk, hall=replace(desk.hall, counters=counters), said=Said())


def _board(visit: str, calls: int) -> shapes.Board:
    call = shapes.BoardCall(
        visit=visit,
        ticket="A042",
        counter="3",
        counter_name="3号窗口",
        counter_name_english="Counter 3",
        state="called",
        calls=calls,
        at=NOW_MS,
        seq=1,
    )
    return shapes.Board(
        seq=1, hall="阳光路营业厅", hall_english="Sunshine Road hall", calls=[call], waiting=[]
    )


class StillApp(App[None]):
    """Shows `desk` on the working screen and follows nothing."""

    CSS_PATH = Path(edge.staff.__file__).with_name("staff.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        screen = WorkScreen()
        await self.push_screen(screen)
        screen.show_desk(self._desk, NOW_MS)
