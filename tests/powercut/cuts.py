"""Power cuts by number: which position and which weather each has, and what came of it.

The first cuts of a recording go through every position with every weather; those behind are drawn.
A cut is replayed from its seed and its number alone.
"""

import logging
import multiprocessing
import os
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from checks import BrokenPromiseError, Promised, check
from cut_images import WEATHERS, Disk, Weather
from morning import Kind, Recording, record

SEED = 20260302
MORNINGS = {
    "ordinary": Kind(),
    # The same, on a disk where a torn write damages its neighbours in a sector.
    "careless": Kind(),
    # With the checkpoint where the product has it: after 1000 pages.
    "shipped": Kind(laps=60, pragmas={}),
}
_CHUNK_MAX = 5000


@dataclass(frozen=True)
class Cut:
    """The `number`th power cut: after `position` changes, in some weather."""

    seed: int
    number: int
    position: int
    weather: Weather

    def rng(self) -> random.Random:
        """Return the dice of this cut."""
        return random.Random(f"{self.seed}:{self.number}")


def cut_of(recording: Recording, seed: int, number: int) -> Cut:
    """Return what cut `number` is."""
    position, weather = divmod(number, len(WEATHERS))
    positions = len(recording.changes) + 1
    if position < positions:
        return Cut(seed, number, position, WEATHERS[weather])
    rng = random.Random(f"{seed}:{number}:where")
    return Cut(seed, number, rng.randrange(positions), rng.choice(WEATHERS))


def exhaustive(recording: Recording) -> int:
    """Return how many cuts it takes to see every position in every weather."""
    return (len(recording.changes) + 1) * len(WEATHERS)


@dataclass(frozen=True)
class Broken:
    """A cut after which a promise was broken: how, in a word and in a sentence."""

    cut: Cut
    what: str
    how: str


def broken_by(
    recording: Recording,
    folder: Path,
    seed: int,
    numbers: Iterable[int],
    *,
    powersafe: bool = True,
) -> Iterator[Broken]:
    """Make the cuts with these numbers, and yield those that break a promise."""
    promised, disk, played = Promised(recording), Disk(powersafe=powersafe), 0
    for cut in _in_order(recording, seed, numbers):
        for change in recording.changes[played : cut.position]:
            disk.play(change)
        played = cut.position
        image = disk.image(cut.rng(), cut.weather)
        try:
            check(folder, image, promised, promised.at(cut.position))
        except BrokenPromiseError as error:
            yield Broken(cut, error.what, str(error))


def _in_order(recording: Recording, seed: int, numbers: Iterable[int]) -> Sequence[Cut]:
    # The disk goes forward only once.
    cuts = [cut_of(recording, seed, number) for number in numbers]
    return sorted(cuts, key=lambda cut: cut.position)


@lru_cache
def recording_of(morning: str) -> Recording:
    """Return the recording of a morning; it is the same in every process."""
    with memory_folder() as state:
        return record(Path(state), MORNINGS[morning])


def campaign(morning: str, numbers: Sequence[int], processes: int | None = None) -> list[Broken]:
    """Make many cuts, on all cores, and return those that break a promise."""
    processes = processes or os.cpu_count() or 1
    size = min(_CHUNK_MAX, len(numbers) // processes + 1)
    chunks = [numbers[at : at + size] for at in range(0, len(numbers), size)]
    # Not forked: whatever threads other tests have left behind must not be copied.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        return [broken for found in pool.map(partial(_chunk, morning), chunks) for broken in found]


def _chunk(morning: str, numbers: Sequence[int]) -> list[Broken]:
    logging.disable(logging.WARNING)  # a process of its own, whose log nobody reads
    return make_cuts(morning, SEED, numbers)


def make_cuts(morning: str, seed: int, numbers: Sequence[int]) -> list[Broken]:
    """Make the cuts with these numbers, here, and return those that break a promise."""
    with memory_folder() as folder:
        recording, powersafe = recording_of(morning), morning != "careless"
        return list(broken_by(recording, Path(folder), seed, numbers, powersafe=powersafe))


def memory_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a new folder in memory, if this machine has such."""
    in_memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=in_memory if in_memory.is_dir() else None)
