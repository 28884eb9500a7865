"""What all tests share: real parts are asked for by name, and in CI a missing one is a failure."""

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

_CJK_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
# Debian puts servers where only root's PATH looks.
_PATH_WITH_SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

REAL_PARTS: dict[str, Callable[[], bool]] = {
    "mosquitto": lambda: bool(shutil.which("mosquitto", path=_PATH_WITH_SBIN)),
    "chromium": lambda: shutil.which("chromium") is not None,
    "espeak": lambda: find_spec("espeakng_loader") is not None,
    "fonts": _CJK_FONT.exists,
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("real"):
        for part in marker.args:
            if REAL_PARTS[part]():
                continue
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI needs {part}, and it is not installed", pytrace=False)
            pytest.skip(f"SKIPPED A REAL PART: {part} is not installed")
