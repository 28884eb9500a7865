"""No path of anybody's machine and no index host stands in a tracked file."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_tracked_file_names_a_machine_path() -> None:
    own = Path(__file__)
    pattern = re.compile(rb"(?<![\w/.-])/(?:work|root|home/\w+)/")
    found = [
        str(path)
        for path in tracked()
        if path != own and path.is_file() and pattern.search(path.read_bytes())
    ]
    assert found == []


def test_the_lock_file_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text
