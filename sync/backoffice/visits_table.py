"""The table of visits: derived from the facts, in the same transaction, and rebuilt from them."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from edge.domain.chain import Row
from sync.backoffice.projection import (
    VERSION,
    Misfit,
    begun_at,
    project,
    restored,
    snapshot,
    visits_in,
)

_CHUNK_ROWS = 5000

_UPSERT = """
INSERT INTO visits (hall, visit, begun_at, snapshot, page) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET begun_at = excluded.begun_at, snapshot = excluded.snapshot,
    page = excluded.page
"""

_FACTS_IN_ORDER = """
SELECT hall, seq, kind, at, boot, mono, clock, subject, body, sealed
FROM cursors JOIN facts USING (hall, epoch) ORDER BY journal, seq
"""


def fold_into(connection: sqlite3.Connection, hall: str, rows: Sequence[Row]) -> list[Misfit]:
    """Fold new facts of a hall into its visits; return those that did not fit."""
    wanted = json.dumps(sorted(visits_in(rows)))
    found = connection.execute(
        "SELECT visit, snapshot FROM visits WHERE hall = ? "
        "AND visit IN (SELECT value FROM json_each(?))",
        (hall, wanted),
    )
    projected = project({visit: restored(text) for visit, text in found}, rows)
    connection.executemany(
        _UPSERT,
        [
            (hall, name, begun_at(visit), snapshot(visit), visit.page)
            for name, visit in projected.visits.items()
        ],
    )
    return projected.misfits


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether the visits were folded as this version folds them."""
    found = connection.execute("SELECT version FROM projections WHERE name = 'visits'").fetchone()
    return bool(found == (VERSION,))


def rebuild(connection: sqlite3.Connection) -> None:
    """Fold all visits anew from all facts. Runs inside the caller's transaction."""
    connection.execute("DELETE FROM visits")
    for hall, rows in _stretches(connection.execute(_FACTS_IN_ORDER)):
        fold_into(connection, hall, rows)
    connection.execute("INSERT OR REPLACE INTO projections VALUES ('visits', ?)", (VERSION,))


def _stretches(found: sqlite3.Cursor) -> Iterable[tuple[str, list[Row]]]:
    while chunk := found.fetchmany(_CHUNK_ROWS):
        by_hall: dict[str, list[Row]] = {}
        for hall, *columns in chunk:
            by_hall.setdefault(hall, []).append(Row(*columns))
        yield from by_hall.items()
