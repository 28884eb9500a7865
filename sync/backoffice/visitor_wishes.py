"""What visitors wish on their own pages, as signed commands to their halls; and what they write.

What is written stays here, for `WORDS_KEPT_DAYS`, and goes to no hall.
"""

import hashlib
from pathlib import Path

from edge.domain.command import Command
from edge.domain.mobile import DELAY, LEAVE, RATE, Wished
from sync.backoffice import commands_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.signing import Signer

WORDS_KEPT_DAYS = 90

_MINUTE_MS = 60_000
_DAY_MS = 24 * 60 * _MINUTE_MS
# How long a wish still means something that reaches its hall late.
_GOOD_FOR_MS = {DELAY: 10 * _MINUTE_MS, LEAVE: 4 * 60 * _MINUTE_MS, RATE: 12 * 60 * _MINUTE_MS}


class VisitorWishes:
    """Used by one thread at a time; other processes may use the same file."""

    def __init__(self, path: Path, signer: Signer) -> None:
        """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
        self._connection = open_to_write(path)
        self._signer = signer

    def ask(self, hall: str, kind: str, wished: Wished, key: str, now: int) -> None:
        """Have `hall` asked for a wish; the same `key` again is the same wish. `StoreError`."""
        name = _name(hall, kind, wished.visit, key)
        expires = now + _GOOD_FOR_MS[kind]
        command = Command(hall, name, kind, "idempotent", "", now, expires, wished.text())
        with transaction(self._connection):
            if not self._is_known(name):
                payload = self._signer.signed(command)
                commands_table.add(self._connection, command, wished.visit, payload)

    def keep_words(self, hall: str, visit: str, words: str, now: int) -> None:
        """Keep what a visitor wrote, in place of what they wrote before. Raises `StoreError`."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO visitor_words VALUES (?, ?, ?, ?)",
                (hall, visit, now, words),
            )

    def prune(self, now: int) -> None:
        """Delete the words that are kept no more at `now` (wall ms). Raises `StoreError`."""
        with transaction(self._connection):
            self._connection.execute(
                "DELETE FROM visitor_words WHERE at < ?", (now - WORDS_KEPT_DAYS * _DAY_MS,)
            )

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def _is_known(self, name: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM commands WHERE command = ?", (name,))
        return found.fetchone() is not None


def _name(hall: str, kind: str, visit: str, key: str) -> str:
    said = "\n".join((hall, kind, visit, key))
    return f"C-{hashlib.sha256(said.encode()).hexdigest()[:20]}"
