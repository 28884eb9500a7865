"""The real terminal in a real terminal multiplexer, driven by keys and read off its screen."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from staff_fake_hall import FakeHall, served
from test_staff_cli import PROGRAM

pytestmark = pytest.mark.real("tmux")


class Tmux:
    """A tmux server of its own with one window of 80 x 24."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    async def run(self, *arguments: str) -> str:
        """Run one command of tmux."""
        process = await asyncio.create_subprocess_exec(
            *("tmux", "-u", "-S", str(self._socket), "-f", "/dev/null", *arguments),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        output, _ = await process.communicate()
        return output.decode()

    async def keys(self, *names: str) -> None:
        await self.run("send-keys", "-t", "staff", *names)

    async def shows(self, *texts: str) -> str:
        """Wait until all `texts` stand on the screen; return it."""
        async with asyncio.timeout(60):
            while True:
                screen = await self.run("capture-pane", "-p", "-t", "staff")
                if all(text in screen for text in texts):
                    return screen


@asynccontextmanager
async def staff_in_tmux(folder: Path) -> AsyncIterator[Tmux]:
    """Run `atrium staff` in a window of tmux."""
    (folder / "staff.py").write_text(PROGRAM)
    command = f"{sys.executable} {folder}/staff.py staff --socket {folder}/hall.sock"
    tmux = Tmux(folder / "tmux.sock")
    await tmux.run("new-session", "-d", "-s", "staff", "-x", "80", "-y", "24", command)
    try:
        yield tmux
    finally:
        await tmux.run("kill-server")


async def test_a_visit_is_served_by_keys_in_a_real_terminal(tmp_path: Path) -> None:
    hall = FakeHall()
    async with served(hall, tmp_path / "hall.sock"), staff_in_tmux(tmp_path) as tmux:
        await tmux.shows("工号 Staff number")
        await tmux.keys("1003", "Enter")
        await tmux.keys("2468", "Enter")
        await tmux.shows("选择窗口", "1号窗口")
        await tmux.keys("Enter")
        await tmux.shows("叫下一位 Next", "A012")
        await tmux.keys("Space")
        await tmux.shows("已呼叫 A012", "开始办理 Start")
        await tmux.keys("s")
        # What was done is said once it is answered: until then no other key is taken.
        await tmux.shows("A012 办理中 Serving", "目标 5 分钟", "A012 开始办理")
        await tmux.keys("p")
        await tmux.shows("材料不全")
        await tmux.keys("Escape")
        await tmux.shows("什么也没有做")
        await tmux.keys("F8")
        screen = await tmux.shows("A012 已办结", "叫下一位 Next")
        assert len(screen.splitlines()) == 24
        await tmux.keys("F10")
        await tmux.shows("选择窗口")
    assert hall.effects == ["open", "next A012", "start A012", "finish A012", "close"]
