"""The real terminals behind a page: signed in through a websocket, and gone with their server."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest
from staff_fake_hall import FakeHall, until
from staff_fake_hall import served as hall_served
from tab_served import runs, served, shown, tab
from typer.testing import CliRunner

from edge.cli import build
from edge.staff.browser.told import TerminalOf


async def test_a_clerk_signs_in_through_the_page_and_works(tmp_path: Path) -> None:
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    command = TerminalOf("staff", str(socket)).command()
    async with hall_served(hall, socket), served(command) as server, tab(server) as line:
        await _sees(line, "工号")
        for keys in ("1003", "\r", "2468", "\r"):
            await line.send(json.dumps(["stdin", keys]))
        await _sees(line, "1号窗口")
        await line.send(json.dumps(["stdin", "\r"]))
        await until(lambda: hall.effects == ["open"], within_s=30)


async def test_a_server_that_is_killed_leaves_no_terminal_behind(tmp_path: Path) -> None:
    socket = tmp_path / "hall.sock"
    async with hall_served(FakeHall(), socket):
        server = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "edge", "supervisor", "serve"),
            *("--socket", str(socket), "--listen", "127.0.0.1:0"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert server.stdout is not None
        address = (await server.stdout.readline()).decode().split("/")[2]
        line = await tab(address)
        await _sees(line, "主管")
        terminal = _child_of(server.pid)
        server.send_signal(signal.SIGKILL)
        await server.wait()
        await until(lambda: not runs(terminal), within_s=30)
        line.transport.abort()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["staff", "serve", "--listen", "0.0.0.0:8075"], "loopback only"),
        (["staff", "serve", "--listen", "8075"], "expected HOST:PORT"),
        (["staff", "serve", "--language", "fr"], "zh or en"),
        (["staff", "--compact", "serve"], "--compact belongs after serve"),
        (["supervisor", "serve", "--state", "a", "--socket", "b"], "one of"),
    ],
)
def test_what_cannot_be_served_is_said_before_anything_starts(words: list[str], says: str) -> None:
    result = CliRunner().invoke(build(words), words)
    assert result.exit_code != 0
    assert says in result.output + str(result.exception)


def _child_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children").read_text()
    return int(children.split()[0])


async def _sees(line: object, text: str) -> None:
    drawn = ""
    while text not in drawn:
        drawn += await shown(line)  # type: ignore[arg-type]
