"""The engineer's terminal against a hall that answers over real HTTP, and on ports of its own."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from engineer_fake_hall import NOW_MS, FakeHall, served, until
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, RichLog

from drivers.contract import LineSettings, Wire, WireLostError
from drivers.transports.capture import read_capture
from edge.client import HallClient
from edge.engineer.app import EngineerApp
from edge.engineer.ports import Ports
from edge.engineer.screens.asking import TextScreen, YesNoScreen
from edge.engineer.screens.devices import DevicesScreen
from edge.engineer.screens.scan import ScanScreen
from edge.engineer.screens.watch import WatchScreen
from edge.provisioning.places import Entry, Place
from edge.staff.patience import Patience
from edge.staff.widgets.lines import SaidLine

IMPATIENT = Patience(answer_timeout_s=5.0, reconnect_pauses_s=(0.05,))
PORTS = [Place(Entry.SERIAL, f"/dev/ttyUSB{number}", f"/dev/ttyUSB{number}") for number in (0, 1)]


async def nobody_there(port: str, line: LineSettings) -> Wire:
    raise WireLostError(f"{port}: in use")


@dataclass
class Terminal:
    """A terminal and its hall."""

    app: EngineerApp
    pilot: Pilot[None]
    hall: FakeHall
    folder: Path

    async def choose(self, device: str) -> None:
        """Put the cursor on a device."""
        table = self.app.screen.query_one(DataTable)
        table.move_cursor(row=table.get_row_index(device))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def answer(self, text: str) -> None:
        """Type the answer to a question that asks for a line."""
        await until(lambda: isinstance(self.app.screen, TextScreen) and self.app.screen.is_mounted)
        self.app.screen.query_one(Input).value = text
        await self.press("enter")

    @property
    def says(self) -> str:
        return str(self.app.bench.said.words)

    @property
    def picture(self) -> str:
        """Everything that stands on the screen."""
        drawn = re.findall(r"<text [^>]*>([^<]*)</text>", self.app.export_screenshot())
        return html.unescape("".join(drawn)).replace("\xa0", " ")

    @property
    def logged(self) -> str:
        return "\n".join(strip.text for strip in self.app.screen.query_one(RichLog).lines)


@asynccontextmanager
async def terminal(
    folder: Path, hall: FakeHall | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Terminal]:
    """Serve a hall and start a terminal on it."""
    hall = hall or FakeHall()
    ports = Ports(
        wall_ms=lambda: NOW_MS,
        who=lambda: "engineer li",
        places=lambda: PORTS,
        open_wire=nobody_there,
    )
    async with served(hall, folder / "hall.sock"), HallClient(str(folder / "hall.sock")) as client:
        app = EngineerApp(client, IMPATIENT, ports)
        async with app.run_test(size=size) as pilot:
            await until(lambda: app.bench.hall)
            await pilot.pause()
            yield Terminal(app, pilot, hall, folder)


# --- looking ---


async def test_all_devices_are_listed_and_the_chosen_one_in_full(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        for name in ("reader-1", "printer-1", "strips", "callers", "panel", "voice", "故障 2 项"):
            await until(lambda name=name: name in at.picture)
        await at.choose("callers")
        await until(lambda: "connection refused" in at.picture)
        assert "socket://192.168.1.80:4001" in at.picture
        assert "检查该条屏的电源和地址" in at.picture


async def test_a_device_that_is_lost_is_shown_as_it_happens(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.hall.lose("reader-1")
        await until(lambda: "故障 3 项" in at.picture)
        assert "✗ 没有应答" in at.picture


async def test_the_cursor_stays_on_its_device_while_others_change(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.choose("strips")
        await at.hall.lose("reader-1")
        await until(lambda: "故障 3 项" in at.picture)
        assert at.app.devices.chosen is not None
        assert at.app.devices.chosen.id == "strips"


async def test_a_wider_terminal_has_more_columns(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        assert "协议 Protocol sam" in at.picture
        table = at.app.screen.query_one(DataTable)
        assert len(table.columns) == 4
        await at.pilot.resize_terminal(160, 40)
        await until(lambda: len(table.columns) == 8)


async def test_a_hall_that_goes_away_is_said_and_seen_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    async with HallClient(str(socket)) as client:
        app = EngineerApp(client, IMPATIENT, Ports(wall_ms=lambda: NOW_MS))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(lambda: "控制器失联" in app.export_screenshot())
            async with served(hall, socket):
                await until(lambda: app.bench.linked)
                await pilot.pause()
                assert "reader-1" in app.export_screenshot()
                assert "控制器已连接" in str(app.bench.said.words)
            await until(lambda: not app.bench.linked)
            for key in "twra":
                await pilot.press(key)
                assert isinstance(app.screen, DevicesScreen)
            assert "控制器失联" in str(app.bench.said.words)
            assert hall.done == []
            async with served(hall, socket):
                await until(lambda: app.bench.linked)
                assert "控制器已连接" in str(app.bench.said.words)


# --- the self-test ---


async def test_a_self_test_shows_what_it_saw(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        at.hall.findings = [(True, "the reader answers"), (False, "no SAM inside")]
        await at.press("t")
        await until(lambda: at.app.bench.tested)
        await at.pilot.pause()
        assert "✗ no SAM inside" in at.picture
        assert "发现问题" in at.says
        assert at.hall.done == ["test reader-1"]


@pytest.mark.parametrize("device", ["printer-1", "voice", "strips", "callers"])
async def test_what_the_hall_would_see_or_hear_is_asked_about_first(
    tmp_path: Path, device: str
) -> None:
    async with terminal(tmp_path) as at:
        await at.choose(device)
        await at.press("t")
        assert isinstance(at.app.screen, YesNoScreen)
        await at.press("escape")
        assert at.hall.done == []
        await at.press("t", "enter")
        await until(lambda: device in at.app.bench.tested)
        assert at.hall.done == [f"test {device}"]


async def test_a_test_that_still_runs_is_not_begun_again(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        at.hall.testing.clear()
        await at.press("t")
        await until(lambda: at.hall.done)
        await at.press("t")
        assert "还没有结束" in at.says
        at.hall.testing.set()
        await until(lambda: at.app.bench.tested)
        assert at.hall.done == ["test reader-1"]


# --- faults ---


async def test_a_fault_is_noted_with_who_and_what(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.choose("strips")
        await at.press("a")
        await at.answer("new cable ordered")
        await until(lambda: "known by engineer li" in at.picture)
        assert at.hall.done == ["acknowledge strips 2 new cable ordered"]
        assert "已登记" in at.says


async def test_a_note_thought_better_of_changes_nothing(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.choose("strips")
        await at.press("a", "x", "escape")
        assert isinstance(at.app.screen, DevicesScreen)
        assert at.hall.done == []


async def test_a_device_without_a_fault_has_none_to_note(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.press("a")
        assert "没有故障" in at.says


# --- the wire ---


def frame(number: int) -> dict[str, object]:
    return {"at_s": 5.0 + number, "side": "device", "frame": {"name": "status", "no": number}}


async def test_watching_shows_frames_and_pauses(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.press("w")
        await until(lambda: at.hall.done == ["watch reader-1"])
        await at.hall.send(frame(1))
        await until(lambda: "status no=1" in at.logged)
        await at.press("space")
        await at.hall.send(*(frame(number) for number in range(2, 102)))
        await until(lambda: len(at.app.screen._pending) == 60)
        await until(lambda: at.app.screen._unshown == 40)
        assert "no=2" not in at.logged
        await at.press("space")
        await until(lambda: "no=101" in at.logged)
        assert "40 帧没有显示" in at.logged
        await at.press("escape")
        assert isinstance(at.app.screen, DevicesScreen)


async def test_a_wire_that_no_codec_reads_is_said(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.choose("voice")
        await at.press("w")
        await until(lambda: "no codec" in str(at.app.screen.query_one(SaidLine).render()))


async def test_a_recording_is_a_capture_and_ends_with_the_same_key(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.press("r")
        assert "大厅日志" in at.picture
        assert "证件信息" in at.picture
        file = tmp_path / "reader.capture"
        await at.answer(str(file))
        await until(lambda: at.hall.done == ["record reader-1"])
        await at.hall.send({"at_s": 5.0, "side": "host", "hex": "AA"})
        await at.hall.send({"at_s": 5.5, "side": "device", "hex": "AABB"})
        await until(lambda: at.app.bench.recording and at.app.bench.recording.pieces == 2)
        await at.press("r")
        await until(lambda: at.app.bench.recording is None)
        assert "2 段" in at.says
        pieces = read_capture(iter(file.read_text().splitlines()), str(file))
        assert [(piece.at_s, piece.data) for piece in pieces] == [(0, b"\xaa"), (0.5, b"\xaa\xbb")]
        assert file.stat().st_mode & 0o777 == 0o600


async def test_a_recording_never_writes_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "old.capture"
    file.write_text("precious")
    async with terminal(tmp_path) as at:
        await at.press("r")
        await at.answer(str(file))
        await until(lambda: "exists" in at.says)
        assert file.read_text() == "precious"
        assert at.hall.done == []


async def test_a_recording_that_the_hall_refuses_leaves_no_file(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.choose("panel")
        await at.press("r")
        await at.answer(str(tmp_path / "panel.capture"))
        await until(lambda: "No such device" in at.says)
        assert at.app.bench.recording is None
        assert not (tmp_path / "panel.capture").exists()


# --- the scan ---


async def test_a_scan_lists_what_it_found_and_writes_the_survey(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.press("s")
        await until(lambda: isinstance(at.app.screen, ScanScreen) and "in use" in at.logged)
        assert "待人工确认" in at.logged
        await at.press("w")
        survey = tmp_path / "survey.md"
        await at.answer(str(survey))
        await until(survey.exists)
        await until(lambda: "已写入" in str(at.app.screen.query_one(SaidLine).render()))
        assert "阳光路营业厅" in survey.read_text()
        assert "/dev/ttyUSB1" in survey.read_text()
        await at.press("escape")
        assert isinstance(at.app.screen, DevicesScreen)


async def test_a_scan_shows_how_far_it_is_and_ends_when_left(tmp_path: Path) -> None:
    asking, left = asyncio.Event(), asyncio.Event()

    async def slow(port: str, line: LineSettings) -> Wire:
        asking.set()
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
        raise WireLostError(port)

    async with terminal(tmp_path) as at:
        at.app._ports = Ports(places=lambda: PORTS, open_wire=slow, wall_ms=lambda: NOW_MS)
        await at.press("s")
        await asking.wait()
        assert "正在询问端口 0/" in at.picture
        await at.press("w")
        assert isinstance(at.app.screen, ScanScreen)
        await at.press("escape")
        await left.wait()


async def test_a_screen_that_is_left_watches_no_longer(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.press("w")
        await until(lambda: isinstance(at.app.screen, WatchScreen) and at.hall.done)
        await at.press("escape")
        await at.hall.send(frame(1))
        await at.press("q")
        await until(lambda: not at.app.is_running)
