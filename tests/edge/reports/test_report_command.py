"""`atrium report day` as it is typed: files, formats, periods, and what it refuses."""

import contextlib
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from report_days import A_DAY
from report_journals import journal_of
from report_story import bare_story

from edge.cli import main

Run = Callable[..., tuple[int, str, str]]

CONFIG = """
[hall]
id = "H-01"
name = "城东营业厅"
name_english = "East Hall"

[[services]]
id = "pay"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"
target_wait_min = 5

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    journal_of(tmp_path / "hall", A_DAY).close()
    return tmp_path / "hall"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs `atrium report`: exit code, stdout, stderr."""

    def ran(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["atrium", "report", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return ran


def test_the_latest_day_is_shown_where_it_is_asked_for(run: Run, state: Path):
    code, out, err = run("day", "--state", state)
    assert (code, err) == (0, "")
    assert "营业日报 Day report" in out
    assert "2026-03-02" in out
    assert "分业务 By service" in out


def test_names_targets_and_devices_come_from_the_configuration(
    run: Run, state: Path, tmp_path: Path
):
    config = tmp_path / "hall.toml"
    config.write_text(CONFIG, encoding="utf-8")
    code, out, _err = run("day", "--state", state, "--config", config, "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert report["hall"] == {"chinese": "城东营业厅", "english": "East Hall"}
    services = next(table for table in report["tables"] if table["key"] == "by_service")
    keys = [column["key"] for column in services["columns"]]
    pay = next(dict(zip(keys, row, strict=True)) for row in services["rows"] if row[0] == "pay")
    assert pay["name"] == "交电费"
    assert pay["in_time"] == 0.5  # four minutes and ten, and the target is five


@pytest.mark.parametrize("form", ["html", "sheet", "json", "table"])
def test_a_report_is_written_into_a_file(run: Run, state: Path, tmp_path: Path, form: str):
    out = tmp_path / "report"
    assert run("day", "--state", state, "--format", form, "--out", out) == (0, "", "")
    assert "2026-03-02" in out.read_text(encoding="utf-8")


def test_a_workbook_and_a_folder_of_csv_are_written_too(run: Run, state: Path, tmp_path: Path):
    book, folder = tmp_path / "day.xlsx", tmp_path / "new" / "csv"
    assert run("day", "--state", state, "--format", "xlsx", "--out", book)[0] == 0
    assert zipfile.is_zipfile(book)
    assert run("day", "--state", state, "--format", "csv", "--out", folder)[0] == 0
    assert {"summary.csv", "by_service.csv"} <= {path.name for path in folder.iterdir()}


def test_several_days_are_one_report(run: Run, tmp_path: Path):
    two = bare_story(
        """
        08:00 day 2026-03-02
        09:00 V1 takes pay
        28:00 dayend 2026-03-02
        28:00 day 2026-03-03
        33:00 V2 takes pay
        """
    )
    journal_of(tmp_path, two).close()
    ask = ("day", "--state", tmp_path, "--format", "json")
    for words, period in (
        (("--from", "2026-03-02"), "2026-03-02 – 2026-03-03"),
        (("--from", "2026-03-01", "--to", "2026-03-02"), "2026-03-02"),
        (("--day", "2026-03-03"), "2026-03-03"),
    ):
        _code, out, _err = run(*ask, *words)
        assert json.loads(out)["period"] == period


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--day", "2026-03-09"), 1, "no business day 2026-03-09: it holds 2026-03-02 to"),
        (("--day", "soon"), 2, "'soon' is no day: write it as YYYY-MM-DD"),
        (("--day", "2026-03-02", "--from", "2026-03-02"), 2, "either --day, or --from and --to"),
        (("--to", "2026-03-02"), 2, "--to needs --from"),
        (("--format", "xlsx"), 2, "--format xlsx needs --out"),
        (("--config", "/nowhere/hall.toml"), 2, "/nowhere/hall.toml: No such file"),
        (("--format", "html", "--out", "/nowhere/day.html"), 2, "/nowhere/day.html: No such file"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    run: Run, state: Path, words: tuple[str, ...], code: int, said: str
):
    ended, out, err = run("day", "--state", state, *words)
    assert (ended, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_journal_that_is_not_there_is_named(run: Run, tmp_path: Path):
    code, _out, err = run("day", "--state", tmp_path / "nothing")
    assert code == 1
    assert err == f"atrium: {tmp_path}/nothing/journal.db: unable to open database file\n"


def test_reading_for_a_report_changes_nothing(run: Run, state: Path):
    before = (state / "journal.db").read_bytes()
    run("day", "--state", state)
    assert (state / "journal.db").read_bytes() == before


def test_nothing_sealed_is_opened_or_shown(run: Run, tmp_path: Path):
    sealed = [
        type(each)(each.seq, each.moment, each.fact, b"\x01sealed-somebody") for each in A_DAY
    ]
    with contextlib.closing(journal_of(tmp_path, sealed)):
        for form in ("json", "table"):
            code, out, _err = run("day", "--state", tmp_path, "--format", form)
            assert code == 0
            assert "somebody" not in out
