"""The supervisor's terminal in front of a hall: what it shows, asks, sends, and never sends."""

from pathlib import Path

import pytest
import supervisor_halls as halls
from supervisor_fake_hall import PIN, FakeHall, until
from supervisor_session import Terminal, signed_in, terminal
from textual.widgets import Input, TextArea

from edge.api import shapes
from edge.staff.supervisor.board import Tone
from edge.staff.supervisor.screens.dialogues import TellScreen
from edge.staff.supervisor.screens.live import LiveScreen
from edge.staff.supervisor.screens.report import ReportScreen
from edge.staff.supervisor.screens.rules import RulesScreen
from edge.staff.supervisor.screens.sign_in import SignInScreen
from edge.staff.supervisor.screens.tickets import TicketsScreen
from edge.staff.supervisor.widgets.lines import SaidLine
from edge.staff.supervisor.words import Language


def bad_hall() -> FakeHall:
    return FakeHall(
        picture=halls.bad_picture(),
        faults=[halls.fault("printer-1", "printer")],
        messages=[
            shapes.Message(message="M1", by="1002", to=["3001"], at=1, read_by=[], text="没纸了")
        ],
    )


def said_line(opened: Terminal) -> str:
    """What stands under the fields of the first screen."""
    return str(opened.app.screen.query_one(SaidLine).render())


async def to_panel(opened: Terminal, times: int) -> None:
    """Go on from the counters to the panel of the queues (1) or of what needs somebody (2)."""
    await opened.press(*["tab"] * times)
    await opened.pilot.pause()


async def mark(opened: Terminal, row: str) -> None:
    """Mark a row of what needs somebody."""
    listing = opened.app.screen.query_one("#attention").rows  # type: ignore[attr-defined]
    listing.highlighted = listing.get_option_index(row)
    await opened.pilot.pause()


async def test_what_happens_in_the_hall_is_seen_at_once_and_an_emergency_rings_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        for text in ("阳光路供电营业厅", "A041", "用餐", "6:06/20", "94%", "8/8", "没有告警"):
            assert text in opened.text
        rung: list[int] = []
        monkeypatch.setattr(opened.app, "bell", lambda: rung.append(1))
        call = halls.help_call("3", "emergency", by="1003")
        await opened.hall.happen("HelpCalled", help=[call])
        await opened.hall.happen("CounterOpened")
        await until(lambda: opened.app.board.seen and opened.app.board.seen.picture.seq == 3)
        await opened.pilot.pause()
        assert "!! 紧急呼叫 3号窗口 王芳" in opened.text
        assert rung == [1]


