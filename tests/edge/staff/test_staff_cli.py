"""`atrium staff` as a process in a real terminal."""

import asyncio
import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from staff_fake_hall import FakeHall, served, until
from typer.testing import CliRunner

from edge.staff.cli import register

PROGRAM = """
import typer
from edge.staff.cli import register
app, run = typer.Typer(), typer.Typer()
app.add_typer(run, name="run")
register(app, run)
app()
"""


class Tty:
    """A terminal of `columns` x `lines`, and everything written to it."""

    def __init__(self, columns: int, lines: int) -> None:
        self.far, self.near = pty.openpty()
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.near, termios.TIOCSWINSZ, size)
        self._written = bytearray()
        asyncio.get_running_loop().add_reader(self.far, self._read)

    @property
    def written(self) -> str:
        return self._written.decode(errors="replace")

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self.far)
        os.close(self.far)

    def _read(self) -> None:
        try:
            self._written += os.read(self.far, 65536)
        except OSError:  # Linux says so when the last process has closed the other side
            asyncio.get_running_loop().remove_reader(self.far)


@asynccontextmanager
async def staff(
    *arguments: str, columns: int = 100, lines: int = 30
) -> AsyncIterator[tuple[asyncio.subprocess.Process, Tty]]:
    """Run the command in a terminal."""
    tty = Tty(columns, lines)
    environment = {**os.environ, "TERM": "xterm-256color"}
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, "staff", *arguments),
        stdin=tty.near,
        stdout=tty.near,
        stderr=tty.near,
        env=environment,
    )
    os.close(tty.near)
    try:
        yield process, tty
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        tty.close()


async def test_it_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir()
    async with (
        served(FakeHall(), tmp_path / "sockets" / "staff.sock"),
        staff("--state", str(tmp_path)) as (process, tty),
    ):
        await until(lambda: "工号" in tty.written, within_s=30)
        process.terminate()
        assert await process.wait() == 0
        assert "Traceback" not in tty.written


async def test_a_controller_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    socket = tmp_path / "nobody.sock"
    async with staff("--socket", str(socket)) as (process, tty):
        assert await process.wait() == 1
        await until(lambda: "控制器没有响应" in tty.written)
        assert str(socket) in tty.written.replace("\r\n", "")
        assert "Traceback" not in tty.written


async def test_a_terminal_that_is_too_small_is_one_line(tmp_path: Path) -> None:
    async with staff("--state", str(tmp_path), columns=70, lines=20) as (process, tty):
        assert await process.wait() == 1
        await until(lambda: "70 x 20" in tty.written)
        assert "80 x 24" in tty.written


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--state", "a", "--socket", "b"], 2, "one of"),
        (["--address", "ftp://hall:80"], 2, "http://HOST:PORT"),
        (["--address", "http://[hall"], 2, "http://HOST:PORT"),
        (["--address", "http://hall:many"], 2, "http://HOST:PORT"),
        ([], 1, "needs a terminal"),
    ],
)
def test_what_cannot_work_is_said_before_anything_starts(
    arguments: list[str], code: int, says: str
) -> None:
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    register(app, run)
    result = CliRunner().invoke(app, ["staff", *arguments])
    assert result.exit_code == code
    assert says in result.output
