"""The overlay of open faults: it lists, it takes notes, and it never stands in the way of work."""

from pathlib import Path

import pytest
from staff_fake_hall import CLERKS_RIGHTS, NOW_MS, FakeHall, fault, until
from staff_still import FAULTS, StillApp, desk_with_faults
from test_staff_app import Terminal, terminal
from textual.widgets import OptionList, Static

from edge.staff import faults, words
from edge.staff.screens.choose import ChooseScreen
from edge.staff.screens.faults import FaultsScreen
from edge.staff.screens.lock import LockScreen
from edge.staff.screens.work import WorkScreen
from edge.staff.widgets.faults import FaultsPanel, NoteField
from edge.staff.widgets.lines import NotedLine


def overlay_open(at: Terminal) -> bool:
    return isinstance(at.app.screen, FaultsScreen) and at.app.screen.faults_open


def listed(at: Terminal) -> list[str | None]:
    """Return what the overlay lists."""
    return [option.id for option in at.app.screen.query_one("#faults", OptionList).options]


def noted(at: Terminal) -> str:
    """Return what the overlay says of the last note."""
    return str(at.app.screen.query_one(NotedLine).render())


def broken_hall() -> FakeHall:
    broken = [fault("strips", "3"), fault("printer-1", kind="printer")]
    return FakeHall(faults=broken, rights=[*CLERKS_RIGHTS, "acknowledge_faults"])


# --- looking ---


