"""The pure parts stay pure: checked on their text, and by loading them in a fresh interpreter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
USE_CASES = [*(ROOT / "edge" / "domain").rglob("*.py"), *(ROOT / "edge" / "hall").rglob("*.py")]
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


def impurities(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    # Chance that is drawn from a seed that was given is no chance of its own.
    seeded = {id(call.func) for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                if each.name in FORBIDDEN.get(node.module or "", set()):
                    yield f"{node.lineno}: {node.module}.{each.name}"
        elif isinstance(node, ast.Attribute):
            name = _module(node)
            if (name, node.attr) == ("random", "Random") and id(node) in seeded:
                continue
            if node.attr in FORBIDDEN.get(name, set()) or node.attr in HOPS:
                yield f"{node.lineno}: {name}.{node.attr}"


def _module(node: ast.Attribute) -> str:
    base = node.value
    while isinstance(base, ast.Attribute):
        base = base.value
    return base.id if isinstance(base, ast.Name) else ""


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_clock_randomness_or_thread_hop_in(path: Path) -> None:
    assert list(impurities(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "impure",
    [
        "now = time.time()",
        "now = datetime.datetime.now()",
        "from time import monotonic",
        "from random import Random",
        "chance = random.Random()",
        "chance = random.random()",
        "draw(random.Random)",
        "await loop.run_in_executor(None, write)",
    ],
)
def test_what_is_impure_is_found(impure: str) -> None:
    assert len(list(impurities(impure))) == 1


def test_chance_from_a_seed_is_pure() -> None:
    assert list(impurities("draw = random.Random(seed).random")) == []


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
