"""`atrium engineer` as a process in a real terminal, with and without a hall."""

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

import typer
from engineer_fake_hall import FakeHall, served, until
from typer.testing import CliRunner

from edge.engineer.cli import register

PROGRAM = """
import typer
from edge.engineer.cli import register
app, run = typer.Typer(), typer.Typer()
app.add_typer(run, name="run")
register(app, run)
app()
"""


@asynccontextmanager
async def engineer(state: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, bytearray]]:
    """Run the command in a terminal of 80 x 24; give the process and all it has written."""
    far, near = pty.openpty()
    fcntl.ioctl(near, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, "engineer", "--state", str(state)),
        stdin=near,
        stdout=near,
        stderr=near,
        env=environment,
    )
    os.close(near)
    written, loop = bytearray(), asyncio.get_running_loop()

    def read() -> None:
        try:
            written.extend(os.read(far, 65536))
        except OSError:  # Linux says so when the last process has closed the other side
            loop.remove_reader(far)

    loop.add_reader(far, read)
    try:
        yield process, written
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        loop.remove_reader(far)
        os.close(far)


async def test_it_waits_for_its_hall_and_stops_when_told_to(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir()
    async with engineer(tmp_path) as (process, written):
        await until(lambda: "控制器失联" in written.decode(errors="replace"))
        async with served(FakeHall(), tmp_path / "sockets" / "engineer.sock"):
            await until(lambda: b"reader-1" in written)
            process.terminate()
            assert await process.wait() == 0
        assert b"Traceback" not in written


def test_without_a_terminal_it_is_one_line() -> None:
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    register(app, run)
    result = CliRunner().invoke(app, ["engineer"])
    assert result.exit_code == 1
    assert "atrium engineer: needs a terminal" in result.output