async def test_the_overlay_lists_what_is_open_and_goes_with_escape(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        assert "故障 2 项" in at.app.export_screenshot().replace("&#160;", " ")
        await at.strike("f2")
        assert overlay_open(at)
        assert listed(at) == ["strips 3", "printer-1"]
        await at.strike("escape")
        assert not overlay_open(at)
        await at.strike("g")
        assert overlay_open(at)
        await at.strike("g")
        assert not overlay_open(at)


async def test_faults_come_and_go_while_the_overlay_is_open(tmp_path: Path) -> None:
    async with terminal(tmp_path, FakeHall()) as at:
        await at.work_at("3")
        await at.strike("g")
        assert listed(at) == []
        await at.hall.break_down(fault("voice", kind="voice"))
        await until(lambda: listed(at) == ["voice"])
        await at.hall.break_down(fault("strips", "1"))
        await until(lambda: listed(at) == ["voice", "strips 1"])
        await at.strike("down")
        await at.hall.repair("voice")
        await until(lambda: listed(at) == ["strips 1"])
        assert at.app.screen.query_one("#faults", OptionList).highlighted == 0


async def test_a_fault_that_opens_while_the_state_is_fetched_is_not_overlooked(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.hall.reading.clear()
        await at.hall.happen("TicketCalled", "v-B004")
        await at.hall.break_down(fault("strips", "3"))
        at.hall.reading.set()
        await until(lambda: at.app.desk.hall and at.app.desk.hall.faults)


async def test_a_clerk_without_a_counter_sees_them_too(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.sign_in()
        await until(lambda: at.shows(ChooseScreen) and at.app.desk.hall)
        await at.strike("f2")
        assert listed(at) == ["strips 3", "printer-1"]
        await at.strike("enter", *"later", "enter")
        await until(lambda: at.hall.effects == ["acknowledge strips 3 later"])
        await at.strike("escape")
        at.app.screen.query_one("#counters", OptionList).highlighted = 2
        await at.strike("enter")
        await until(lambda: at.shows(WorkScreen))


# --- noting ---


async def test_a_note_is_sent_and_shown_with_the_name_of_the_clerk(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g", "down", "enter", *"ordered", "enter")
        await until(lambda: "已登记" in noted(at))
        known = at.hall.faults[1]
        assert (known.acknowledged_by, known.note) == ("1003", "ordered")
        await until(lambda: "1003:&#160;ordered" in at.app.export_screenshot())
        assert at.hall.effects == ["open", "acknowledge printer-1 ordered"]


async def test_a_clerk_without_the_right_sees_faults_and_notes_nothing(tmp_path: Path) -> None:
    async with terminal(tmp_path, FakeHall(faults=[fault("strips", "3")])) as at:
        await at.work_at("3")
        await at.strike("g")
        assert str(words.FAULTS_SEEN_HELP) == str(
            at.app.screen.query_one("#faults-help", Static).render()
        )
        await at.strike("enter")
        assert not at.app.screen.query_one(NoteField).display
        assert overlay_open(at)


async def test_escape_leaves_a_note_with_nothing_changed(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g", "enter", *"nsx", "escape")
        assert overlay_open(at)
        assert not at.app.screen.query_one(NoteField).display
        assert at.hall.effects == ["open"]
        await at.strike("enter")
        assert at.app.screen.query_one(NoteField).value == ""


async def test_a_fault_that_is_over_by_then_is_said_in_words(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g", "enter", *"nn")
        await at.hall.repair("strips")
        await until(lambda: listed(at) == ["printer-1"])
        await at.strike("n", "enter")
        await until(lambda: "已经消除" in noted(at))
        assert at.hall.effects == ["open"]


async def test_a_note_whose_answer_is_lost_is_noted_once(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        at.hall.answering.clear()
        await at.strike("g", "enter", "enter")
        await until(lambda: at.hall.received[-1][0] == "acknowledge")
        await at.line.cut()
        at.hall.answering.set()
        await at.line.connect()
        await until(lambda: "已登记" in noted(at))
        assert at.hall.effects == ["open", "acknowledge strips 3"]
        assert len({key for verb, key in at.hall.received if verb == "acknowledge"}) == 1


async def test_a_note_without_a_session_asks_for_the_pin(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        at.hall.sessions.clear()
        await at.strike("g", "enter", "enter")
        await until(lambda: isinstance(at.app.screen, LockScreen) and at.app.screen.is_mounted)


# --- work goes on ---


async def test_every_key_of_the_work_works_with_the_overlay_open(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        for key, effect in (("n", "next A012"), ("r", "recall A012"), ("s", "start A012")):
            await at.strike("g")
            assert overlay_open(at)
            await at.press(key)
            assert not overlay_open(at)
            assert at.hall.effects[-1] == effect


async def test_function_keys_work_out_of_a_note(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g", "enter", *"nothing sent")
        await at.press("f5")
        assert not overlay_open(at)
        assert at.hall.effects == ["open", "next A012"]
        await at.press("s")
        assert at.state == ("serving", "A012")


async def test_keys_struck_at_once_each_reach_what_they_were_meant_for(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g")
        for key in ("enter", *"xnfc", "enter", "n"):
            at.app.simulate_key(key)
        await until(lambda: len(at.hall.effects) == 3)
        await at.at_rest()
        assert sorted(at.hall.effects) == ["acknowledge strips 3 xnfc", "next A012", "open"]


async def test_a_question_about_a_visitor_is_not_answered_through_the_overlay(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.press("n")
        await at.press("x")
        await at.strike("g", "enter", "escape", "escape", "enter")
        assert at.app.desk.question is None
        assert at.state == ("called", "A012")
        assert at.says == str(words.STAYS_CALLED.about(ticket="A012"))


async def test_a_fault_takes_no_key_before_it_is_looked_at(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.hall.break_down(fault("strips", "3"))
        await until(lambda: at.app.desk.hall and at.app.desk.hall.faults)
        assert not overlay_open(at)
        assert at.app.focused is None
        await at.press("n")
        await at.press("x")
        await at.press("enter")
        assert at.hall.effects[-1] == "no-show A012"


async def test_a_call_by_another_hand_is_seen_beside_the_overlay(tmp_path: Path) -> None:
    async with terminal(tmp_path, broken_hall()) as at:
        await at.work_at("3")
        await at.strike("g")
        await at.hall.change(
            "3", "TicketCalled", state="called", visit="v-B004", ticket="B004", service="supply"
        )
        await until(lambda: "B004" in at.app.export_screenshot())
        assert overlay_open(at)


# --- words ---


def test_a_fault_is_told_in_its_parts() -> None:
    known = FAULTS[2]
    assert "呼叫器 callers / 5" in faults.headline(known, NOW_MS)
    assert faults.what(FAULTS[1]) == "没有应答 no answer 第 4 次 seen 4 times"
    assert faults.known(known).endswith("1007: 线断了，已报修，周四来换")
    assert faults.known(FAULTS[0]) == ""


def test_the_day_is_said_of_what_did_not_begin_today() -> None:
    assert len(faults.since(NOW_MS, NOW_MS)) == len("14:56")
    assert len(faults.since(NOW_MS - 3 * 86_400_000, NOW_MS)) == len("06-12 14:56")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_ticket_keys_and_faults_are_seen_together(size: tuple[int, int]) -> None:
    app = StillApp(desk_with_faults(), opened=True)
    async with app.run_test(size=size):
        await until(lambda: "全部命令" in app.export_screenshot())
        picture = app.export_screenshot().replace("&#160;", " ")
        for text in (
            "A042",
            "00:38",
            "printer-1",
            "装纸并合上机盖",
            "重呼",
            "打印机故障，屏幕出号",
        ):
            assert text in picture


async def test_what_is_put_away_cannot_be_reached() -> None:
    app = StillApp(desk_with_faults())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "enter")
        assert app.focused is None
        assert not app.screen.query_one(FaultsPanel).display
