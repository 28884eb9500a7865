"""Chromium under the policies that are shipped, in a mount namespace that nothing else sees."""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "config" / "kiosk" / "policies.json"
CHROMIUM = "/usr/bin/chromium"
_CONFIGURED = Path("/etc/chromium")


@cache
def namespace() -> list[str] | None:
    """Return the command that opens a private mount namespace here, if any is permitted."""
    for command in (["unshare", "-m"], ["unshare", "-rm"]):
        tried = subprocess.run([*command, "true"], capture_output=True, check=False)
        if tried.returncode == 0 and _CONFIGURED.is_dir():
            return command
    return None


def why_not() -> str:
    """Return why Chromium cannot be policed here, if it cannot. In CI that is an error."""
    if namespace() is not None:
        return ""
    reason = "no private mount namespace over /etc/chromium is permitted here"
    assert not os.environ.get("CI"), reason
    return reason


def policies_for(origin: str) -> dict[str, object]:
    """Return the shipped policies, for a hall at `origin`, as somebody installs them."""
    text = POLICIES.read_text(encoding="utf-8").replace("http://127.0.0.1:8080", origin)
    policies: dict[str, object] = json.loads(text)
    return policies


def policed_chromium(folder: Path, origin: str, **changed: object) -> Path:
    """Return a command that is Chromium under the shipped policies but for what is `changed`."""
    configured = folder / "etc-chromium"
    managed = configured / "policies" / "managed"
    managed.mkdir(parents=True)
    for path in _CONFIGURED.iterdir():
        if path.is_file():
            shutil.copy(path, configured)
    content = json.dumps({**policies_for(origin), **changed})
    (managed / "atrium.json").write_text(content, encoding="utf-8")
    mount = f'mount --bind "{configured}" {_CONFIGURED} && exec {CHROMIUM} "$@"'
    command = folder / "chromium"
    opened = " ".join(namespace() or [])
    command.write_text(f"#!/bin/sh\nexec {opened} sh -c '{mount}' sh \"$@\"\n", encoding="utf-8")
    command.chmod(0o755)
    return command
