"""The policies of a screen's browser are names that Chromium knows; its start leaves nothing."""

import json
import mmap
import os
import subprocess
from pathlib import Path

import pytest
from policed import POLICIES, ROOT

pytestmark = pytest.mark.real("chromium")

START = ROOT / "config" / "kiosk" / "atrium-screen"
_BINARY = Path("/usr/lib/chromium/chromium")
_URL = "http://127.0.0.1:8080/board"


def test_every_policy_is_one_that_this_chromium_knows():
    if not _BINARY.exists():
        pytest.skip("Chromium is not Debian's here")
    with _BINARY.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as binary:
        names = json.loads(POLICIES.read_text(encoding="utf-8"))
        assert [name for name in names if binary.find(b"\0%b\0" % name.encode()) < 0] == []


def started(folder: Path, **more: str) -> list[str]:
    """Run the start script with a browser that only tells how it was called; return that."""
    browser = folder / "browser"
    browser.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    browser.chmod(0o755)
    directories = {"RUNTIME_DIRECTORY": folder / "run", "STATE_DIRECTORY": folder / "state"}
    told = subprocess.run(
        [START],
        env={"PATH": os.environ["PATH"], "ATRIUM_CHROMIUM": browser, **directories, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0 or not more, told.stderr
    return told.stdout.splitlines()


def test_each_start_wipes_the_profile_and_keeps_the_screens_token(tmp_path):
    profile, kept = tmp_path / "run" / "profile", tmp_path / "state" / "cookies"
    started(tmp_path, ATRIUM_SCREEN_URL=_URL)
    (profile / "Default" / "Login Data").write_text("张三丰", encoding="utf-8")
    (kept / "Cookies").write_text("a token", encoding="utf-8")
    started(tmp_path, ATRIUM_SCREEN_URL=_URL)
    assert [path.name for path in (profile / "Default").iterdir()] == ["Cookies"]
    assert (profile / "Default" / "Cookies").read_text(encoding="utf-8") == "a token"
    assert profile.stat().st_mode & 0o077 == 0


def test_the_browser_is_full_size_in_that_profile_and_at_one_address(tmp_path):
    said = started(tmp_path, ATRIUM_SCREEN_URL=_URL)
    assert said[0] == "--kiosk"
    assert said[-1] == _URL
    assert f"--user-data-dir={tmp_path}/run/profile" in said
    assert "--disk-cache-dir=/dev/null" in said


def test_without_an_address_no_browser_is_started(tmp_path):
    assert started(tmp_path) == []
