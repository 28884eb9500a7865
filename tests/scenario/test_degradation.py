"""What a visitor meets where a device is missing: each fallback, on real processes and twins."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edge_process import EdgeProcess, Start, demo_config
from recorded_voice import record_clips
from screens_of_hall import screens_of
from twins_of_hall import devices_of, until

from drivers.reader.id_number import check_character
from edge.api import shapes
from edge.client import HallError

PAPER = shapes.NewVisit(service="pay-bill", delivery="paper")
PLAIN = shapes.NewVisit(service="pay-bill")
_CLIPS = 'clips_dir = "voice/clips"'
_UPS = 'port = "wires/ups-1"'
NUMBER = "11010119560307771" + check_character("11010119560307771")


def hall_with(folder: Path, before: str, options: str) -> Path:
    """Return the demo hall's configuration, voice included, with `options` after `before`."""
    config = demo_config(folder, without=())
    text = config.read_text(encoding="utf-8")
    assert before in text
    config.write_text(text.replace(before, before + options), encoding="utf-8")
    return config


def last_said(edge: EdgeProcess) -> Callable[[], dict[str, Any] | None]:
    """Give a look at what the voice said last, in words and with its length."""
    noted = edge.state / "voice" / "spoken" / "last.json"
    return lambda: json.loads(noted.read_bytes()) if noted.exists() else None


