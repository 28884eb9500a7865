"""A working screen that stands still: one desk at one moment, for pictures and comparisons."""

from dataclasses import replace
from pathlib import Path

from staff_fake_hall import (
    GROUPS,
    NAME,
    NOW_MS,
    NUMBER,
    PAUSES,
    counter,
    fault,
    in_line,
    message,
    note,
    reasons,
    service,
    visit,
    visitor,
)

import edge.staff
from edge.api import shapes
from edge.staff import words
from edge.staff.actions import RIGHTS, Action
from edge.staff.desk import Desk, Said, Tone, answer, answered, lost, take
from edge.staff.hall import Hall, LastRating
from edge.staff.options import StaffOptions
from edge.staff.press import Revealed
from edge.staff.screens.faults import FaultsScreen
from edge.staff.stack import StackApp
from edge.staff.theme import THEME
from edge.staff.words import Words

_VISITOR = visitor(
    "v-42",
    age_band="60_69",
    account="3301-0042-17",
    checked=True,
    notes=[
        note("户号在门牌上，请先核对", "李强"),
        note("带了房产证原件和复印件，复印件缺第二页，已请他到自助区补印", "王芳", NOW_MS - 60_000),
    ],
)
_ELSEWHERE = (
    ("1", "serving", "李强", "A041"),
    ("2", "called", "赵敏", "B007"),
    ("4", "open", "陈静", ""),
    ("5", "serving", "刘洋", "C011"),
    ("6", "closed", "", ""),
)


_QUEUE = (
    in_line("B003", state="parked", parked="form", remind_at=NOW_MS - 1),
    in_line("A036", state="parked", parked="approval", remind_at=NOW_MS + 432_000),
    in_line("A039", state="no_show", since=NOW_MS - 400_000),
    in_line("A043", since=NOW_MS - 754_000, priority=1, segments=["elderly"]),
    in_line("A044", since=NOW_MS - 688_000),
    in_line("B008", since=NOW_MS - 520_000, due=NOW_MS),
    in_line("A045", since=NOW_MS - 431_000),
    in_line("A046", since=NOW_MS - 65_000),
    in_line("B009", since=NOW_MS - 64_000, ready=NOW_MS + 300_000),
    in_line("A047", since=NOW_MS - 41_000),
    in_line("A048", since=NOW_MS - 40_000),
    in_line("A049", since=NOW_MS - 12_000),
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
        queue=_QUEUE,
        pauses=PAUSES,
        reasons=tuple(reasons("outcome", "park", "transfer")),
        groups=GROUPS,
    )
    said = Said(Words("已再次呼叫 A042", "A042 was called again"), Tone.DONE)
    rights = frozenset(RIGHTS.values()) | {"acknowledge_faults"}
    return Desk("1003", "3", hall, linked=True, said=said, rights=rights)


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
    free = {"visit": "", "ticket": "", "service": "", "degraded": []}
    return _with_counter(desk_in_the_morning(), state="open", **free)


def desk_serving(minutes: int = 3) -> Desk:
    """Return the same desk with A042 served for so long, and all that can be known of a visitor."""
    since = NOW_MS - minutes * 60_000 - 12_000
    desk = _with_counter(desk_in_the_morning(), state="serving", since=since, precalled="A043")
    assert desk.hall is not None
    here = visit("v-42", "A042", "3", None).model_copy(
        update={
            "identified": True,
            "segments": ["elderly"],
            "missing": ["产权证明"],
            "notes": 2,
            "then": ["transfer", "advice"],
        }
    )
    return replace(desk, hall=replace(desk.hall, here=here, visitor=_VISITOR))


def desk_reading() -> Desk:
    """Return the serving desk with the notes about the visitor open."""
    return take(desk_serving(), Action.NOTES, "key")


def desk_revealed() -> Desk:
    """Return the serving desk while it shows who the visitor is."""
    asking = desk_asking(Action.REVEAL)
    pressed = answer(asking, "check_document", "key")
    assert pressed.press is not None
    return answered(pressed, pressed.press, Revealed("v-42", NAME, NUMBER))


def desk_paused() -> Desk:
    """Return the same desk while its clerk is away."""
    return _with_counter(desk_at_rest(), state="paused", paused="meal")


def desk_with_news() -> Desk:
    """Return the serving desk with a notice, a message and help on its way."""
    desk = desk_serving(minutes=6)
    assert desk.hall is not None
    notice = shapes.Notice(
        notice="n1", text="系统维护，缴费稍慢", text_english="Payments are slow", until=0, by="1001"
    )
    board = desk.hall.board.model_copy(update={"notices": [notice]})
    unread = (message("m1", "三号窗口的客户请先核对户号"),)
    return replace(desk, hall=replace(desk.hall, board=board, unread=unread, helped={"3": "周婷"}))


def desk_asking(action: Action, *answers: str, desk: Desk | None = None) -> Desk:
    """Return a desk with the dialog of `action` open, after `answers`."""
    asked = take(desk or desk_serving(), action, "key")
    for value in answers:
        asked = answer(asked, value, "key")
    assert asked.asking is not None
    return asked


def in_english(desk: Desk) -> Desk:
    """Return the same desk for a clerk who reads English first."""
    return replace(desk, language="en")


def _with_counter(desk: Desk, **changes: object) -> Desk:
    assert desk.hall is not None
    counters = tuple(
        each.model_copy(update=changes) if each.id == "3" else each for each in desk.hall.counters
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


class StillApp(StackApp):
    """Shows `desk` and follows nothing; with the faults `opened`, or `locked`."""

    CSS_PATH = Path(edge.staff.__file__).with_name("staff.tcss")

    def __init__(
        self, desk: Desk, *, opened: bool = False, locked: bool = False, compact: bool = False
    ) -> None:
        super().__init__(StaffOptions(compact=compact))
        self._desk = desk
        self._opened = opened
        self._locked = locked

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        await self.show_sign_in()
        if self._desk.staff:
            await self.show_desk(self._desk, NOW_MS)
        if self._opened and isinstance(self.front, FaultsScreen):
            self.front.action_faults()
        if self._locked:
            await self.show_lock(self._desk, "王芳", words.LOCKED)
