"""One run of the figures: its size, its folder, its progress, and rounds that take turns."""

import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from edge.paths import shipped_config

OursT = TypeVar("OursT")
BareT = TypeVar("BareT")


@dataclass(frozen=True)
class Run:
    """What every figure is given. `tell` hears what is done now and which share of it is behind.

    `folder` lies on the disk that is measured; whoever works in it gets a folder of its own.
    `journal` is one that a hall has written, of the hall that `config` describes. `minutes` is
    how long a whole hall is under load.
    """

    folder: Path
    quick: bool = False
    tell: Callable[[str, float], None] = lambda _what, _share: None
    journal: Path | None = None
    config: Path = field(default_factory=lambda: shipped_config("demo.toml"))
    minutes: float = 10.0

    def size(self, full: int, quick: int) -> int:
        """Return how many there shall be: `full`, or `quick` where only the shape matters."""
        return quick if self.quick else full

    @contextmanager
    def fresh_folder(self) -> Iterator[Path]:
        """Give an empty folder on the disk, with a short name, and remove it afterwards."""
        number = 0
        while (path := self.folder / f"b{number}").exists():
            number += 1
        path.mkdir(parents=True)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def in_turns(
    run: Run, what: str, rounds: int, ours: Callable[[], OursT], bare: Callable[[], BareT]
) -> tuple[list[OursT], list[BareT]]:
    """Measure both in turns, `rounds` times each: what disturbs the machine disturbs both."""
    found: tuple[list[OursT], list[BareT]] = ([], [])
    for number in range(rounds):
        run.tell(what, number / rounds)
        found[0].append(ours())
        found[1].append(bare())
    run.tell(what, 1.0)
    return found


def quantile(values: list[float], share: float) -> float:
    """Return the value that `share` of all `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


median = statistics.median
