"""`atrium run kiosk` as a process: it starts without a hall, ends cleanly, and explains itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE_S = 60.0


@contextmanager
def run_kiosk(config: Path, state: Path, *more: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "edge", "run", "kiosk"]
    process = subprocess.Popen(
        [*command, "--config", str(config), "--state", str(state), *more],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "hall.toml"
    path.write_text('[kiosk]\nlisten = "127.0.0.1:0"\npairing = false\n', encoding="utf-8")
    return path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until_it_says(process: subprocess.Popen, words: str) -> str:
    said = ""
    while words not in said:
        line = process.stderr.readline()
        assert line, f"it ended, having said: {said}"
        said += line
    return said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_without_a_hall_and_ends_cleanly_with_a_screen_watching(config, tmp_path, number):
    port = free_port()
    with run_kiosk(config, tmp_path, "--listen", f"127.0.0.1:{port}") as process:
        wait_until_it_says(process, "the hall is away")
        url = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{url}/healthz") as answer:
            assert json.load(answer) == {"status": "ok", "hall": "away"}
        with urllib.request.urlopen(f"{url}/board/events") as watching:
            assert watching.readline() == b"retry: 1000\n"
            os.kill(process.pid, number)
            assert process.wait(PATIENCE_S) == 0
        assert "Traceback" not in process.stderr.read()


def test_a_port_in_use_is_one_line_that_names_it(config, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with run_kiosk(config, tmp_path, "--listen", listen) as process:
            _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert len(said.splitlines()) == 1
    assert listen in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[kiosk]\nidle_timeout = 3\n", "idle_timeout_s"),
        ("[kiosk]\nidle_timeout_s = 0\n", "idle_timeout_s"),
        ('[kiosk]\nlisten = "nowhere"\n', "HOST:PORT"),
        ('[kiosk]\nlanguage = "fr"\n', "language"),
        ('[hall]\ntimezone = "Mars/Olympus"\n', "hall.timezone"),
    ],
)
def test_a_bad_configuration_is_one_line_that_names_the_key(config, tmp_path, text, named):
    config.write_text(text, encoding="utf-8")
    with run_kiosk(config, tmp_path) as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert len(said.splitlines()) == 1
    assert named in said
