"""A driver or a profile that was just begun works as it is, and nothing is written over."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.contract import Kind
from edge.cli import main
from edge.provisioning.scaffold import KINDS, Names, package_files, write_new
from edge.provisioning.scaffold_profile import PROFILE_KINDS, write_profile

ROOT = Path(__file__).parents[3]
# As long as a name may be: lines are at their longest.
NAMES = {kind: Names(f"my-{kind}".ljust(16, "x")) for kind in KINDS}
_CONFIG = "[pytest]\nfilterwarnings = error\nmarkers =\n    conformance: a check of the contract\n"


def run(*command: str, place: Path) -> str:
    """Run a Python module with every package that was begun in `place`, and return what it says."""
    path = os.pathsep.join([str(ROOT), *(str(source) for source in place.glob("*/src"))])
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=place,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a driver of every kind and every profile, each with its tests."""
    place = tmp_path_factory.mktemp("begun")
    for kind, names in NAMES.items():
        write_new(place / names.distribution, package_files(names, kind))
    for word, of_kind in PROFILE_KINDS.items():
        write_profile(Names(word), word, place / f"{word}.toml")
        for shipped in (ROOT / "config" / of_kind.folder).glob("*.toml"):
            names = Names(f"like-{shipped.stem}"[:16].rstrip("-"))
            write_profile(names, word, place / f"{names.name}.toml", shipped.stem)
    (place / "pytest.ini").write_text(_CONFIG, encoding="utf-8")
    return place


@pytest.fixture
def new(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Give a function that runs `atrium devices new`: exit code, and all that was said."""

    def ran(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["atrium", "devices", "new", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code, "".join(capsys.readouterr())

    return ran


def test_every_kind_but_voices_and_every_profile_can_be_begun():
    assert set(KINDS) == set(Kind) - {Kind.VOICE}
    assert {of_kind.folder for of_kind in PROFILE_KINDS.values()} == {
        f"profiles/{folder.name}" for folder in (ROOT / "config" / "profiles").iterdir()
    }


def test_whatever_was_begun_passes_its_own_tests_as_it_is(begun):
    # The codec is the same in all of them: its tests are run once.
    asked = ["-v", "-c", "pytest.ini", "-p", "no:cacheprovider", "-k", "not codec or my_led"]
    said = run("pytest", *asked, place=begun)
    for names in NAMES.values():
        for check in ("works_on_a_whole_wire", "takes_no_stranger_for_its_own"):
            assert f"test_{names.module}_keeps_the_contract[{check}] PASSED" in said
    for word in ("strip", "printer", "purchase_card"):
        assert f"test_{word}_profile.py" in said


def test_a_driver_that_was_begun_is_typed_strictly(begun):
    source = f"{NAMES[Kind.CALLER].distribution}/src"
    asked = ["--strict", "--cache-dir", "cache", "--follow-imports=silent"]
    assert "no issues found" in run("mypy", *asked, source, place=begun)


def test_what_was_begun_is_formatted_and_linted(begun):
    assert "All checks passed" in run("ruff", "check", "--no-cache", ".", place=begun)
    run("ruff", "format", "--no-cache", "--check", "--line-length=100", ".", place=begun)


def test_a_package_names_driver_and_twin_where_a_hall_looks_for_them(begun):
    names = NAMES[Kind.LED]
    project = tomllib.loads((begun / names.distribution / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"] == {
        "atrium.drivers": {names.name: "atrium_my_ledxxxxxxxxxx.driver:MyLedxxxxxxxxxx"},
        "atrium.twins": {f"led.{names.name}": "atrium_my_ledxxxxxxxxxx.twin:make_twin"},
    }


def test_no_placeholder_is_left(begun):
    left = [file for file in begun.rglob("*.*") if file.suffix in (".py", ".md", ".toml")]
    assert left
    assert [file for file in left if "$" in file.read_text("utf-8")] == []


def test_what_to_do_next_is_said(new, tmp_path):
    code, said = new("my-sign", "--kind", "led", "--package", str(tmp_path / "sign"))
    assert code == 0
    assert "15 files, a led driver that works as it is" in said
    assert "pytest" in said
    assert (tmp_path / "sign" / "src" / "atrium_my_sign" / "driver.py").exists()


def test_a_copied_profile_says_that_nothing_of_it_is_verified(new, tmp_path):
    file = tmp_path / "lumen.toml"
    code, said = new("lumen", "--profile", "strip", "--from", "xinrui", str(file))
    assert code == 0
    assert f"{tmp_path / 'test_lumen_profile.py'}" in said
    profile = tomllib.loads(file.read_text("utf-8"))
    assert profile["title"] == "Lumen"
    assert profile["evidence"] == "not verified: begun as a copy of xinrui"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["My-Sign", "--kind", "led"], "'My-Sign' is no name: small letters, digits"),
        (["--", "-sign"], "say either --kind"),
        (["../sign", "--kind", "led"], "'../sign' is no name"),
        (["a-much-too-long-name", "--kind", "led"], "16 at most"),
        (["onbon", "--kind", "led"], "there is a led driver 'onbon' already"),
        (["sign", "--kind", "lamp"], "no kind 'lamp' to begin with; there are: reader, chip,"),
        (["sign", "--profile", "lamp"], "no profiles of 'lamp'; there are: strip, printer"),
        (["sign"], "say either --kind, for a driver, or --profile"),
        (["sign", "--kind", "led", "--profile", "strip"], "say either --kind"),
        (["sign", "x.toml", "--kind", "led"], "FILE and --from are for profiles"),
        (["sign", "--profile", "strip", "--package", "x"], "--package is for drivers"),
        (["sign", "--profile", "strip", "--from", "nobody"], "there are: pingan, xinrui, yinda"),
    ],
)
def test_what_cannot_be_begun_is_said_in_a_line_and_nothing_is_written(
    new, tmp_path, monkeypatch, words, why
):
    monkeypatch.chdir(tmp_path)
    code, said = new(*words)
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert why in said
    assert said.count("\n") == 1


def test_nothing_is_written_over(new, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "atrium-sign").mkdir()
    mine = tmp_path / "atrium-sign" / "README.md"
    mine.write_text("mine", encoding="utf-8")
    assert new("sign", "--kind", "led")[0] == 2
    (tmp_path / "sign.toml").write_text("mine", encoding="utf-8")
    assert new("sign", "--profile", "strip")[0] == 2
    (tmp_path / "test_lamp_profile.py").write_text("mine", encoding="utf-8")
    assert new("lamp", "--profile", "strip")[0] == 2
    names = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert names == ["README.md", "sign.toml", "test_lamp_profile.py"]


def test_a_profile_that_is_itself_wrong_is_not_begun_with(new, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('strip = ["02", "adress", "text", "03"]\n', encoding="utf-8")
    code, said = new("lamp", "--profile", "strip", "--from", str(wrong), str(tmp_path / "new.toml"))
    assert code == 2
    assert "'adress' is neither bytes in hex nor a field; the nearest known is 'address'" in said
    assert list(tmp_path.iterdir()) == [wrong]
