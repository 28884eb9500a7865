"""Forms that visitors hand in from their own pages: headquarters' applications from the beginning.

Which forms there are the hall has said. It is told the number, so that it can be followed there,
and nothing of what was filled in: that is a letter to headquarters itself, as those that come from
halls, and kept for `LETTERS_KEPT_DAYS`.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from edge.config import ConfigError, check_table
from edge.domain.applications import application_about
from edge.domain.command import Command
from edge.domain.forms import Answers
from edge.domain.mobile import BadDescriptionError, Described, on_telephone, read_described
from edge.domain.numbered import NUMBER, Numbered
from edge.mobile.filled import Form, form_mistakes
from edge.mobile.port import NotNowError
from sync.backoffice import commands_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.numbering import next_number
from sync.backoffice.signing import Signer

OF_A_VISIT_MAX = 5
LETTERS_KEPT_DAYS = 180

_DAY_MS = 24 * 60 * 60 * 1000
_GOOD_FOR_MS = 30 * _DAY_MS


class VisitorForms:
    """Used by one thread at a time; other processes may use the same file."""

    def __init__(self, path: Path, signer: Signer) -> None:
        """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
        self._connection = open_to_write(path)
        self._signer = signer

    def hand_in(
        self, hall: str, visit: str, form: str, answers: Answers, key: str, now: int
    ) -> str:
        """Keep what was filled in at `now` (wall ms), and have the hall told; return its number.

        The same `key` again has the same number. Raises `NotNowError` `enough`, `StoreError`.
        """
        application = _name(hall, visit, form, key)
        with transaction(self._connection):
            known = self._one(
                "SELECT number FROM own_applications WHERE application = ?", application
            )
            if known:
                return str(known)
            self._require_room(hall, visit)
            number = next_number(self._connection, hall, now)
            letter = self._letter(hall, application, form, answers)
            self._keep(hall, application, form, number, now)
            self._connection.execute(
                "INSERT INTO own_applications VALUES (?, ?, ?, ?, ?)",
                (application, hall, visit, number, letter),
            )
            self._tell(hall, Numbered(application, form, number), now)
        return number

    def prune(self, now: int) -> None:
        """Delete the letters that are kept no more at `now` (wall ms). Raises `StoreError`."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE own_applications SET letter = NULL WHERE letter IS NOT NULL "
                "AND application IN (SELECT application FROM applications WHERE handed_at < ?)",
                (now - LETTERS_KEPT_DAYS * _DAY_MS,),
            )

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def _keep(self, hall: str, application: str, form: str, number: str, now: int) -> None:
        self._connection.execute(
            "INSERT INTO applications VALUES (?, ?, ?, ?, ?, '[]', 0, '', 0, '', 0, 0, 0)",
            (hall, application, number, form, now),
        )

    def _require_room(self, hall: str, visit: str) -> None:
        question = "SELECT count(*) FROM own_applications WHERE hall = ? AND visit = ?"
        if self._one(question, hall, visit) >= OF_A_VISIT_MAX:
            raise NotNowError("enough")

    def _tell(self, hall: str, numbered: Numbered, now: int) -> None:
        name = f"C-{self._signer.random_bytes(10).hex()}"
        until = now + _GOOD_FOR_MS
        command = Command(hall, name, NUMBER, "idempotent", "", now, until, numbered.text())
        payload = self._signer.signed(command)
        commands_table.add(self._connection, command, numbered.application, payload)

    def _letter(self, hall: str, application: str, form: str, answers: Answers) -> bytes:
        said = {"form": form, "answers": dict(answers), "signature": "", "pages": []}
        words = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return self._signer.own_letter(application_about(hall, application), words)

    def _one(self, question: str, *values: str) -> Any:
        row = self._connection.execute(question, values).fetchone()
        return row[0] if row else None


def described_in(text: str) -> tuple[Described, tuple[Form, ...]]:
    """Return what a hall has said of itself, and those of its forms that can be used."""
    try:
        described = read_described(text)
    except BadDescriptionError:
        return Described(), ()  # nobody has said, or not so that it can be read: ids must do
    return described, forms_in(text)


@lru_cache(maxsize=256)
def forms_in(text: str) -> tuple[Form, ...]:
    """Return the forms in a readable description that can be used here."""
    read = (_form(table) for table in read_described(text).forms)
    return tuple(form for form in read if form is not None)


def _form(table: Mapping[str, Any]) -> Form | None:
    try:
        form = check_table(table, Form, "form")
    except ConfigError:
        return None  # a hall of another version: its other forms can be used
    return form if on_telephone(form) and not form_mistakes(form) else None


def _name(hall: str, visit: str, form: str, key: str) -> str:
    said = "\n".join((hall, visit, form, key))
    return f"HQ-{hashlib.sha256(said.encode()).hexdigest()[:20]}"
