"""Headquarters' commands about appointments, as people type them."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
import typer
from bookingoffice import HOUR, BookingOffice
from typer.testing import CliRunner

from edge.domain.letters import read_headquarters_keys
from sync import cli

SOON = dt.datetime.now().astimezone().replace(second=0, microsecond=0) + dt.timedelta(hours=2)
SOON_MS = int(SOON.timestamp() * 1000)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state directory of a headquarters that was handed two places."""
    office = BookingOffice(tmp_path, handed=0, name="backoffice.db")
    office.greet(at=time.time_ns() // 1_000_000)
    office.tell("QuotaHanded", "bill", begins=SOON_MS, ends=SOON_MS + HOUR, count=2)
    office.close()
    return tmp_path


def atrium(*arguments: object, typed: str = ""):
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    cli.register(app, run)
    return CliRunner().invoke(app, ["backoffice", *map(str, arguments)], input=typed)


def book(state: Path, *more: object, typed: str = ""):
    due = f"{SOON:%Y-%m-%dT%H:%M}"
    return atrium("book", "H-01", "bill", "--due", due, "--state", state, *more, typed=typed)


def listed(what: str, state: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(atrium(what, "--state", state, "--json").output)
    return found


def test_a_place_is_booked_shown_again_and_cancelled(state: Path):
    given = json.loads(book(state, "--person", "-", typed="name=李四\nphone=138\n").output)
    assert len(given["code"]) == 14
    again = atrium("show", "H-01", given["appointment"], "--state", state)
    assert json.loads(again.output) == given
    (line,) = listed("appointments", state)
    assert (line["appointment"], line["due"], line["known"]) == (
        given["appointment"],
        SOON_MS,
        False,
    )
    for _twice in range(2):
        assert atrium("cancel", "H-01", given["appointment"], "--state", state).exit_code == 0
    assert [each["kind"] for each in listed("commands", state)] == [
        "appointment.cancel",
        "appointment.book",
    ]
    assert "李四" not in (state / "backoffice.db").read_bytes().decode(errors="replace")


def test_places_are_listed_for_people_and_programs(state: Path):
    book(state)
    (line,) = json.loads(atrium("places", "H-01", "--state", state, "--json").output)
    assert (line["service"], line["handed"], line["booked"], line["free"]) == ("bill", 2, 1, 1)
    assert "bill" in atrium("places", "H-01", "--state", state).output
    assert "booked" in atrium("appointments", "--state", state).output
    assert "appointment.book" in atrium("commands", "--state", state).output


def test_where_there_is_nothing_to_list_that_is_said(state: Path):
    assert atrium("places", "H-77", "--state", state).output == "none\n"
    assert atrium("places", "H-77", "--state", state, "--json").output == "[]\n"


def test_what_cannot_be_booked_is_one_line(state: Path):
    book(state), book(state)
    refused = book(state)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "atrium: all places of that time are booked\n",
    )
    assert book(state, "--person", "nobody").exit_code == 2
    assert atrium("cancel", "H-01", "A-00000", "--state", state).exit_code == 1
    assert atrium("cancel", "H-01", "nonsense", "--state", state).exit_code == 1


def test_the_key_is_made_once_and_printed(tmp_path: Path):
    printed = [atrium("key", "--state", tmp_path / "new").output for _twice in range(2)]
    assert printed[0] == printed[1]
    read_headquarters_keys(printed[0].strip())


def test_a_hall_is_trusted_by_name(state: Path):
    assert len(atrium("trust", "H-01", "--state", state).output.strip()) == 43
    assert atrium("trust", "H-77", "--state", state).exit_code == 1


def test_where_headquarters_has_never_run_nothing_is_made(tmp_path: Path):
    assert "never run here" in atrium("places", "H-01", "--state", tmp_path).stderr
    assert list(tmp_path.iterdir()) == []
