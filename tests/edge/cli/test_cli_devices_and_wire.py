"""`atrium devices list` and `atrium wire decode`: what devices say, and what they are."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_runs import running_hall, write_config

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
