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


CUSTOMER = {"name": "张三", "address": "人民路12号", "tariff": "home"}


def folder_with(state: Path, *customers: object) -> Path:
    folder = state / "content"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "safety.png").write_bytes(b"png")
    (folder / "guides.json").write_text("{}")
    lines = (json.dumps(each) for each in customers)
    (folder / "customers.jsonl").write_text("\n".join(lines))
    return folder


def test_a_folder_is_put_whole_its_customers_split_up_and_published(state: Path):
    account = {**CUSTOMER, "account": "3301234567", "identities": ["11010119900307853X"]}
    filled = documents(state, "fill", "H-01", folder_with(state, account))
    assert filled.output == "H-01: revision 1\n"
    public, private = ["guides.json", "media/safety.png"], ["private/customers/", "private/ident"]
    names = [str(each["name"]) for each in listed(state)]
    assert names[:2] == public
    assert [name[: len(kind)] for name, kind in zip(names[2:], private, strict=True)] == private


@pytest.mark.parametrize(
    "wrong",
    [1, {}, CUSTOMER, {**CUSTOMER, "account": "x"}, {"account": "3301234567", "name": "张三"}],
)
def test_a_wrong_line_of_customers_is_named_and_nothing_is_put(state: Path, wrong: object):
    right = {**CUSTOMER, "account": "3301234567"}
    said = documents(state, "fill", "H-01", folder_with(state, right, wrong))
    assert said.exit_code == 1
    assert "customers.jsonl: line 2: " in said.output
    assert "张三" not in said.output
    assert listed(state) == []


def test_a_hall_that_has_not_shown_its_key_is_waited_for_no_longer_than_asked(state: Path):
    right = {**CUSTOMER, "account": "3301234567"}
    said = documents(state, "fill", "H-77", folder_with(state, right), "--patience", "0.1")
    assert (said.exit_code, "key" in said.output) == (1, True)


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
