"""The pure parts stay pure: checked on their text, and by loading them in a fresh interpreter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
USE_CASES = [*(ROOT / "edge" / "domain").glob("*.py"), *(ROOT / "edge" / "hall").glob("*.py")]
PURE = [*USE_CASES, ROOT / "kiosk" / "flow.py", *(ROOT / "drivers").rglob("codec.py")]

CODECS = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "drivers").rglob("codec.py")
)
FORBIDDEN = {
    "time": {"time", "monotonic", "time_ns", "monotonic_ns", "sleep"},
    "datetime": {"now", "utcnow", "today"},
    "dt": {"now", "utcnow", "today"},
    "uuid": {"uuid1", "uuid4", "uuid7"},
    "random": {"random", "randrange", "choice", "Random", "shuffle"},
    "os": {"urandom", "getrandom"},
    "secrets": {"token_bytes", "token_hex", "randbelow"},
    "asyncio": {"to_thread"},
    "threading": {"Thread"},
}
HOPS = {"run_in_executor"}


def impurities(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            base = node.value
            while isinstance(base, ast.Attribute):
                base = base.value
            name = base.id if isinstance(base, ast.Name) else ""
            if node.attr in FORBIDDEN.get(name, set()) or node.attr in HOPS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {name}.{node.attr}"


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_clock_randomness_or_thread_hop_in(path: Path) -> None:
    assert list(impurities(path)) == []


@pytest.mark.parametrize(
    "module",
    [
        "edge.domain.state",
        "edge.domain.chain",
        *CODECS,
        "kiosk.flow",
        "sync.outbox",
        "sync.batch",
        "sync.backoffice.projection",
        "sync.envelope",
    ],
)
def test_loading_a_pure_module_loads_no_io(module: str) -> None:
    heavy = ["textual", "starlette", "fastapi", "serial", "paho", "aiomqtt", "sqlite3", "httpx"]
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
