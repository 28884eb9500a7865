"""Applications at headquarters: known from the hall, read with its secret, and told of."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import typer
from bookingoffice import NOW, SECRET, BookingOffice
from typer.testing import CliRunner, Result

from edge.domain.applications import UnknownStageError, application_about, application_number
from edge.domain.letters import headquarters_keys, write_letter
from edge.domain.stages import STAGE, read_staging
from sync import cli
from sync.backoffice.applications import ApplicationDesk, NotAnApplicationError
from sync.envelope import CommandMessage, decode

HALL, NUMBER = "H-01", application_number(dt.date(2026, 11, 22), 42)
SAID = {"form": "repair", "answers": {"phone": "13800138000"}, "signature": "", "pages": []}
ONCE = bytes(range(1, 33))


def letter(application: str, secret: bytes = SECRET, about: str = HALL) -> bytes:
    words = json.dumps(SAID).encode()
    key = headquarters_keys(secret).agreement
    return write_letter(key, ONCE, application_about(about, application), words)


class Applications:
    """Headquarters with one application of one hall."""

    def __init__(self, folder: Path) -> None:
        self.office = BookingOffice(folder, handed=0, name="backoffice.db")
        (folder / "headquarters.key").write_bytes(SECRET)
        (folder / "headquarters.key").chmod(0o600)
        self.desk = ApplicationDesk(self.office.path, self.office.signer)

    def handed_in(self, application: str = "P1", number: str = NUMBER, **changes: Any) -> None:
        sealed = changes.get("sealed", letter(application))
        seq = self.office.hall.happen(
            "ApplicationHandedIn",
            application,
            sealed=sealed,
            form="repair",
            number=number,
            documents=["card"],
            signed=False,
            until=0,
        )
        self.office.hear(seq)

    def staged(self, step: str, reached: int, application: str = "P1") -> None:
        told = {"stage": "", "stage_english": "", "reached": reached, "details": [], "step": step}
        self.office.tell("ApplicationStaged", application, number=NUMBER, **told)

    def asked(self) -> list[CommandMessage]:
        payloads = self.office.rows(
            f"SELECT payload FROM commands WHERE kind = '{STAGE}' ORDER BY number"
        )
        return [decode(payload, CommandMessage, 32768) for (payload,) in payloads]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Applications]:
    there = Applications(tmp_path)
    yield there
    there.desk.close()
    there.office.close()


def test_what_was_handed_in_is_listed_without_what_it_says(there: Applications) -> None:
    there.handed_in()
    (line,) = there.desk.applications()
    assert (line.hall, line.number, line.form, line.documents) == (HALL, NUMBER, "repair", ["card"])
    assert (line.step, line.told, line.kept) == ("", False, True)
    assert line.handed_at > 0
    assert there.desk.applications("H-02") == []


def test_headquarters_reads_what_was_written_to_it(there: Applications) -> None:
    there.handed_in()
    opened = there.desk.read(HALL, NUMBER)
    assert opened.answers == SAID["answers"]
    assert "13800138000" not in repr(opened)


@pytest.mark.parametrize(
    ("sealed", "why"),
    [
        (None, "no letter"),
        (letter("P1", secret=bytes(32)), "another key"),
        (letter("P1", about="H-02"), "another key"),
        (b"", "another key"),
    ],
)
def test_a_letter_that_cannot_be_read_is_told(
    there: Applications, sealed: bytes | None, why: str
) -> None:
    there.handed_in(sealed=sealed)
    with pytest.raises(NotAnApplicationError, match=why):
        there.desk.read(HALL, NUMBER)


def test_the_hall_is_told_how_far_it_is_once_and_signed(there: Applications) -> None:
    there.handed_in()
    for _twice in range(2):
        line = there.desk.stage(HALL, NUMBER, "survey", NOW)
    assert (line.step, line.told) == ("survey", False)
    (command,) = there.asked()
    staging = read_staging(command.args)
    assert (staging.application, staging.number, staging.step) == ("P1", NUMBER, "survey")
    there.staged("survey", staging.reached)
    assert there.desk.applications()[0].told


def test_the_next_stage_is_always_later_than_the_one_before(there: Applications) -> None:
    there.handed_in()
    for number, step in zip(count(), ("accepted", "survey", "done"), strict=False):
        there.desk.stage(HALL, NUMBER, step, NOW - number)
    reached = [read_staging(command.args).reached for command in there.asked()]
    assert reached == sorted(set(reached))


def test_what_is_not_known_is_told_and_nothing_is_asked(there: Applications) -> None:
    there.handed_in()
    with pytest.raises(UnknownStageError):
        there.desk.stage(HALL, NUMBER, "lunch", NOW)
    with pytest.raises(NotAnApplicationError):
        there.desk.stage(HALL, "261122-0001-5", "done", NOW)
    assert there.asked() == []
    assert there.desk.applications()[0].step == ""


def test_a_hall_that_keeps_it_no_more_is_not_told(there: Applications) -> None:
    there.handed_in()
    there.office.tell("ApplicationForgotten", "P1", reason="expired")
    line = there.desk.stage(HALL, NUMBER, "done", NOW)
    assert (line.step, line.kept) == ("done", False)
    assert there.asked() == []
    assert there.desk.read(HALL, NUMBER).answers == SAID["answers"]


def test_what_a_visitor_has_taken_back_is_withdrawn_here_too(there: Applications) -> None:
    there.handed_in()
    there.desk.stage(HALL, NUMBER, "survey", NOW)
    there.office.tell("ApplicationForgotten", "P1", reason="withdrawn", by="1003")
    (line,) = there.desk.applications()
    assert (line.step, line.told, line.kept) == ("withdrawn", True, False)
    assert line.reached > NOW


def test_what_the_hall_refuses_is_an_issue(there: Applications) -> None:
    there.handed_in()
    there.desk.stage(HALL, NUMBER, "done", NOW)
    (command,) = there.asked()
    there.office.end(command.command, "refused", "unknown_application", kind=STAGE)
    assert there.office.issues() == [("stage_refused", "P1: refused unknown_application")]


def test_what_headquarters_has_forgotten_it_learns_from_the_hall(there: Applications) -> None:
    there.handed_in()
    there.staged("survey", NOW)
    (line,) = there.desk.applications()
    assert (line.step, line.reached, line.told) == ("survey", NOW, True)
    there.staged("accepted", NOW - 1)
    assert there.desk.applications()[0].step == "survey"


def test_a_restored_hall_is_told_again_how_far_it_is(there: Applications) -> None:
    there.handed_in()
    kept = there.office.hall.copy()
    there.desk.stage(HALL, NUMBER, "survey", NOW)
    (command,) = there.asked()
    there.staged("survey", NOW)
    there.office.end(command.command, "done", kind=STAGE)
    kept.lineage.append((kept.first, kept.base.hex()))
    kept.base, kept.first = kept.rows[-1][1], kept.last + 1
    kept.rows, kept.epoch = [], "E1x"
    kept.happen("EpochRenewed", "hall", epoch="E1x", reason="restored")
    there.office.hall = kept
    there.office.greet()
    (line,) = there.desk.applications()
    assert (line.step, line.told, line.kept) == ("survey", False, True)
    assert there.office.results() == [("", "")]


# --- as people type it ---


def applications(folder: Path, *arguments: str) -> Result:
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    cli.register(app, run)
    words = ["backoffice", "applications", *arguments, "--state", str(folder)]
    return CliRunner().invoke(app, words)


def test_applications_are_listed_shown_and_staged(there: Applications, tmp_path: Path) -> None:
    there.handed_in()
    assert NUMBER in applications(tmp_path, "list").output
    (line,) = json.loads(applications(tmp_path, "list", "--json").output)
    assert line["number"] == NUMBER
    shown = json.loads(applications(tmp_path, "show", HALL, NUMBER).output)
    assert shown["answers"] == SAID["answers"]
    said = applications(tmp_path, "stage", HALL, NUMBER, "survey")
    assert (said.exit_code, said.output) == (0, f"{NUMBER}: 现场勘查 Being surveyed on site\n")
    assert NUMBER in applications(tmp_path, "list", "--stage", "survey").output
    assert applications(tmp_path, "list", "--stage", "new").output == "none\n"


@pytest.mark.parametrize(
    "arguments",
    [("show", HALL, "nothing"), ("stage", HALL, NUMBER, "lunch"), ("stage", HALL, "x", "done")],
)
def test_what_cannot_be_done_is_one_line(
    there: Applications, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    there.handed_in()
    said = applications(tmp_path, *arguments)
    assert said.exit_code == 1
    assert said.output.count("\n") == 1
