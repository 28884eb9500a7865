"""`atrium run worker`: a device with a process of its own."""

import signal
import subprocess
from pathlib import Path

from cli_runs import ATRIUM, PATIENCE_S, atrium, running_hall, write_config

CAMERA = """[[devices]]
id = "scanner-1"
kind = "scanner"
protocol = "camera"
port = "worker:camera-1"
options = { source = "/nowhere" }

[[counters]]"""


def test_a_worker_that_no_device_asks_for_is_named(folder: Path):
    config = write_config(folder / "hall.toml", ("[[counters]]", CAMERA))
    ended = atrium("run", "worker", "camera-9", "--config", config, "--state", folder / "hall")
    assert ended.returncode == 2
    assert "no device has the port worker:camera-9; there are: worker:camera-1" in ended.stderr


def test_a_worker_connects_to_its_hall_and_ends_when_it_is_told_to(folder: Path):
    config, state = write_config(folder / "hall.toml", ("[[counters]]", CAMERA)), folder / "hall"
    command = [*ATRIUM, "run", "worker", "camera-1", "--config", config, "--state", state]
    # Its camera is not there: that much only a worker that is connected can tell the hall.
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as worker,
        running_hall(config, state, heard="/nowhere"),
    ):
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=PATIENCE_S)
    assert worker.returncode == 0
