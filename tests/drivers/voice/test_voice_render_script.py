"""The script that renders the shipped clips, as a person runs it."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from drivers.voice.clips.concat import pcm_of
from drivers.voice.parts import PHRASES

ROOT = Path(__file__).parents[3]
MISSING = importlib.util.find_spec("espeakng_loader") is None and "CI" not in os.environ

pytestmark = [
    pytest.mark.real("espeak"),
    pytest.mark.skipif(MISSING, reason="the extra 'voice' is not installed"),
]

Record = Callable[[Path, Iterable[str]], None]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "tools" / "render_clips.py", *arguments]
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, timeout=240, cwd=ROOT
    )


def test_it_renders_what_is_missing_leaves_recordings_and_names_the_voices_licence(
    tmp_path: Path, record: Record
):
    record(tmp_path, [part for part in PHRASES if part not in ("gong", "pause", "zh:请", "en:A")])
    recorded = (tmp_path / "zh" / "到.wav").read_bytes()
    ended = run(tmp_path)
    words = sum(":" in part for part in PHRASES)
    assert ended.stdout == f"{words} of {words} clips are in {tmp_path}\n", ended.stderr
    assert ended.returncode == 0
    for made in ("gong", "pause", "zh/请", "en/A"):
        assert pcm_of((tmp_path / f"{made}.wav").read_bytes(), made)
    assert (tmp_path / "zh" / "到.wav").read_bytes() == recorded
    source = (tmp_path / "SOURCE.txt").read_text()
    assert "espeak-ng 1.52" in source
    assert "GNU General Public License, version 3 or later" in source


def test_with_a_configuration_it_renders_the_names_of_that_hall(tmp_path: Path, record: Record):
    record(tmp_path / "clips", PHRASES)
    config = tmp_path / "hall.toml"
    config.write_text(
        '[hall]\nid = "H-01"\n'
        '[[services]]\nid = "pay"\nname = "交电费"\nname_english = "Pay"\nprefix = "A"\n'
        '[[counters]]\nid = "1"\nname = "贵宾室"\nname_english = "Lounge"\n'
    )
    ended = run(tmp_path / "clips", "--config", config)
    assert ended.returncode == 0, ended.stderr
    for made in ("zh/交电费", "en/pay", "zh/贵宾室", "en/lounge"):
        assert (tmp_path / "clips" / f"{made}.wav").exists()


def test_a_configuration_that_is_not_there_is_said_in_one_line(tmp_path: Path):
    ended = run(tmp_path, "--config", tmp_path / "nowhere.toml")
    assert ended.returncode == 2
    assert ended.stderr == f"{tmp_path / 'nowhere.toml'}: No such file or directory\n"
