"""Fuzz every registered codec with atheris for some time each, and say what was found.

Inputs that break something are kept in `.fuzz/crashes`, what libFuzzer has learned in
`.fuzz/corpus`, each beginning with the sample frames. Ends with 1 where anything broke.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fuzz_input import written
from samples import Samples, samples_of

from drivers.registry import wire_protocol_names

ROOT = Path(__file__).parents[2]
TARGET = Path(__file__).with_name("fuzz_one.py")
OUT = ROOT / ".fuzz"
# One input may take so long, and the whole process hold so much, before that is a finding.
_INPUT_S = 5
_RSS_MB = 1024
_DATA_MAX = 4096
_LINES_TOLD = 16
_DONE = re.compile(r"Done (\d+) runs|stat::number_of_executed_units:\s+(\d+)")


@dataclass(frozen=True)
class Hunt:
    """What came of one protocol."""

    name: str
    runs: int
    crashes: list[Path]
    ended: int
    said: str

    @property
    def clean(self) -> bool:
        return not self.ended and not self.crashes


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write_seeds(samples: Samples, folder: Path) -> int:
    """Write the sample frames as inputs, singly and all in a row, and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for side, frames in samples.frames.items():
        for data in (*frames, b"".join(frames)):
            (folder / f"sample-{side}-{count}").write_bytes(written(side, (1, 5, 9), data))
            count += 1
    return count


def hunt(name: str, seconds: int) -> Hunt:
    """Fuzz one protocol for `seconds`."""
    corpus, crashes = OUT / "corpus" / name, OUT / "crashes"
    crashes.mkdir(parents=True, exist_ok=True)
    write_seeds(samples_of(name), corpus)
    before = set(crashes.glob(f"{name}-*"))
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={_INPUT_S}",
        f"-rss_limit_mb={_RSS_MB}",
        f"-max_len={_DATA_MAX}",
        f"-artifact_prefix={crashes}/{name}-",
        "-print_final_stats=1",
    ]
    ran = subprocess.run(
        [sys.executable, str(TARGET), name, *options, str(corpus)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    said = ran.stdout + ran.stderr
    runs = max((int(a or b) for a, b in _DONE.findall(said)), default=0)
    return Hunt(name, runs, sorted(set(crashes.glob(f"{name}-*")) - before), ran.returncode, said)


def what_broke(said: str) -> list[str]:
    """Return the exception that atheris tells, or the end of what it said."""
    lines = said.splitlines()
    told = [number for number, line in enumerate(lines) if "Uncaught Python exception" in line]
    return lines[told[0] :][:_LINES_TOLD] if told else lines[-_LINES_TOLD:]


def report(found: Hunt) -> None:
    say(f"{found.name:14} {found.runs:>9} inputs  {'clean' if found.clean else 'BROKEN'}")
    if not found.clean:
        say("\n".join(f"    {line}" for line in what_broke(found.said)))
    for crash in found.crashes:
        say(f"    again: .venv/bin/python tests/fuzz/fuzz_one.py {found.name} {crash}")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="for each protocol")
    parser.add_argument("protocols", nargs="*", help="all of them where none is named")
    chosen = parser.parse_args(arguments)
    if find_spec("atheris") is None:
        say("atheris is missing: pip install --require-hashes -r requirements-fuzz.lock")
        return 2
    names = chosen.protocols or wire_protocol_names()
    clean = [_is_clean(name, chosen.seconds) for name in names]
    return 0 if all(clean) else 1


def _is_clean(name: str, seconds: int) -> bool:
    try:
        found = hunt(name, seconds)
    except LookupError as error:  # no such protocol, or no samples of it
        say(f"{name:14} {error}")
        return False
    report(found)
    return found.clean


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
