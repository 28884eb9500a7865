"""A working screen that stands still: one desk at one moment, for pictures and comparisons."""

from dataclasses import replace
from pathlib import Path

from staff_fake_hall import NOW_MS, counter, fault, service
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


def desk_with_faults() -> Desk:
    """Return the same desk in a hall where four things are broken, one of them known of."""
    desk = desk_in_the_morning()
    assert desk.hall is not None
    lost = {"degraded": ["led", "printer"]}
    counters = tuple(
        each.model_copy(update=lost) if each.id == "3" else each for each in desk.hall.counters
    )
    return replace(desk, hall=replace(desk.hall, counters=counters, faults=FAULTS))


def desk_at_rest() -> Desk:
    """Return the same desk with nobody at the counter."""
    desk = desk_in_the_morning()
    assert desk.hall is not None
    free = {"state": "open", "visit": "", "ticket": "", "service": "", "degraded": []}
    counters = tuple(
        each.model_copy(update=free) if each.id == "3" else each for each in desk.hall.counters
    )
    return replace(desk, hall=replace(desk.hall, counters=counters), said=Said())


FAULTS = (
    fault(
        "printer-1",
        kind="printer",
        place="大厅入口",
        health="userError",
        detail="paper out",
        hint={"zh": "装纸并合上机盖", "en": "Put in paper and close the cover"},
    ),
    fault("strips", "3", place="3号窗口", count=4),
    fault(
        "callers",
        "5",
        kind="caller",
        since=NOW_MS - 3 * 86_400_000,
        acknowledged_by="1007",
        note="线断了，已报修，周四来换",
        hint={
            "zh": "检查该窗口叫号器的插头，其他窗口也没有时检查总线",
            "en": "Check this counter's plug; where other counters are gone too, check the bus",
        },
    ),
    fault(
        "reader-2",
        kind="reader",
        place="自助区",
        health="noDevice",
        detail="/dev/serial/by-id/usb-FTDI_FT232R_A50285BI: No such file or directory",
        hint={
            "zh": "检查数据线和 USB 转接头，拔下重插",
            "en": "Check the cable and its adapter; pull it out and plug it in again",
        },
    ),
)


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
    """Shows `desk` on the working screen, with the faults `opened`, and follows nothing."""

    CSS_PATH = Path(edge.staff.__file__).with_name("staff.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, *, opened: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._opened = opened

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        screen = WorkScreen()
        await self.push_screen(screen)
        screen.show_desk(self._desk, NOW_MS)
        if self._opened:
            screen.action_faults()
