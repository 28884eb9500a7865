"""`atrium journal`: whole or not, what it holds, and what it says when there is none."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_runs import atrium, running_hall

from drivers.contract import AgeBand, IdentityCard
from edge.controller import build
from edge.settings import load_settings
from edge.state_dir import StateDir

CARD = IdentityCard("citizen", AgeBand.ADULT, "欧阳测试", "11010519491231002X")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def state(folder: Path, config: Path) -> Path:
    """The state of a hall in which three visitors took a ticket, one of them with a card."""
    asyncio.run(_a_short_day(config, StateDir(folder / "hall")))
    return folder / "hall"


async def _a_short_day(config: Path, state: StateDir) -> None:
    state.prepare()
    controller = build(load_settings(config), state, open_access=False)
    await controller.start()
    tickets = controller.hall.tickets
    visit = await controller.hall.identity.identify("reader-1", CARD)
    await tickets.issue("pay-bill", visit=visit)
    for _ in range(2):
        await tickets.issue("pay-bill")
    await controller.hall.close()


def damage(state: Path, statement: str) -> None:
    with sqlite3.connect(state / "journal.db") as journal:
        journal.execute(statement)
    journal.close()


def facts(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_whole_journal_is_whole(run: Run, state: Path) -> None:
    code, out, _err = run("journal", "verify", "--state", state)
    assert code == 0
    assert out.startswith("whole: 8 facts up to 8, head ")
    code, out, err = run("journal", "verify", "--state", state, "--json")
    verdict = json.loads(out)
    assert (code, err, verdict["whole"], verdict["last"]) == (0, "", True, 8)


DAMAGES = [
    ("UPDATE facts SET body = replace(body, 'A002', 'A009')", "is not what was chained"),
    ("UPDATE facts SET at = at + 1 WHERE seq = 3", "fact 3 is not what was chained"),
    ("DELETE FROM facts WHERE seq = 4", "fact 4 is missing"),
    ("DELETE FROM facts WHERE seq = 1", "fact 1 is missing"),
    ("UPDATE facts SET sealed = x'00' WHERE sealed IS NOT NULL", "is not what was chained"),
    ("UPDATE identity SET hall = 'other-hall'", "does not begin with its hall's genesis"),
    ("UPDATE epochs SET base = x'00'", "does not begin with its hall's genesis"),
]


@pytest.mark.parametrize(("statement", "trouble"), DAMAGES)
def test_a_changed_journal_is_not_whole(
    run: Run, state: Path, statement: str, trouble: str
) -> None:
    damage(state, statement)
    code, out, _err = run("journal", "verify", "--state", state)
    assert code == 1
    assert out.startswith("NOT whole: ")
    assert trouble in out
    code, out, _err = run("journal", "verify", "--state", state, "--json")
    assert code == 1
    assert trouble in json.loads(out)["trouble"]


def test_the_last_facts_are_shown(run: Run, state: Path) -> None:
    code, out, _err = run("journal", "show", "--state", state, "--limit", "2")
    assert code == 0
    assert "TicketIssued" in out
    assert "DayOpened" not in out
    _code, out, _err = run("journal", "show", "--state", state, "--limit", "2", "--json")
    assert [fact["seq"] for fact in json.loads(out)] == [7, 8]
    _code, out, _err = run(
        "journal", "show", "--state", state, "--after", "0", "--limit", "1", "--json"
    )
    assert [fact["kind"] for fact in json.loads(out)] == ["DayOpened"]


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_nothing_less_than_one_fact_can_be_shown(run: Run, state: Path, limit: str) -> None:
    code, out, err = run("journal", "show", "--state", state, "--limit", limit)
    assert (code, out) == (2, "")
    assert "--limit" in err


def test_all_facts_are_exported_as_they_are_chained(run: Run, state: Path) -> None:
    code, out, _err = run("journal", "export", "--state", state)
    exported = facts(out)
    assert code == 0
    assert [fact["seq"] for fact in exported] == list(range(1, 9))
    assert all(len(bytes.fromhex(fact["hash"])) == 32 for fact in exported)
    _code, rest, _err = run("journal", "export", "--state", state, "--after", "6")
    assert facts(rest) == exported[6:]


def test_nobody_is_named_by_what_is_shown_or_exported(run: Run, state: Path) -> None:
    for words in (["show", "--after", "0"], ["show", "--json"], ["export"], ["verify"]):
        _code, out, err = run("journal", *words, "--state", state)
        assert CARD.name not in out + err
        assert CARD.number not in out + err


def test_looking_changes_nothing(run: Run, state: Path) -> None:
    before = (state / "journal.db").read_bytes()
    for words in (["show"], ["export"], ["verify"]):
        run("journal", *words, "--state", state)
    assert (state / "journal.db").read_bytes() == before


@pytest.mark.parametrize("words", [["verify"], ["show"], ["export"]])
def test_a_journal_that_is_not_there_is_named(run: Run, folder: Path, words: list[str]) -> None:
    code, out, err = run("journal", *words, "--state", folder / "nothing")
    assert (code, out) == (1, "")
    assert err == f"atrium: {folder}/nothing/journal.db: unable to open database file\n"
    assert not (folder / "nothing").exists()


@pytest.mark.parametrize("page", range(1, 9))
def test_a_torn_page_is_no_traceback(run: Run, state: Path, page: int) -> None:
    with (state / "journal.db").open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"torn" * 1024)
    for words in (["verify"], ["show"], ["export"]):
        code, _out, err = run("journal", *words, "--state", state)
        assert code in (0, 1)
        assert err.startswith("atrium: ") or not err


def test_a_folder_may_have_any_name(run: Run, state: Path, folder: Path) -> None:
    odd = state.rename(folder / "100% #1? é")
    assert run("journal", "verify", "--state", odd)[0] == 0


def test_a_file_that_is_no_journal_is_named(run: Run, folder: Path) -> None:
    (folder / "journal.db").write_bytes(b"no database at all " * 100)
    code, _out, err = run("journal", "verify", "--state", folder)
    assert code == 1
    assert err == f"atrium: {folder}/journal.db: file is not a database\n"


def test_the_journal_of_a_running_hall_can_be_looked_at(folder: Path, config: Path) -> None:
    with running_hall(config, folder / "hall"):
        verified = atrium("journal", "verify", "--state", folder / "hall")
        shown = atrium("journal", "show", "--state", folder / "hall")
    assert verified.returncode == 0, verified.stderr
    assert "DayOpened" in shown.stdout
