"""A hall that cannot start says so in one line that names what and where, and how it ends."""

import asyncio
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from cli_runs import ATRIUM, atrium, running_hall, write_config

from edge.cli import main
from edge.controller import build
from edge.settings import load_settings
from edge.state_dir import StateDir

CONFIGURED, WORLD = 2, 1


# Who may read nothing. What is needed is loaded before: it may lie where only root can read.
AS_NOBODY = (
    sys.executable,
    "-c",
    "import os, encodings.ascii, edge.cli, edge.cli.run, edge.service\n"
    "os.setgroups([])\nos.setuid(65534)\nedge.cli.main()",
)


def refused(code: int, *words: str | Path, program: Sequence[str] = ATRIUM) -> str:
    """Run `atrium run edge` with `words`, and return the one line it says before it ends."""
    ended = atrium("run", "edge", *words, program=program)
    return the_line(ended.returncode, ended.stdout, ended.stderr, code)


def the_line(exit_code: int, out: str, err: str, expected_code: int) -> str:
    assert exit_code == expected_code, err
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("atrium: ")
    return lines[0].removeprefix("atrium: ")


class Here:
    """Starts in this process, which is faster: for what is refused before anything begins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def refused(self, *words: str | Path) -> str:
        self._monkeypatch.setattr(sys, "argv", ["atrium", "run", "edge", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return the_line(ended.value.code, said.out, said.err, CONFIGURED)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


# --- what was typed or configured ---

READER = (
    '[[devices]]\nid = "d"\nkind = "reader"\nprotocol = "sam"\noptions = {{ {} }}\n[[counters]]'
)
TWO_READERS = READER.replace("[[counters]]", READER).format("", "")

WRONG_CONFIGS = [
    ("demo = true", "demmo = true", "hall: unknown key 'demmo'; the nearest known is 'demo'"),
    ("[hall]", "[halll]", "unknown section [halll]; the nearest known is 'hall'"),
    ("[hall]", "[hall", "at line 2"),
    ('id = "small-hall"', "", "hall.id"),
    ('id = "small-hall"', 'id = "a"\ntimezone = "Asia/Nowhere"', "hall.timezone"),
    ("demo = true", 'demo = "perhaps"', "hall.demo"),
    ("reserve_mb = 1", "reserve_mb = 1.5", "journal.reserve_mb"),
    ('prefix = "A"', 'prefix = "7"', "services: pay-bill: prefix must be letters A to Z"),
    ('prefix = "A"', 'prefix = "A"\nparent = "none"', "services: pay-bill: no parent 'none'"),
    ("[[counters]]", "[counters]", "counters: expected a list, written [[counters]]"),
    ('name = "1号窗口"', 'name = "1"\nled = { device = "x" }', "counters: 1: led: no device 'x'"),
    ("[[counters]]", READER.replace("sam", "sma").format(""), "did you mean 'sam'?"),
    ("[[counters]]", READER.format("pol = 1"), "device d: options: unknown key 'pol'"),
    ("[[counters]]", READER.format("poll_interval_s = 0.1"), "0.1 is below 0.3"),
    (
        "[[counters]]",
        READER.format("").replace("[[counters]]", READER.format("")),
        "two of them have the id",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG_CONFIGS, ids=lambda each: each[:40])
def test_a_wrong_configuration_names_file_and_key(
    folder: Path, here: Here, old: str, new: str, said: str
) -> None:
    config = write_config(folder / "hall.toml", (old, new))
    line = here.refused("--config", config, "--state", folder / "hall")
    assert line.startswith(f"{config}: ")
    assert said in line


def test_a_missing_configuration_is_named(folder: Path) -> None:
    line = refused(CONFIGURED, "--config", folder / "none.toml", "--state", folder / "hall")
    assert line == f"{folder}/none.toml: No such file or directory"


def test_a_configuration_in_another_encoding_is_named(folder: Path, here: Here) -> None:
    (folder / "hall.toml").write_bytes('name = "供电"'.encode("gb18030"))
    line = here.refused("--config", folder / "hall.toml", "--state", folder / "hall")
    assert line == f"{folder}/hall.toml: not UTF-8 at byte 8"


@pytest.mark.parametrize(
    "address", ["nonsense", "127.0.0.1", ":8070", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"]
)
def test_an_address_that_is_none_is_named(
    folder: Path, config: Path, here: Here, address: str
) -> None:
    line = here.refused("--config", config, "--state", folder, "--listen", address)
    assert line == f"listen {address}: expected HOST:PORT, such as 127.0.0.1:8070"


def test_a_real_hall_has_no_open_access(folder: Path) -> None:
    config = write_config(folder / "hall.toml", ("demo = true", "demo = false"))
    line = refused(CONFIGURED, "--config", config, "--state", folder / "hall", "--open-access")
    assert line == f"--open-access needs hall.demo = true in {config}"


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.0.2.1", "hall.example"])
@pytest.mark.parametrize("option", [[], ["--open-access"]])
def test_a_demo_hall_listens_on_loopback_only(
    folder: Path, config: Path, here: Here, host: str, option: list[str]
) -> None:
    where = ["--config", config, "--state", folder / "hall"]
    line = here.refused(*where, "--listen", f"{host}:8070", *option)
    assert line == f"a demo hall listens on loopback only, not on {host.strip('[]')}"
    assert not (folder / "hall").exists()


# --- what the world says ---


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_in_use_is_named(folder: Path, config: Path, taken_port: int) -> None:
    where = ["--config", config, "--state", folder / "hall"]
    line = refused(WORLD, *where, "--listen", f"127.0.0.1:{taken_port}")
    assert line == f"127.0.0.1:{taken_port}: Address already in use"


def test_a_real_hall_too_listens_on_loopback_only(folder: Path) -> None:
    config = write_config(folder / "hall.toml", ("demo = true", "demo = false"))
    where = ["--config", config, "--state", folder / "hall"]
    line = refused(CONFIGURED, *where, "--listen", "192.0.2.1:8070")
    assert line == "the API listens on loopback only, not on 192.0.2.1"


def test_a_second_start_on_a_held_journal_names_who_holds_it(folder: Path, config: Path) -> None:
    with running_hall(config, folder / "hall"):
        line = refused(WORLD, "--config", config, "--state", folder / "hall")
        holder = (folder / "hall" / "lock").read_text(encoding="ascii").strip()
    assert line == f"{folder}/hall: process {holder} runs this hall already"


@pytest.fixture
def old_hall(folder: Path, config: Path) -> Path:
    """The state of a hall that ran before."""
    asyncio.run(run_for_a_moment(config, StateDir(folder / "hall")))
    return folder / "hall"


async def run_for_a_moment(config: Path, state: StateDir) -> None:
    state.prepare()
    os.close(state.hold())
    controller = build(load_settings(config), state, open_access=False)
    await controller.start()
    await controller.hall.close()


def test_a_journal_of_another_hall_is_named(folder: Path, old_hall: Path) -> None:
    config = write_config(folder / "other.toml", ("small-hall", "other-hall"))
    line = refused(WORLD, "--config", config, "--state", old_hall)
    assert line == f"{old_hall}/journal.db: the journal of hall 'small-hall', not 'other-hall'"


def test_a_journal_of_a_newer_program_is_named(config: Path, old_hall: Path) -> None:
    with sqlite3.connect(old_hall / "journal.db") as journal:
        journal.execute("PRAGMA user_version = 999")
    line = refused(WORLD, "--config", config, "--state", old_hall)
    assert line.startswith(f"{old_hall}/journal.db: schema 999 is newer than this program")


@pytest.mark.parametrize("name", ["journal.db", "keys.db"])
def test_a_database_that_is_none_is_named(config: Path, old_hall: Path, name: str) -> None:
    (old_hall / name).write_bytes(b"no database at all " * 100)
    line = refused(WORLD, "--config", config, "--state", old_hall)
    assert line == f"{old_hall}/{name}: file is not a database"


def test_a_hall_key_that_others_may_read_is_named(config: Path, old_hall: Path) -> None:
    (old_hall / "hall.key").chmod(0o644)
    line = refused(WORLD, "--config", config, "--state", old_hall)
    assert line == f"{old_hall}/hall.key: others may read it; expected mode 0600"


def test_a_state_directory_that_is_none_is_named(folder: Path, config: Path) -> None:
    (folder / "file").write_text("", encoding="ascii")
    line = refused(WORLD, "--config", config, "--state", folder / "file")
    assert line == f"{folder}/file: File exists"
    line = refused(WORLD, "--config", config, "--state", folder / "file" / "hall")
    assert line == f"{folder}/file/hall: Not a directory"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start a process as somebody else")
def test_a_state_directory_of_somebody_else_is_named(old_hall: Path, config: Path) -> None:
    old_hall.parent.chmod(0o755)
    config.chmod(0o644)
    line = refused(WORLD, "--config", config, "--state", old_hall, program=AS_NOBODY)
    assert line == f"{old_hall}/lock: Permission denied"


def test_a_state_directory_with_too_long_a_name_is_named(folder: Path, config: Path) -> None:
    state = folder / ("long" * 25)
    line = refused(WORLD, "--config", config, "--state", state)
    assert line == f"{state}/sockets/kiosk.sock: AF_UNIX path too long"
