"""The command line as a person meets it: a process with words, an exit code and what it says."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 60.0
ATRIUM = (sys.executable, "-m", "edge")
DEMO = Path(__file__).parents[3] / "config" / "demo.toml"


def atrium(*words: str | Path, program: Sequence[str] = ATRIUM) -> subprocess.CompletedProcess[str]:
    """Run an `atrium` command to its end."""
    return subprocess.run(
        [*program, *words], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


@contextmanager
def running_hall(config: Path, state: Path, heard: str = "is ready") -> Iterator[None]:
    """Run a hall on `state` as long as the block lasts, which begins when its log says `heard`."""
    command = [*ATRIUM, "run", "edge", "--config", config, "--state", state]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as edge:
        assert edge.stderr is not None
        log = []
        for line in edge.stderr:
            log.append(line)
            if heard in line:
                break
        else:
            raise AssertionError("".join(log))
        try:
            yield
        finally:
            edge.terminate()
            try:
                edge.communicate(timeout=PATIENCE_S)
            finally:
                edge.kill()  # nothing, to one that has ended


def write_config(path: Path, *changes: tuple[str, str]) -> Path:
    """Write a small hall without devices to `path`, each `(old, new)` replaced in its text."""
    text = SMALL_HALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


SMALL_HALL = """
[hall]
id = "small-hall"
demo = true

[journal]
reserve_mb = 1
needed_mb = 1

[[services]]
id = "pay-bill"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"
"""
