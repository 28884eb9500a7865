"""Running doctors: a witness in a thread or a process of its own, boxes in processes."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from edge.doctor.witness import Witness

PATIENCE_S = 60.0
# As `atrium doctor …`, also where the package's entry points are older than this command.
_DOCTOR = """
import sys, typer
from edge.cli.doctor import register
from edge.errors import ExpectedError
app = typer.Typer(pretty_exceptions_enable=False)
register(app, app)
try:
    app(sys.argv[1:])
except ExpectedError as error:
    print(f"atrium: {error}", file=sys.stderr)
    sys.exit(error.exit_code)
"""


@contextmanager
def served_witness(book: Path) -> Iterator[int]:
    """Serve a witness on a free port of this machine as long as the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    serving = Witness(book).serve(listener, lambda _book: None, stop)
    thread = threading.Thread(target=loop.run_until_complete, args=(serving,))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE_S)
        loop.close()


def doctor_disk(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `atrium doctor disk …` to its end."""
    return subprocess.run(
        _command(*words), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


@contextmanager
def running_disk_doctor(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run `atrium doctor disk … --json` as long as the block lasts; read its lines with `told`."""
    command = _command(*words, "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the next thing that a running doctor says."""
    assert process.stdout is not None
    said: dict[str, Any] = json.loads(process.stdout.readline())
    return said


def _command(*words: str | Path) -> list[str]:
    return [sys.executable, "-c", _DOCTOR, "doctor", "disk", *map(str, words)]