async def test_a_reader_that_is_lost_leaves_the_keypad(start: Start, config: Path) -> None:
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        await hall.wires["reader-1"].unplug()
        state = await screens.ticket.shows("读卡器暂停使用", "enter your ID number")
        state = await screens.touch(state, "keypad")
        await screens.touch(state, "identity", NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"))
        state = await screens.ticket.shows("号码有误，请检查后再确认")
        await screens.touch(state, "identity", NUMBER)
        state = await screens.ticket.until(lambda shown: shown["elder"])
        await screens.choose(await screens.touch(state, "group", "payment"), PAPER.service)
        await screens.ticket.shows("A001", "请取走小票")
        identified = await hall.fact("VisitIdentified")
        assert identified.body["reader"] == "ticket-1"
        assert identified.body["document"] == "typed_number"
        issued = await hall.fact("TicketIssued")
        assert issued.subject == identified.subject
        assert (await hall.fact("TicketReserved")).body["approach_ms"] > 0


async def test_a_reader_that_is_lost_leaves_the_scanner(start: Start, config: Path) -> None:
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        await hall.wires["reader-1"].unplug()
        await screens.ticket.shows("读卡器暂停使用", "出示二维码")
        hall.wires["scanner-1"].twin.act("scan", text="APPT-20250303-0042")
        state = await screens.ticket.shows("您好", "已读到您的二维码")
        await screens.choose(state, PAPER.service)
        await screens.ticket.shows("A001", "请取走小票")
        identified = await hall.fact("VisitIdentified")
        assert (identified.body["reader"], identified.body["document"]) == ("scanner-1", "code")
        assert (await hall.fact("TicketIssued")).subject == identified.subject


async def test_a_card_that_cannot_be_read_is_said_to_whoever_laid_it(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        hall.reader.act("slow_down", read_s=0.05)
        hall.reader.act("lay_unreadable_card")
        await screens.ticket.shows("请重新放卡", "Please place it again")
        assert hall.of("VisitIdentified") == []


async def test_a_printer_without_paper_leaves_number_and_code_on_the_screen(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        hall.printer.act("set_paper", mm=25)
        state = await screens.ticket.shows("触摸取号")
        state = await screens.touch(state, "touch")
        await screens.choose(state, PAPER.service)
        shown = await screens.ticket.shows("A001", "打印机暂时缺纸", "请用手机拍下这个屏幕")
        assert 'class="qr"' in shown["html"]
        menu = await screens.touch(await screens.touch(shown, "leave"), "touch")
        menu = (
            menu if "小票暂停打印" in menu["html"] else await screens.ticket.shows("小票暂停打印")
        )
        await screens.choose(menu, PAPER.service)
        shown = await screens.ticket.shows("A002", "小票暂停打印", "请用手机拍下这个屏幕")
        assert 'class="qr"' in shown["html"]


async def test_a_strip_that_is_lost_leaves_the_board_and_a_voice_that_says_it_twice(
    start: Start, folder: Path
) -> None:
    config = hall_with(
        folder, _CLIPS, ', voice = "none", play = "never", pace_without_device = false'
    )
    record_clips(config, folder / "hall")
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        await hall.device_is("voice", usable=True)
        async with await hall.clerk() as clerk, hall.client("kiosk") as screen:
            await screen.new_visit(PLAIN)
            await clerk.open_counter("1")
            await clerk.call_next("1")
            once = await until(last_said(hall.edge), "the call")
            await hall.wires["strips"].unplug()
            await hall.device_is("strips", usable=False)
            await screens.board.shows("窗口屏暂停，请看主屏", "A001", "1号窗口")
            await clerk.recall("1")
            twice = await until(
                lambda: said if (said := last_said(hall.edge)()) != once else None, "the recall"
            )
            assert twice["text"] == once["text"]
            assert twice["lasts_s"] > 1.6 * once["lasts_s"]
            await screens.board.shows("第 2 次呼叫")


async def test_a_voice_that_is_lost_leaves_the_strip_and_a_board_that_flashes(
    start: Start, folder: Path
) -> None:
    options = ', voice = "none", play = "always", player = ["no-such-player"]'
    config = hall_with(folder, _CLIPS, options)
    async with (
        devices_of(start(), config) as hall,
        screens_of(hall.edge) as screens,
        await hall.clerk() as clerk,
    ):
        await clerk.new_visit(PLAIN)
        await clerk.open_counter("1")
        await clerk.call_next("1")
        # That no player is there shows with the first call; the board takes it over.
        await screens.board.shows("语音暂停，请留意屏幕", "calls unheard", "A001", "1号窗口")
        await until(lambda: hall.strips.text(1) == "A001 到1号窗口" or None, "the strip")
        (counter, *_) = await clerk.counters()
        assert "voice" in counter.degraded


async def test_a_lost_caller_leaves_the_clerks_terminal_and_a_screen_to_rate_on(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        await hall.wires["callers"].unplug()
        await hall.device_is("callers", usable=False)
        async with await hall.clerk() as clerk, hall.client("kiosk") as screen:
            ticket = await screen.new_visit(PLAIN)
            await clerk.open_counter("1")
            assert (await clerk.counters())[0].degraded == ["caller"]
            await clerk.call_next("1")
            await screens.board.shows("A001", "1号窗口")
            await clerk.start("1")
            await clerk.finish("1")
            asking = await screens.evaluator.shows("您对刚才的服务满意吗？")
            await screens.rate(asking, 4)
            await screens.evaluator.shows("谢谢您的评价")
            assert (await clerk.visit(ticket.visit)).grade == 4


async def test_without_mains_the_board_says_so_and_an_empty_battery_lets_nobody_in(
    start: Start, folder: Path
) -> None:
    config = hall_with(folder, _UPS, "\noptions = { poll_s = 0.1 }")
    async with devices_of(start(), config) as hall, screens_of(hall.edge) as screens:
        ups = hall.wires["ups-1"].twin
        async with await hall.clerk() as clerk, hall.client("kiosk") as screen:
            inside = await screen.new_visit(PLAIN)
            await clerk.open_counter("1")
            ups.act("cut_mains")
            await screens.board.shows("停电，由备用电源供电", "on backup power")
            assert (await screen.new_visit(PLAIN)).ticket == "A002"
            ups.act("set_charge", percent=10)
            await screens.board.shows("备用电源即将用尽")
            await screens.ticket.shows("暂停取号", "Power cut: backup power")
            with pytest.raises(HallError) as refused:
                await screen.new_visit(PLAIN)
            assert refused.value.code == "power_low"
            called = await clerk.call_next("1")
            assert called is not None and called.visit == inside.visit
            await clerk.start("1")
            await clerk.finish("1")
            ups.act("set_charge", percent=80)
            ups.act("restore_mains")
            await screens.board.until(lambda shown: "电源" not in shown["html"])
            assert (await screen.new_visit(PLAIN)).ticket == "A003"