async def test_facts_that_a_supervisor_does_not_see_fetch_nothing(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        looks = opened.hall.looks
        await opened.hall.happen("EstimateTold")
        await opened.hall.happen("UplinkAcknowledged")
        await opened.hall.happen("CounterOpened")
        await until(lambda: opened.app.board.seen and opened.app.board.seen.picture.seq == 4)
        assert opened.hall.looks == looks + 1


# --- what is done ---


async def test_counters_are_opened_closed_paused_resumed_and_given_other_services(
    tmp_path: Path,
) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("c")
        await opened.asked()
        await opened.press("escape")
        await opened.done()
        assert opened.hall.effects == [], "a no is a no"
        for keys, answers in (("c", [""]), ("z", [""]), ("r", ["", "人多"])):
            await opened.press(*keys)
            await opened.answer(*answers)
            await opened.done()
        await opened.press("down", "down", "down", "z")
        await opened.answer("")
        await opened.done()
        await opened.press("end", "o")
        await opened.answer("1005")
        await opened.done()
        assert opened.hall.effects == [
            ("/supervision/counters/1/close", None),
            ("/supervision/counters/1/pause", {"reason": "break"}),
            (
                "/supervision/counters/1/replan",
                {"services": ["pay-bill", "invoice"], "reason": "人多"},
            ),
            ("/supervision/counters/4/resume", None),
            ("/supervision/counters/5/open", {"staff": "1005"}),
        ]
        assert opened.said == "5号窗口 已开放"
        keys = [key for _path, key, _body in opened.hall.received]
        assert len(set(keys)) == len(keys), "each press has a key of its own"


async def test_what_everybody_notices_is_done_after_a_last_question(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        for key, answers in (
            ("d", ["", ""]),
            ("n", ["今日提前关门", "Closing early", "30", ""]),
            ("m", ["", "请来大厅"]),
            ("m", [" ", "收工开会", ""]),
        ):
            await opened.press(key)
            await opened.answer(*answers)
            await opened.done()
        await to_panel(opened, 1)
        await opened.press("s")
        await opened.answer("停电", "")
        await opened.done()
        doors, (_path, notice), message, to_all, switch = opened.hall.effects
        assert doors == ("/doors/close", {"reason": ""})
        assert (notice["text"], notice["text_english"]) == ("今日提前关门", "Closing early")
        assert 29 <= (notice["until"] - halls.NOW_MS) / halls.MINUTE_MS <= 31
        assert message == ("/messages", {"text": "请来大厅", "to": ["1"]})
        assert to_all == ("/messages", {"text": "收工开会", "to": []})
        assert switch == ("/services/pay-bill/off", {"reason": "停电"})


async def test_what_needs_somebody_is_accepted_and_ended(tmp_path: Path) -> None:
    noted = {"device": "printer-1", "unit": "", "note": "已报修", "by": ""}
    expected: list[tuple[str, str, str, str, object]] = [
        ("help:3", "a", "", "/help/3/accept", None),
        ("alert:wait:pay-bill", "a", "", "/alerts/wait:pay-bill/accept", None),
        ("message:M1", "a", "", "/messages/M1/read", None),
        ("fault:printer-1", "a", "已报修", "/faults/acknowledge", noted),
        ("help:3", "x", "", "/help/3/end", None),
        ("notice:N1", "x", "", "/notices/N1/end", None),
    ]
    async with signed_in(tmp_path, bad_hall()) as opened:
        await to_panel(opened, 2)
        for row, key, answer, *_ in expected:
            await mark(opened, row)
            await opened.press(key)
            await opened.answer(answer)
            await opened.done()
        assert opened.hall.effects == [(path, body) for *_, path, body in expected]


async def test_tickets_in_line_are_changed(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("t")
        await opened.front(TicketsScreen)
        await until(lambda: opened.app.board.seen and opened.app.board.seen.tickets)
        await opened.pilot.pause()
        assert "C013" in opened.text
        for key, answers in (("p", ["elderly", "腿脚不便"]), ("x", ["走了", ""]), ("s", [""])):
            await opened.press(key)
            await opened.answer(*answers)
            await opened.done()
        await opened.press("end", "r")
        await opened.answer("")
        await opened.done()
        assert opened.hall.effects == [
            ("/visits/v-A042/priority", {"priority": "elderly", "reason": "腿脚不便"}),
            ("/visits/v-A042/cancel", {"reason": "走了"}),
            ("/visits/v-A042/service", {"service": "invoice"}),
            ("/visits/v-D002/reinstate", {}),
        ]
        await opened.press("escape")
        await opened.front(LiveScreen)


# --- what is looked at ---


async def test_why_a_ticket_was_called_is_told_where_the_controller_can(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("w")
        await opened.front(TellScreen)
        assert "A041 先来" in opened.text
        opened.hall.knows_why = False
        await opened.press("escape", "w")
        await until(lambda: opened.said == "这台控制器还不会解释")


async def test_rules_with_a_mistake_are_shown_at_its_place_and_never_sent(tmp_path: Path) -> None:
    mistake = shapes.RulesMistake(line=2, column=6, reason="no sentence begins so")
    async with signed_in(tmp_path, FakeHall(mistakes=[mistake])) as opened:
        await opened.press("u")
        screen = await opened.front(RulesScreen)
        area = screen.query_one(TextArea)
        area.text = "# first come\nWHEN it rains\n"
        await opened.press("f10")
        await until(lambda: area.cursor_location == (1, 5))
        await opened.pilot.pause()
        assert "2:6  no sentence begins so" in opened.text
        assert opened.hall.effects == []


async def test_right_rules_are_put_in_force_after_a_yes_and_others_given_up_after_a_second_escape(
    tmp_path: Path,
) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("u")
        screen = await opened.front(RulesScreen)
        screen.query_one(TextArea).text = "# another"
        await opened.press("escape")
        assert opened.app.screen is screen
        await opened.press("escape")
        await opened.front(LiveScreen)
        await opened.press("u")
        screen = await opened.front(RulesScreen)
        screen.query_one(TextArea).text = "OTHERWISE CALL whoever came first"
        await opened.press("f10")
        await opened.answer("")
        await opened.front(LiveScreen)
        await until(lambda: opened.said == "规则已生效")
        assert opened.hall.effects == [("/rules", {"text": "OTHERWISE CALL whoever came first"})]


async def test_the_report_of_the_day_is_the_hall_s_own(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("b")
        await opened.front(ReportScreen)
        assert "营业日报" in opened.text
        assert "阳光路营业厅" in opened.text
        await opened.press("b")
        await opened.front(LiveScreen)


async def test_a_report_that_the_hall_does_not_give_says_why(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall(report=None)) as opened:
        await opened.press("b")
        await until(lambda: opened.said == "您没有这个权限")
        assert opened.app.board.said.tone is Tone.WARNING


# --- who may not, and when nothing is sent ---


async def test_whoever_belongs_elsewhere_is_told_where_and_signed_out(tmp_path: Path) -> None:
    async with terminal(tmp_path, FakeHall()) as opened:
        for staff, pin, says in (
            ("1001", PIN, "atrium staff"),
            ("2001", PIN, "平板"),
            ("5001", PIN, "atrium engineer"),
            ("3001", "0000", "工号或密码不正确"),
        ):
            await opened.type_in(staff, pin)
            await until(lambda says=says: says in said_line(opened))
            assert opened.hall.sessions == set()
        assert isinstance(opened.app.screen, SignInScreen)


async def test_an_auditor_sees_everything_and_does_nothing(tmp_path: Path) -> None:
    async with signed_in(tmp_path, bad_hall(), "4001") as opened:
        assert "紧急呼叫" in opened.text
        for times in range(3):
            await opened.press(*"oacrzxsdnm")
            await to_panel(opened, 1)
            assert opened.said == "稽查只看不动", times
        assert isinstance(opened.app.screen, LiveScreen)
        await opened.press("u")
        screen = await opened.front(RulesScreen)
        assert screen.query_one(TextArea).read_only
        await opened.press("f10", "escape")
        await opened.press("t")
        await opened.front(TicketsScreen)
        await opened.press(*"pxsr")
        assert isinstance(opened.app.screen, TicketsScreen)
        assert opened.hall.received == []


async def test_a_refusal_is_said_in_words_and_one_order_is_under_way_at_a_time(
    tmp_path: Path,
) -> None:
    async with signed_in(tmp_path, FakeHall(refuse=["counter_occupied"])) as opened:
        await opened.press("c")
        await opened.answer("")
        await opened.done()
        assert opened.said == "窗口正在办理，不能关闭"
        opened.hall.answering.clear()
        await opened.press("c")
        await opened.answer("")
        await until(lambda: len(opened.hall.received) == 2)
        await opened.press("c")
        await until(lambda: opened.said == "上一个操作还在等答复")
        opened.hall.answering.set()
        await opened.done()
        assert len(opened.hall.effects) == 2


async def test_the_other_language_comes_at_a_key_and_signing_out_ends_the_session(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path, FakeHall()) as opened:
        await opened.press(*"3001", "enter", *PIN, "enter")
        await opened.front(LiveScreen)
        await until(lambda: opened.app.board.linked)
        await opened.press("l")
        assert opened.app.board.language is Language.ENGLISH
        await opened.pilot.pause()
        for text in ("Sunshine Road hall", "serving", "mean wait", "Sign out"):
            assert text in opened.text
        await opened.press("q")
        await opened.front(SignInScreen)
        assert opened.hall.sessions == set()


async def test_a_session_that_is_over_leads_back_to_the_first_screen(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall(refuse=["session_required"])) as opened:
        await opened.press("d")
        await opened.answer("", "")
        screen = await opened.front(SignInScreen)
        assert "登录已过期" in opened.text
        assert screen.query_one("#pin", Input).value == ""


async def test_a_lost_controller_shows_at_once_and_nothing_is_sent_later(tmp_path: Path) -> None:
    async with signed_in(tmp_path, FakeHall()) as opened:
        await opened.press("n")
        await opened.answer("今日提前关门", "", "")
        await opened.asked()
        await opened.lose()
        assert "现在什么也不会发送" in opened.text
        await opened.answer("")
        await opened.done()
        await opened.press("c")
        assert isinstance(opened.app.screen, LiveScreen)
        assert "控制器失联" in opened.text
        assert "关窗口" not in opened.text
        await opened.regain()
        assert opened.said == "联系已恢复，屏幕为当前真实状态"
        assert opened.hall.received == []
