"""Many worlds: which seeds, how many days each of them lasts, and several at the same time."""

import multiprocessing
import os
import shutil
import signal
import threading
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
from edge.simulation.world import Outcome, Script, folder_in, live, memory

_DAYS_MAX = 3
_WHOLE = 0.1  # that share of halls has all devices and screens
_LOOK_S = 0.2
_ENDING = (signal.SIGINT, signal.SIGTERM)

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
        return [script_of(seed)]
    scripts: list[Script] = []
    while days > 0:
        number = first + len(scripts)
        scripts.append(script_of(number))
        days -= scripts[-1].days
    return scripts


def script_of(seed: int) -> Script:
    """Return what the world of `seed` is like: how long it lasts, and whether it lacks anything."""
    return Script(seed, days=days_of(seed), whole=_chance(seed, "whole") < _WHOLE)


def _chance(seed: int, of: str) -> float:
    return Dice(f"atrium {seed}").of(of).random()


def days_of(seed: int) -> int:
    """Return how many days the world of `seed` lasts."""
    return Dice(f"atrium {seed}").of("length").randint(1, _DAYS_MAX)


def live_all(scripts: Sequence[Script], config: Path, jobs: int, told: Told) -> list[Outcome]:
    """Let all worlds of `scripts` happen, `jobs` at a time; `told` hears of each day that is over.

    Raises `ConfigError`, `WorkerDiedError`.
    """
    passed: Synchronized[int] = multiprocessing.Value("i", 0)
    # Also one world alone: its process can be ended at any moment, and its folder is here.
    with (
        folder_in(memory()) as folder,
        _workers(min(jobs, len(scripts)), passed, Path(folder)) as pool,
    ):
        with _signals_held_back():
            worlds = [pool.submit(_outcome_of, script, config, Path(folder)) for script in scripts]
        _watch(worlds, passed, told)
        try:
            return [world.result() for world in worlds]
        except BrokenProcessPool:
            raise WorkerDiedError from None


def _outcome_of(script: Script, config: Path, within: Path) -> Outcome:
    try:
        return live(script, config, _count_day, within)
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
def _workers(
    count: int, passed: "Synchronized[int]", folder: Path
) -> Iterator[ProcessPoolExecutor]:
    told = (passed, folder)
    with ProcessPoolExecutor(count, initializer=_begin_worker, initargs=told) as pool:
        try:
            yield pool
        except BaseException:
            # Whoever ends this ends it now, and does not wait for worlds nobody will hear of.
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


@contextmanager
def _signals_held_back() -> Iterator[None]:
    # A worker that has just been forked must not take a signal as its parent does.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(passed: "Synchronized[int]", folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    _DAYS_PASSED.append(passed)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    # It was killed, and could neither end its workers nor give back the memory their files take.
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


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
