"""The store of headquarters in one SQLite file: facts, cursors, visits, issues, dead letters."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from edge.domain.chain import Row
from sync.backoffice import commands_table, documents_table, told, visits_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.inbox import Beginning, Cursor, beginnings
from sync.backoffice.store import Issue, Offered, StoreError
from sync.batch import HashedRow
from sync.envelope import BatchHeader, Bye, Fetch, Hello, LibraryMessage

# A link takes commands once it has compared its journal: first it must have said hello.
_OFFER_AFTER_MS = 1000
_ENDED_KEPT_MS = 30 * 24 * 60 * 60 * 1000
_DEAD_LETTERS_MAX = 1000
_DEAD_LETTER_MAX_BYTES = 64 * 1024

_INSERT_FACT = "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_UPSERT_HALL = """
INSERT INTO halls VALUES (:hall, :epoch, :session, 1, :newest, :at, :at, :versions, :key, :key)
ON CONFLICT DO UPDATE SET epoch = :epoch, session = :session, online = 1, newest = :newest,
    hello_at = :at, heard_at = :at, versions = :versions, shown_key = :key,
    key = iif(key = '', :key, key)
"""

_UPSERT_ISSUE = """
INSERT INTO issues VALUES (:hall, :code, :epoch, :seq, :detail, :at, :at, 1)
ON CONFLICT DO UPDATE SET seq = :seq, detail = :detail, last_at = :at, count = count + 1
"""

_TOLD_FACTS = f"""
SELECT seq, kind, at, boot, mono, clock, subject, body, sealed FROM facts
WHERE hall = ? AND epoch = ? AND kind IN ({", ".join(f"'{kind}'" for kind in told.KINDS)})
ORDER BY seq
"""  # noqa: S608 - our own words


class SqliteStore:
    """A `Store`. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
        self._connection = open_to_write(path)
        if not visits_table.is_current(self._connection):
            with transaction(self._connection):
                visits_table.rebuild(self._connection)

    def greet(self, hello: Hello, at: int) -> Cursor:
        with transaction(self._connection):
            cursor = self.cursor(hello.hall, hello.epoch)
            changed = self._note_change_of_epoch(hello, known=cursor is not None, at=at)
            self._note_change_of_key(hello, at)
            self._connection.execute(
                _UPSERT_HALL,
                {
                    "hall": hello.hall,
                    "epoch": hello.epoch,
                    "session": hello.session,
                    "newest": hello.last,
                    "versions": json.dumps(hello.versions),
                    "key": hello.key,
                    "at": at,
                },
            )
            cursor = cursor or self._begin_journal(hello, at)
            if changed:
                self._tell_anew(hello)
            commands_table.begin_anew(self._connection, hello.hall, at + _OFFER_AFTER_MS)
            commands_table.prune(self._connection, hello.hall, at - _ENDED_KEPT_MS)
            return cursor

    def _begin_journal(self, hello: Hello, at: int) -> Cursor:
        first, base = beginning = self._beginning(hello, at)
        cursor = beginning.cursor
        self._connection.execute(
            "INSERT INTO cursors VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (hello.hall, hello.epoch, first, base, cursor.upto, cursor.head, at),
        )
        return cursor

    def _beginning(self, hello: Hello, at: int) -> Beginning:
        """Return the latest beginning before which nothing is missing here."""
        best, *_earlier = known = beginnings(hello)
        for beginning in known:
            before = beginning.first - 1
            if before == 0 or self._holds(hello.hall, before, beginning.base):
                return beginning
        self._note_what_never_came(hello, at)
        return best

    def _tell_anew(self, hello: Hello) -> None:
        """Have commands, quotas and bookings follow the journal that the hall has now."""
        (first,) = self._connection.execute(
            "SELECT first FROM cursors WHERE hall = ? AND epoch = ?", (hello.hall, hello.epoch)
        ).fetchone()
        told.take_back(self._connection, hello.hall, first)
        known = self._connection.execute(_TOLD_FACTS, (hello.hall, hello.epoch)).fetchall()
        rows = [Row(*columns) for columns in known]
        list(told.fold_told(self._connection, hello.hall, hello.epoch, rows))

    def _note_change_of_key(self, hello: Hello, at: int) -> None:
        found = self._connection.execute(
            "SELECT key FROM halls WHERE hall = ?", (hello.hall,)
        ).fetchone()
        if found is not None and found[0] and hello.key and found[0] != hello.key:
            detail = "what is written for its eyes alone it cannot read; trust it if it is the hall"
            self._keep_issue(Issue(hello.hall, "hall_key_changed", hello.epoch, 0, detail), at)

    def _note_change_of_epoch(self, hello: Hello, known: bool, at: int) -> bool:
        found = self._connection.execute(
            "SELECT epoch FROM halls WHERE hall = ?", (hello.hall,)
        ).fetchone()
        if found is not None and found[0] != hello.epoch:
            code = "old_epoch" if known else "epoch_renewed"
            self._keep_issue(
                Issue(hello.hall, code, hello.epoch, hello.first, f"before: {found[0]}"), at
            )
            return True
        return False

    def _note_what_never_came(self, hello: Hello, at: int) -> None:
        """Report facts before the new epoch that are not held, and that the hall cannot offer.

        How far other epochs reach says nothing: they may be those of another copy of the card.
        """
        before = hello.first - 1
        (held,) = self._connection.execute(
            "SELECT coalesce(max(upto), 0) FROM cursors WHERE hall = ? AND upto < ?",
            (hello.hall, before),
        ).fetchone()
        detail = f"facts {held + 1} to {before} are not held; the hall has them"
        self._keep_issue(Issue(hello.hall, "gap", hello.epoch, held + 1, detail), at)

    def _holds(self, hall: str, seq: int, digest: bytes) -> bool:
        """Return whether this very fact is held, under whichever epoch it came."""
        found = self._connection.execute(
            "SELECT 1 FROM cursors JOIN facts USING (hall, epoch) "
            "WHERE cursors.hall = ? AND facts.seq = ? AND facts.hash = ?",
            (hall, seq, digest),
        ).fetchone()
        return found is not None

    def cursor(self, hall: str, epoch: str) -> Cursor | None:
        found = self._select(
            "SELECT upto, head FROM cursors WHERE hall = ? AND epoch = ?", (hall, epoch)
        )
        return Cursor(*found[0]) if found else None

    def append(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        if not rows:
            return
        journal = (header.hall, header.epoch)
        end = rows[-1]
        with transaction(self._connection):
            news = self._not_held_under_another_epoch(header, rows)
            self._connection.executemany(
                _INSERT_FACT, [(*journal, *row, digest) for row, digest in news]
            )
            self._connection.execute(
                "UPDATE cursors SET upto = ?, head = ? WHERE hall = ? AND epoch = ?",
                (end.row.seq, end.hash, *journal),
            )
            self._connection.execute(
                "UPDATE halls SET online = 1, newest = max(newest, ?), heard_at = ? "
                "WHERE hall = ? AND epoch = ?",
                (max(header.newest, end.row.seq), at, *journal),
            )
            self._fold(header, news, at)
            self._tell(header, rows, at)

    def _not_held_under_another_epoch(
        self, header: BatchHeader, rows: Sequence[HashedRow]
    ) -> Sequence[HashedRow]:
        """Leave out what came under an earlier epoch: the same chain hash is the same fact."""
        held: set[tuple[int, bytes]] = set()
        others = self._connection.execute(
            "SELECT epoch FROM cursors WHERE hall = ? AND epoch <> ? AND upto >= ?",
            (header.hall, header.epoch, rows[0].row.seq),
        )
        for (epoch,) in others.fetchall():
            held |= set(
                self._connection.execute(
                    "SELECT seq, hash FROM facts "
                    "WHERE hall = ? AND epoch = ? AND seq BETWEEN ? AND ?",
                    (header.hall, epoch, rows[0].row.seq, rows[-1].row.seq),
                )
            )
        return [item for item in rows if (item.row.seq, item.hash) not in held] if held else rows

    def _fold(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        columns = [item.row for item in rows]
        for misfit in visits_table.fold_into(self._connection, header.hall, columns):
            self._keep_issue(
                Issue(header.hall, "misfit", header.epoch, misfit.seq, misfit.reason), at
            )

    def _tell(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        # Also what came under an earlier epoch: its being in this journal is the news.
        present = self._connection.execute(
            "SELECT 1 FROM halls WHERE hall = ? AND epoch = ?", (header.hall, header.epoch)
        ).fetchone()
        if present is not None:
            columns = [item.row for item in rows]
            issues = told.fold_told(self._connection, header.hall, header.epoch, columns)
            for issue in issues:
                self._keep_issue(issue, at)

    def offer(self, at: int) -> list[Offered]:
        with transaction(self._connection):
            offered = list(commands_table.offer(self._connection, at))
            for each in offered:
                if each.unanswered:
                    detail = "offered again and again to a hall that is there"
                    self._keep_issue(
                        Issue(each.hall, "command_unanswered", "", each.number, detail), at
                    )
            return offered

    def next_offer_at(self, at: int) -> int | None:
        with self._reading():
            return commands_table.next_offer_at(self._connection, at)

    def library(self, hall: str) -> LibraryMessage | None:
        with self._reading():
            return documents_table.signed(self._connection, hall)

    def announce(self) -> list[LibraryMessage]:
        with transaction(self._connection):
            return documents_table.announce(self._connection)

    def piece(self, fetch: Fetch) -> bytes:
        with self._reading():
            return documents_table.piece(self._connection, fetch)

    def farewell(self, bye: Bye, at: int) -> None:
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE halls SET online = 0, heard_at = ? WHERE hall = ? AND session = ?",
                (at, bye.hall, bye.session),
            )

    def report(self, issue: Issue, at: int) -> None:
        with transaction(self._connection):
            self._keep_issue(issue, at)

    def _keep_issue(self, issue: Issue, at: int) -> None:
        self._connection.execute(
            _UPSERT_ISSUE,
            {
                "hall": issue.hall,
                "code": issue.code,
                "epoch": issue.epoch,
                "seq": issue.seq,
                "detail": issue.detail,
                "at": at,
            },
        )

    def bury(self, topic: str, payload: bytes, reason: str, at: int) -> None:
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO dead_letters VALUES (NULL, ?, ?, ?, ?, ?)",
                (at, topic, reason, len(payload), payload[:_DEAD_LETTER_MAX_BYTES]),
            )
            self._connection.execute(
                "DELETE FROM dead_letters WHERE letter <= "
                "(SELECT max(letter) FROM dead_letters) - ?",
                (_DEAD_LETTERS_MAX,),
            )

    def journals(self) -> list[tuple[str, str, Cursor]]:
        found = self._select(
            "SELECT hall, epoch, upto, head FROM halls JOIN cursors USING (hall, epoch)"
        )
        return [(hall, epoch, Cursor(upto, head)) for hall, epoch, upto, head in found]

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def _select(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        with self._reading():
            return self._connection.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error
