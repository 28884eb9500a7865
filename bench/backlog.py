"""A long outage made good: the journal's facts on their way to headquarters, and held there.

Everything is real: controller, link, mosquitto, back office. The far line is a proxy before the
broker that makes every message 25 ms late in each direction.
"""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.bare import inserts_per_s
from bench.figure import Figure, Goal
from bench.halls import controller, write_config
from bench.prefilled import Size, fill
from bench.processes import Process, atrium, free_port, module, running
from bench.run import Run, in_turns, median
from edge.journal.store import JournalReader
from edge.settings import load_settings
from sync.demo_broker import broker_command

_FAR_MS = 25
_BATCH = 500  # as the link sends them
_LOOK_S = 0.05
_PATIENCE_S = 300.0

_TABLE = """
CREATE TABLE facts (
    hall TEXT, epoch TEXT, seq INTEGER, kind TEXT, at INTEGER, boot TEXT, mono INTEGER, clock TEXT,
    subject TEXT, body TEXT, sealed BLOB, hash BLOB, PRIMARY KEY (hall, epoch, seq)
) WITHOUT ROWID
"""
_INSERT = "INSERT INTO facts VALUES ('hall', 'epoch', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Drained:
    """How fast a backlog went, and the link's memory (MB) early on the way and at its end."""

    facts_per_s: float
    before_mb: float
    after_mb: float


class StuckError(Exception):
    """Headquarters does not hold everything after a long time."""


def measure(run: Run) -> list[Figure]:
    """Measure a backlog next door and one far away, in turns with bare inserts of its rows."""
    size = Size(run.size(100_000, 1_500), run.size(1500, 100))
    rounds = run.size(3, 1)
    with run.fresh_folder() as filled:
        run.tell("filling a journal", 0.0)
        hall = load_settings(write_config(filled)).config.id
        fill(filled / "hall", hall, size)
        journal = filled / "hall" / "journal.db"
        near, bare = in_turns(
            run,
            "backlog",
            rounds,
            lambda: _drain(run, filled, size, 0),
            lambda: _bare(run, journal),
        )
        far, bare_again = in_turns(
            run,
            "backlog, far away",
            rounds,
            lambda: _drain(run, filled, size, _FAR_MS),
            lambda: _bare(run, journal),
        )
    baseline = median([*bare, *bare_again])
    return [
        _speed("backlog", near, baseline, f"{size.facts:,} facts to headquarters"),
        _speed("backlog-far", far, baseline, f"… {2 * _FAR_MS} ms round trip away"),
        Figure(
            "backlog-memory",
            median(each.after_mb for each in near),
            "MB",
            median(each.before_mb for each in near),
            "the link's memory after them",
            "after the first of them",
            Goal("≤", 1.1),
        ),
    ]


def _speed(name: str, drained: list[Drained], baseline: float, what: str) -> Figure:
    return Figure(
        name,
        median(each.facts_per_s for each in drained),
        "facts/s",
        baseline,
        what,
        "bare inserts of the same rows, same batches",
        Goal("≥", 5000.0, "figure"),
    )


def _bare(run: Run, journal: Path) -> float:
    reader = JournalReader(journal)
    rows = [(*row, digest) for row, digest in reader.rows(0)]
    reader.close()
    batches = [rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH)]
    with run.fresh_folder() as folder:
        return inserts_per_s(folder / "bare.db", _TABLE, _INSERT, batches)


def _drain(run: Run, filled: Path, size: Size, delay_ms: int) -> Drained:
    with run.fresh_folder() as folder, _services(folder, filled, delay_ms) as (config, state):
        headquarters = Headquarters(state / "backoffice.db")
        words = atrium("run", "sync", "--config", config, "--state", state)
        with running(words, folder / "sync.log") as link:
            return headquarters.watched(link, size.facts)


@contextlib.contextmanager
def _services(folder: Path, filled: Path, delay_ms: int) -> Iterator[tuple[Path, Path]]:
    broker, near, pages = free_port(), free_port(), free_port()
    config = write_config(
        folder, broker_port=broker, link_broker_port=near if delay_ms else broker, page_port=pages
    )
    state = folder / "hall"
    shutil.copytree(filled / "hall", state)
    with contextlib.ExitStack() as stack:
        for name, words in (
            ("broker", broker_command(broker, folder / "broker")),
            ("line", module("bench.far_line", str(near), str(broker), str(delay_ms))),
            ("hq", atrium("run", "backoffice", "--config", config, "--state", state)),
        ):
            stack.enter_context(running(words, folder / f"{name}.log"))
        stack.enter_context(controller(config, state))
        Headquarters(state / "backoffice.db").wait_until_there()
        yield config, state


class Headquarters:
    """What headquarters holds, as its database says."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def wait_until_there(self) -> None:
        """Return once the back office has made its database."""
        deadline_s = time.monotonic() + _PATIENCE_S
        while self._held() is None:
            _check(deadline_s, self._database)

    def watched(self, link: Process, facts: int) -> Drained:
        """Return how `facts` came in, from the first that is held to the last."""
        deadline_s = time.monotonic() + _PATIENCE_S
        while not (first := self._held() or 0):
            _check(deadline_s, self._database)
        started_s, before_mb = time.monotonic(), link.rss_mb
        while (held := self._held() or 0) < facts:
            _check(deadline_s, self._database)
        duration_s = time.monotonic() - started_s
        return Drained((held - first) / duration_s, before_mb, link.rss_mb)

    def _held(self) -> int | None:
        try:
            connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)
        except sqlite3.Error:
            return None
        try:
            return int(
                connection.execute("SELECT coalesce(max(upto), 0) FROM cursors").fetchone()[0]
            )
        except sqlite3.Error:
            return None
        finally:
            connection.close()


def _check(deadline_s: float, database: Path) -> None:
    if time.monotonic() > deadline_s:
        raise StuckError(f"{database} does not hold everything after {_PATIENCE_S:.0f} s")
    time.sleep(_LOOK_S)
