"""`atrium devices` and `atrium wire`: what devices say, and what they are."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_runs import ATRIUM, running_hall, write_config

from drivers.twins import PtyPort

Run = Callable[..., tuple[int, str, str]]

READER = """[[devices]]
id = "reader-1"
kind = "reader"
protocol = "sam"
port = "wires/reader-1"

[[counters]]"""


@pytest.fixture
def hall_with_reader(folder: Path) -> Iterator[Path]:
    """A running hall whose one device is not plugged in."""
    config = write_config(folder / "hall.toml", ("[[counters]]", READER))
    with running_hall(config, folder / "hall", heard="reader-1 is noDevice"):
        yield folder / "hall"


def test_devices_are_listed_with_what_is_done_without_them(
    run: Run, hall_with_reader: Path
) -> None:
    code, out, _err = run("devices", "list", "--state", hall_with_reader, "--json")
    (device,) = json.loads(out)
    assert code == 1
    assert (device["id"], device["health"]) == ("reader-1", "noDevice")
    assert "No such file or directory" in device["detail"]
    assert device["fallback"]
    code, out, _err = run("devices", "list", "--state", hall_with_reader)
    assert code == 1
    assert "reader-1" in out


def test_without_a_hall_the_list_says_so(run: Run, folder: Path) -> None:
    code, out, err = run("devices", "list", "--state", folder)
    assert (code, out) == (1, "")
    assert err.startswith(
        f"atrium: the controller at {folder}/sockets/engineer.sock does not answer"
    )
    assert err.count("\n") == 1


def test_bytes_on_a_line_are_named(run: Run) -> None:
    code, out, _err = run("wire", "decode", "--protocol", "sam", "AAAAAA9669000400009094")
    decoded = json.loads(out)
    assert code == 0, out
    assert decoded["errors"] == []
    assert decoded["frames"]


def test_noise_is_an_error_and_an_exit_code(run: Run) -> None:
    code, out, _err = run("wire", "decode", "--protocol", "sam", "00 11", "22")
    assert code == 1
    assert json.loads(out)["errors"]


def test_a_protocol_nobody_speaks_is_named(run: Run) -> None:
    code, out, err = run("wire", "decode", "--protocol", "morse", "00")
    assert (code, out) == (2, "")
    assert err.startswith("atrium: no protocol 'morse'; there are: ")


@pytest.mark.parametrize("hexes", [["0"], ["xy"], ["0 0"], ["ＦＦ"]])
def test_what_is_no_hex_is_named(run: Run, hexes: list[str]) -> None:
    code, out, err = run("wire", "decode", "--protocol", "sam", *hexes)
    assert (code, out) == (2, "")
    assert "not hex" in err


SESSION = Path(__file__).parents[2] / "drivers" / "reader" / "sam_session.capture"


def test_a_recording_is_played_to_its_driver_and_nothing_personal_is_shown(run: Run) -> None:
    words = ("wire", "replay", SESSION, "--kind", "reader", "--protocol", "sam", "--fast")
    code, out, err = run(*words)
    assert code == 0, err
    assert "CardRead(" in out
    assert "name=" not in out
    assert "end" in err


def test_a_recording_that_is_none_is_named(run: Run, folder: Path) -> None:
    (folder / "x.capture").write_text("hello\n")
    words = ("wire", "replay", folder / "x.capture", "--kind", "reader", "--protocol", "sam")
    code, out, err = run(*words)
    assert (code, out) != (0, "")
    assert "x.capture:1: expected seconds, > or <, hex" in err


def test_two_recordings_are_compared(run: Run, folder: Path) -> None:
    for name, last in (("a", "0C0E16"), ("b", "0D0F16")):
        (folder / name).write_text(f"0.0 < FF680303680101{last}\n")
    code, out, _err = run("wire", "diff", folder / "a", folder / "b")
    assert code == 1
    assert out.startswith("byte 7:")
    assert run("wire", "diff", folder / "a", folder / "a")[:2] == (0, "no difference\n")


async def test_an_unknown_device_on_a_port_is_made_out_by_listening(folder: Path) -> None:
    port = PtyPort(folder / "port")
    process = await asyncio.create_subprocess_exec(
        *ATRIUM, "wire", "sniff", str(folder / "port"), "--baud", "9600", "--seconds", "1",
        "--json", "-o", str(folder / "heard"), stdout=-1, stderr=-1,
    )  # fmt: skip
    finished = asyncio.create_task(process.communicate())
    while not finished.done():
        await port.write(bytes.fromhex("FF6803036801010C0E16"))
        await asyncio.wait([finished], timeout=0.05)
    out, err = await finished
    await port.close()
    assert process.returncode == 0, err
    (guess,) = json.loads(out)
    assert (guess["protocol"], guess["baudrate"]) == ("ff68", 9600)
    assert (folder / "heard").read_text().startswith("# ")


def test_a_scan_of_ports_that_are_not_there_says_so_and_writes_the_survey(
    run: Run, folder: Path
) -> None:
    survey, rules = folder / "survey.md", folder / "70-atrium.rules"
    words = ("devices", "scan", "--port", folder / "nothing", "--hall", "阳光路", "--json")
    code, out, _err = run(*words, "--survey", survey, "--udev", rules)
    assert code == 0
    (found,) = json.loads(out)
    assert found["verdict"] == "look at it"
    assert "No such file" in found["reason"]
    assert "阳光路" in survey.read_text()
    assert rules.read_text().startswith("# Stable names")


def test_a_port_with_brackets_in_its_name_is_shown_as_it_is(run: Run, folder: Path) -> None:
    code, out, _err = run("devices", "scan", "--port", folder / "[" / "x]")
    assert code == 0
    assert "[/x]" in out.replace("\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ("devices", "scan", "--port", "/dev/none", "--survey"),
        ("devices", "scan", "--port", "/dev/none", "--udev"),
        ("wire", "capture", "reader-1", "--output"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    file = folder / "missing" / "file"
    code, _out, err = run(*words, file)
    assert code == 2
    assert err.endswith(f"atrium: {file}: No such file or directory\n")
