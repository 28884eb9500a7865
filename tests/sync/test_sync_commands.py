import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
import typer
from realparts import DEADLINE_S, free_port
from syncfakes import FakeHall, header_of, hello_of
from typer.testing import CliRunner

from sync import cli
from sync.backoffice.sqlite_store import SqliteStore
from sync.batch import HashedRow

NOW = 1_800_000_000_000


@pytest.fixture
def database(tmp_path) -> Path:
    hall = FakeHall()
    hall.happen_many(13)
    path = tmp_path / "hq.db"
    with closing(SqliteStore(path)) as store:
        store.greet(hello_of(hall), NOW)
        store.append(header_of(hall, 1, 12), [HashedRow(*item) for item in hall.rows[:12]], NOW)
    return path


def atrium(*arguments: object):
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    cli.register(app, run)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_halls_are_listed_with_how_far_each_is(database):
    shown = atrium("backoffice", "halls", "--database", database)
    assert shown.exit_code == 0
    assert "H-01" in shown.output
    (hall,) = json.loads(atrium("backoffice", "halls", "--database", database, "--json").output)
    assert (hall["hall"], hall["upto"], hall["newest"], hall["lag"]) == ("H-01", 12, 13, 1)


def test_visits_are_listed_newest_first(database):
    shown = atrium("backoffice", "visits", "--database", database, "--json")
    assert [visit["ticket"] for visit in json.loads(shown.output)] == ["A002", "A001", "A000"]
    assert "A002" in atrium("backoffice", "visits", "--database", database).output


def test_visits_of_one_hall_only(database):
    shown = atrium("backoffice", "visits", "--database", database, "--hall", "H-02", "--json")
    assert json.loads(shown.output) == []


def test_the_database_is_found_through_configuration_and_state(database, tmp_path):
    config = tmp_path / "hall.toml"
    config.write_text('[backoffice]\ndatabase = "hq.db"\n')
    shown = atrium("backoffice", "halls", "--config", config, "--state", tmp_path, "--json")
    assert len(json.loads(shown.output)) == 1


def test_a_database_that_is_not_there_is_one_line_and_exit_1(tmp_path):
    shown = atrium("backoffice", "halls", "--database", tmp_path / "none.db")
    assert shown.exit_code == 1
    assert shown.stderr.startswith("atrium: ")
    assert shown.stderr.count("\n") == 1


def test_the_status_of_a_link_that_does_not_run_is_one_line_and_exit_1(tmp_path):
    shown = atrium("sync", "status", "--state", tmp_path)
    assert shown.exit_code == 1
    assert "no link answers" in shown.stderr


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[sync]\nbroker = { hosst = "x" }\n', "hosst"),
        ("[sync.broker]\nport = 70000\n", "port"),
        ('[sync.broker]\ntls_cert = "c"\n', "tls_key"),
        ('[sync.broker]\npassword_file = "/nowhere"\n', "/nowhere"),
        ("[sync]\nbatch_facts_max = 0\n", "batch_facts_max"),
        ("[sync]\npause_max_s = 0\n", "pause_max_s"),
    ],
)
def test_a_bad_configuration_of_the_link_is_one_line_and_exit_2(tmp_path, text, complaint):
    (tmp_path / "hall.toml").write_text(text)
    shown = atrium("run", "sync", "--config", tmp_path / "hall.toml", "--state", tmp_path)
    assert shown.exit_code == 2
    assert complaint in shown.stderr
    assert shown.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[backoffice]\ncredit = 0\n", "credit"),
        ('[backoffice]\nlisten = "8090"\n', "HOST:PORT"),
        ('[backoffice]\nlisten = "example.org:80"\n', "not an IP address"),
    ],
)
def test_a_bad_configuration_of_headquarters_is_one_line_and_exit_2(tmp_path, text, complaint):
    (tmp_path / "hall.toml").write_text(text)
    shown = atrium("run", "backoffice", "--config", tmp_path / "hall.toml", "--state", tmp_path)
    assert shown.exit_code == 2
    assert complaint in shown.stderr


def test_a_port_in_use_is_one_line_that_names_it_and_exit_1(tmp_path):
    (tmp_path / "hall.toml").write_text("")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        config = tmp_path / "hall.toml"
        shown = atrium(
            "run", "backoffice", "--config", config, "--state", tmp_path, "--listen", listen
        )
    assert shown.exit_code == 1
    assert shown.stderr == f"atrium: {listen}: Address already in use\n"


@contextmanager
def service(name: str, state: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "edge", "run", name]
    command += ["--config", str(state / "hall.toml"), "--state", str(state), *more]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str], told: signal.Signals) -> str:
    process.send_signal(told)
    _out, said = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 0
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_headquarters_without_a_broker_shows_its_pages_and_ends_cleanly(tmp_path, told):
    port, nobody = free_port(), free_port()
    (tmp_path / "hall.toml").write_text(f"[backoffice.broker]\nport = {nobody}\n")
    with service("backoffice", tmp_path, "--listen", f"127.0.0.1:{port}") as headquarters:
        assert headquarters.stderr is not None
        assert "no connection to the broker" in headquarters.stderr.readline()
        page = httpx.get(f"http://127.0.0.1:{port}/", timeout=DEADLINE_S)
        assert page.status_code == 200
        ended(headquarters, told)


def test_a_link_without_hall_and_broker_tells_its_status_and_ends_cleanly(tmp_path):
    (tmp_path / "hall.toml").write_text("")
    with service("sync", tmp_path) as link:
        assert link.stderr is not None
        assert "does not answer" in link.stderr.readline()
        report = json.loads(atrium("sync", "status", "--state", tmp_path, "--json").output)
        assert report["phase"] == "offline"
        second = atrium("run", "sync", "--config", tmp_path / "hall.toml", "--state", tmp_path)
        assert second.exit_code == 1
        assert "already running" in second.stderr
        ended(link, signal.SIGTERM)
    assert not (tmp_path / "sockets" / "link.sock").exists()


def test_a_link_that_was_killed_leaves_nothing_in_the_way_of_the_next(tmp_path):
    (tmp_path / "hall.toml").write_text("")
    for _start in range(2):
        with service("sync", tmp_path) as link:
            assert link.stderr is not None
            assert "does not answer" in link.stderr.readline()
            link.kill()
