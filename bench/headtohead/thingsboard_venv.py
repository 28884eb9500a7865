"""ThingsBoard Gateway in a venv of its own: made once in `bench/out`, apart from the project."""

import subprocess
import sys
from pathlib import Path

from bench.headtohead.system import SetupError

VERSION = "3.8.5"
# aiohttp is what its REST connector installs by itself when it is missing.
_PACKAGES = (f"thingsboard-gateway=={VERSION}", "aiohttp")
_FOLDER = Path(__file__).parents[1] / "out" / f"venv-thingsboard-gateway-{VERSION}"
_COMPLETE = _FOLDER / "complete"
_TIMEOUT_S = 900.0


def python() -> Path:
    """Return the venv's interpreter; the first call makes the venv. Raises `SetupError`."""
    found = _FOLDER / "bin" / "python"
    if not _COMPLETE.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(_FOLDER)])
        _run([str(found), "-m", "pip", "install", "-q", *_PACKAGES])
        _COMPLETE.touch()
    return found


def package_folder() -> Path:
    """Return where the gateway's own files lie. Raises `SetupError`."""
    code = "import thingsboard_gateway as gateway; print(gateway.__path__[0])"
    return Path(_run([str(python()), "-c", code]).strip())


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise SetupError(
            f"thingsboard-gateway cannot be set up: {command} takes too long"
        ) from None
    if done.returncode:
        raise SetupError(f"thingsboard-gateway cannot be set up: {done.stderr.strip()[-600:]}")
    return done.stdout
