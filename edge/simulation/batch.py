"""Many worlds: which seeds, how many days each of them lasts, and several at the same time."""

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from edge.config import ConfigError
from edge.errors import ExpectedError
from edge.simulation.dice import Dice
from edge.simulation.world import Outcome, Script, live

_DAYS_MAX = 3
_LOOK_S = 0.2

Told = Callable[[int], None]
_DAYS_PASSED: "list[Synchronized[int]]" = []  # in a worker: the count that all of them share


class WorkerDiedError(ExpectedError):
    """A process in which worlds happen is gone, and with it what came of them."""

    def __init__(self) -> None:
        super().__init__("a process of the simulation was killed; with fewer --jobs it needs less")


def scripts_for(days: int, first: int, seed: int | None = None) -> list[Script]:
    """Return worlds of `days` hall-days in all, from seed `first` on; or the one of `seed`.

    How long a world lasts is its seed's own, so that its number alone replays it; the last one may
    go on a little longer than was asked for.
    """
    if seed is not None:
        return [Script(seed, days=days_of(seed))]
    scripts: list[Script] = []
    while days > 0:
        number = first + len(scripts)
        scripts.append(Script(number, days=days_of(number)))
        days -= scripts[-1].days
    return scripts


def days_of(seed: int) -> int:
    """Return how many days the world of `seed` lasts."""
    return Dice(f"atrium {seed}").of("length").randint(1, _DAYS_MAX)


def live_all(scripts: Sequence[Script], config: Path, jobs: int, told: Told) -> list[Outcome]:
    """Let all worlds of `scripts` happen, `jobs` at a time; `told` hears of each day that is over.

    Raises `ConfigError`, `WorkerDiedError`.
    """
    if min(jobs, len(scripts)) <= 1:
        return [outcome_of(script, config, lambda: told(1)) for script in scripts]
    passed: Synchronized[int] = multiprocessing.Value("i", 0)
    with _workers(min(jobs, len(scripts)), passed) as pool:
        worlds = [pool.submit(_live_in_worker, script, config) for script in scripts]
        _watch(worlds, passed, told)
        try:
            return [world.result() for world in worlds]
        except BrokenProcessPool:
            raise WorkerDiedError from None


def outcome_of(script: Script, config: Path, day_passed: Callable[[], None]) -> Outcome:
    """Let one world happen. One that breaks is a wrong world like any other.

    Raises `ConfigError`.
    """
    try:
        return live(script, config, day_passed)
    except ConfigError:
        raise
    # Whatever it is, it is a finding: it must not hide what the other worlds have found.
    except Exception as error:  # noqa: BLE001
        return Outcome(script, wrongs=[f"the world broke: {_told(error)}"])


def _told(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.name}, {Path(place.filename).name}:{place.lineno}"
    return f"{type(error).__name__}: {error} ({where})"


@contextmanager
def _workers(count: int, passed: "Synchronized[int]") -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(count, initializer=_begin_worker, initargs=(passed,)) as pool:
        try:
            yield pool
        except BaseException:
            # Whoever ends this ends it now, and does not wait for worlds nobody will hear of.
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _begin_worker(passed: "Synchronized[int]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _DAYS_PASSED.append(passed)


def _live_in_worker(script: Script, config: Path) -> Outcome:
    return outcome_of(script, config, _count_day)


def _count_day() -> None:
    for passed in _DAYS_PASSED:
        with passed.get_lock():
            passed.value += 1


def _watch(worlds: Sequence[Future[Outcome]], passed: "Synchronized[int]", told: Told) -> None:
    known, pending = 0, set(worlds)
    while pending:
        _done, pending = wait(pending, timeout=_LOOK_S)
        now = passed.value
        told(now - known)
        known = now
