"""The worker's units: sound, and with next to nothing in reach."""

import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[3] / "systemd"
EXPOSURE_MAX = 1.0

pytestmark = pytest.mark.real("systemd-analyze")


@pytest.fixture(params=["chip", "camera"])
def unit(request, tmp_path):
    text = (UNITS / "atrium-worker@.service").read_text(encoding="utf-8")
    if request.param == "camera":
        text += (UNITS / "atrium-worker-camera.conf").read_text(encoding="utf-8")
    # The command need not be installed where this runs.
    path = tmp_path / "atrium-worker@one.service"
    path.write_text(text.replace("/usr/bin/atrium", "/bin/true"), encoding="utf-8")
    return path


def test_the_unit_is_sound(unit):
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_unit_exposes_next_to_nothing(unit):
    threshold = f"--threshold={EXPOSURE_MAX * 10:.0f}"
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", threshold, unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
