"""`atrium simulate replay` as a person meets it: a journal, a table, a picture, refusals."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from replayfacts import is_served, takes, told

from edge.cli import main
from edge.domain import facts as f
from edge.journal.rows import body_text
from edge.journal.store import JournalStore
from edge.ports import Batch, NewFact

HALL = """
[hall]
id = "small"
timezone = "UTC"
[[services]]
id = "bill"
name = "交电费"
name_english = "Bill"
prefix = "A"
[[counters]]
id = "1"
name = "1"
name_english = "1"
[[priorities]]
id = "elderly"
name = "老年人"
name_english = "Elderly"
level = 1
"""
RULES = "OTHERWISE CALL whoever came first\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Give a folder with a configuration, rules to try, and the journal of one day."""
    came = *takes(0, "first"), *takes(1, "old", number=2), *takes(2, "vip", level=1, number=3)
    served = *is_served(0, 10, "first"), *is_served(10, 15, "vip"), *is_served(15, 20, "old")
    happened = sorted([*came, *served], key=lambda it: it[0])
    facts = told((0, f.CounterOpened("1", "c")), *happened, (120, f.CounterClosed("1", "c")))
    store = JournalStore(tmp_path / "journal.db", "small", "epoch")
    store.append([Batch([NewFact(each, body_text(each.fact.body())) for each in facts])])
    store.close()
    (tmp_path / "hall.toml").write_text(HALL, encoding="utf-8")
    (tmp_path / "new.rules").write_text(RULES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(hall: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that replays here: exit code, stdout, stderr."""

    def ran(*words: str) -> tuple[int, str, str]:
        monkeypatch.chdir(hall)
        monkeypatch.setenv("COLUMNS", "80")
        given = ["atrium", "simulate", "replay", "--config", "hall.toml", "--state", ".", *words]
        monkeypatch.setattr(sys, "argv", given)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return ran


def test_waits_stand_side_by_side(run: Run):
    code, out, _err = run("--rules", "new.rules")
    assert code == 0
    lines = [" ".join(line.replace("│", " ").split()) for line in out.splitlines()]
    assert "everybody as it was 3 7.3 14.0 14.0 100%" in lines
    assert "segment elderly as it was 1 8.0 8.0 8.0 100%" in lines
    assert "tried 1 13.0 13.0 13.0 100%" in lines
    assert lines[-1] == "tried, called by: default 3"


def test_a_program_gets_the_same_as_json(run: Run):
    code, out, _err = run("--rules", "new.rules", "--json")
    told_ = json.loads(out)
    assert (code, told_["day"]) == (0, "1970-01-01")
    assert [each["name"] for each in told_["scenes"]] == ["as it was", "the same again", "tried"]
    assert told_["rows"][0]["figures"][0]["mean_s"] == 440.0


def test_another_counter_plan_is_tried(run: Run, hall: Path):
    (hall / "plan.toml").write_text('[[counters]]\nid = "1"\nclosed = true\n', encoding="utf-8")
    code, out, _err = run("--counters", "plan.toml", "--day", "1970-01-01")
    assert code == 0
    assert "tried: 3 visitors were never called" in out


def test_a_picture_is_written(run: Run, hall: Path):
    assert run("--rules", "new.rules", "--picture", "waits.svg")[0] == 0
    assert (hall / "waits.svg").read_text(encoding="utf-8").startswith("<svg ")


REFUSED = {
    (): "--rules, --counters: there is nothing to try without either",
    ("--rules", "none.rules"): "none.rules: No such file or directory",
    ("--rules", "wrong.rules"): "wrong.rules:1:1: no sentence begins with 'OTHRWISE'",
    ("--rules", "new.rules", "--day", "2020-01-01"): "--day: journal.db has no '2020-01-01'",
    ("--rules", "new.rules", "--picture", "no/p.svg"): "--picture: no/p.svg: No such file",
    ("--counters", "hall.toml"): "hall.toml: expected [[counters]] and nothing else",
    ("--counters", "wrong.toml"): "wrong.toml: counters[1]: unknown key 'opn'; the nearest",
    ("--counters", "new.rules"): "new.rules: Expected",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_used_is_told_in_one_line(run: Run, hall: Path, words: tuple[str, ...]):
    (hall / "wrong.rules").write_text("OTHRWISE\n", encoding="utf-8")
    (hall / "wrong.toml").write_text('[[counters]]\nid = "1"\nopn = []\n', encoding="utf-8")
    code, _out, err = run(*words)
    assert (code, len(err.splitlines())) == (2, 1)
    assert REFUSED[words] in err


def test_a_journal_that_is_not_there_is_told(run: Run):
    code, _out, err = run("--rules", "new.rules", "--journal", "gone.db")
    assert (code, err.splitlines()[0].startswith("atrium: gone.db: ")) == (1, True)
