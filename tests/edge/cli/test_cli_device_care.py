"""What a field engineer does at a running hall: test a device, listen in, record, note a fault."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cli_runs import ATRIUM, PATIENCE_S, write_config

from drivers.contract import LineSettings
from drivers.reader.sam.twin import SamTwin
from drivers.transports.capture import read_capture
from drivers.twins import TwinOnPty
from drivers.wire import Side

DEVICES = """[[devices]]
id = "reader-1"
kind = "reader"
protocol = "sam"
port = "wires/reader-1"

[[devices]]
id = "strips"
kind = "led"
protocol = "onbon"
port = "wires/strips"
options = { addresses = [1, 2] }

[[counters]]"""


class Run:
    """A hall in a process of its own, with twins on its wires, and commands beside it."""

    def __init__(self, state: Path, edge: asyncio.subprocess.Process) -> None:
        self.state = state
        self.edge = edge
        assert edge.stderr is not None
        self.log = asyncio.create_task(edge.stderr.read())

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *ATRIUM, *words, "--state", str(self.state), stdout=-1, stderr=-1
        )

    async def __call__(self, *words: str) -> tuple[int, str, str]:
        process = await self.start(*words)
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def until_online(self, device: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                _code, out, _err = await self("devices", "list", "--json")
                healths = {each["id"]: each["health"] for each in json.loads(out or "[]")}
                if healths.get(device) == "online":
                    return


@pytest.fixture
async def hall(folder: Path) -> AsyncIterator[Run]:
    state = folder / "hall"
    config = write_config(folder / "hall.toml", ("[[counters]]", DEVICES))
    twin = TwinOnPty(SamTwin(read_s=0.1), state / "wires" / "reader-1", LineSettings(115200))
    await twin.plug()
    edge = await asyncio.create_subprocess_exec(
        *ATRIUM, "run", "edge", "--config", str(config), "--state", str(state), stderr=-1
    )
    try:
        assert edge.stderr is not None
        while b"is ready" not in await edge.stderr.readline():
            pass
        run = Run(state, edge)
        yield run
        if edge.returncode is None:
            edge.terminate()
        await run.log
    finally:
        with contextlib.suppress(ProcessLookupError):
            edge.terminate()
        await edge.wait()
        await twin.unplug()


async def test_a_self_test_says_in_words_what_it_saw(hall: Run):
    await hall.until_online("reader-1")
    code, out, err = await hall("devices", "test", "reader-1")
    assert (code, err) == (0, "")
    assert "✓" in out
    code, out, _err = await hall("devices", "test", "strips", "--json")
    found = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    assert "No such file or directory" in found["findings"][0]["said"]


async def test_a_device_that_is_not_in_the_hall_is_named(hall: Run):
    code, out, err = await hall("devices", "test", "nothing")
    assert (code, out) == (1, "")
    assert "no device 'nothing' in this hall" in err


async def test_watching_shows_frames_in_both_directions_until_told_to_stop(hall: Run):
    await hall.until_online("reader-1")
    watching = await hall.start("devices", "watch", "reader-1", "--json")
    assert watching.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        seen = [json.loads(await watching.stdout.readline()) for _line in range(6)]
        watching.send_signal(signal.SIGINT)
        _out, err = await watching.communicate()
    assert {each["side"] for each in seen} == {"host", "device"}
    assert all(each["frame"]["name"] for each in seen)
    assert b"Traceback" not in err


async def test_a_hall_that_stops_while_somebody_watches_stops_at_once_and_in_order(hall: Run):
    await hall.until_online("reader-1")
    watching = await hall.start("devices", "watch", "reader-1", "--json")
    assert watching.stdout is not None
    await watching.stdout.readline()
    hall.edge.terminate()
    async with asyncio.timeout(PATIENCE_S):
        log = (await hall.log).decode()
        _out, err = await watching.communicate()
    assert "Traceback" not in log
    assert "timeout graceful shutdown exceeded" not in log
    assert err.decode().startswith("atrium: ")
    assert err.count(b"\n") == 1
    assert watching.returncode == 1


async def test_whoever_reads_along_and_has_seen_enough_gets_no_traceback(hall: Run):
    await hall.until_online("reader-1")
    watching = await hall.start("devices", "watch", "reader-1")
    assert watching.stdout is not None
    await watching.stdout.readline()
    watching._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
    async with asyncio.timeout(PATIENCE_S):
        assert watching.stderr is not None
        said = await watching.stderr.read()
        await watching.wait()
    assert said.count(b"\n") == 1, said  # what it says at its start


async def test_a_recording_holds_both_sides_with_their_times(hall: Run, tmp_path: Path):
    await hall.until_online("reader-1")
    recording = tmp_path / "reader.capture"
    code, _out, err = await hall(
        "wire", "capture", "reader-1", "--seconds", "2", "-o", str(recording)
    )
    assert code == 0, err
    pieces = read_capture(iter(recording.read_text().splitlines()), str(recording))
    assert {piece.side for piece in pieces} == {Side.HOST, Side.DEVICE}
    assert [piece.at_s for piece in pieces] == sorted(piece.at_s for piece in pieces)
    assert recording.stat().st_mode & 0o777 == 0o600
    code, _out, err = await hall("wire", "capture", "reader-1", "-o", str(recording))
    assert code == 2
    assert "exists already" in err


async def test_a_note_with_brackets_is_shown_as_it_was_written(hall: Run):
    code, _out, err = await hall("devices", "ack", "strips", "--note", "[/x] [red]", "--by", "Li")
    assert (code, err) == (0, "")
    code, out, err = await hall("devices", "faults")
    assert (code, err) == (1, "")
    assert "[/x]" in out
    assert "[red]" in out


async def test_a_recording_that_cannot_be_made_leaves_nothing_behind(hall: Run, tmp_path: Path):
    recording = tmp_path / "reader.capture"
    code, _out, err = await hall("wire", "capture", "nothing", "-o", str(recording))
    assert code == 1
    assert "no device 'nothing' in this hall" in err
    assert not recording.exists()


async def test_a_fault_is_listed_with_a_hint_and_acknowledged_with_a_note(hall: Run):
    code, out, _err = await hall("devices", "faults")
    assert code == 1
    assert "strips" in out
    code, out, _err = await hall(
        "devices", "ack", "strips", "--note", "new cable ordered", "--by", "Li"
    )
    assert (code, out) == (0, "strips: acknowledged by Li\n")
    _code, out, _err = await hall("devices", "faults", "--json")
    (fault,) = json.loads(out)
    assert (fault["acknowledged_by"], fault["note"]) == ("Li", "new cable ordered")
    assert fault["hint"]["zh"]
    code, _out, err = await hall("devices", "ack", "reader-1", "--by", "Li")
    assert code == 1
    assert "no fault of reader-1 is open" in err
