"""Headquarters' commands about documents, as people type them."""

import json
from pathlib import Path

import pytest
import typer
from bookingoffice import BookingOffice
from typer.testing import CliRunner

from sync import cli


@pytest.fixture
def state(tmp_path: Path) -> Path:
    BookingOffice(tmp_path, handed=0, name="backoffice.db").close()
    (tmp_path / "tariffs.json").write_text("[]")
    return tmp_path


def documents(state: Path, *arguments: object):
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    cli.register(app, run)
    words = ["backoffice", "documents", *map(str, arguments), "--state", str(state)]
    return CliRunner().invoke(app, words)


def listed(state: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(documents(state, "list", "H-01", "--json").output)
    return found


def test_a_document_is_put_listed_published_and_removed(state: Path):
    file = state / "tariffs.json"
    for name in ("tariffs.json", "private/customers/0a"):
        assert documents(state, "put", "H-01", name, file).exit_code == 0
    assert [each["name"] for each in listed(state)] == ["private/customers/0a", "tariffs.json"]
    assert listed(state)[1]["size"] == 2
    assert "tariffs.json" in documents(state, "list", "H-01").output
    assert documents(state, "publish", "H-01").output == "H-01: revision 1\n"
    assert documents(state, "remove", "H-01", "tariffs.json").exit_code == 0
    assert documents(state, "publish", "H-01").output == "H-01: revision 2\n"
    assert [each["name"] for each in listed(state)] == ["private/customers/0a"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("put", "H-01", "Tariffs", "{state}/tariffs.json"), "names are like guides/"),
        (("put", "H-77", "private/x", "{state}/tariffs.json"), "key"),
        (("remove", "H-01", "nothing"), "H-01 has no document 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    state: Path, arguments: tuple[str, ...], told: str
):
    said = documents(state, *(each.format(state=state) for each in arguments))
    assert said.exit_code == 1
    assert told in said.output
    assert said.output.count("\n") == 1


def test_where_headquarters_has_never_run_there_are_no_documents(tmp_path: Path):
    said = documents(tmp_path, "publish", "H-01")
    assert said.exit_code == 1
    assert "headquarters has never run here" in said.output
