"""Applications at headquarters: what was handed in, read, and told how far it is.

An application is known by the fact that it was handed in at a hall, or it came from a visitor's own
page. What the visitor wrote is in a letter, which nobody without headquarters' secret can open.
That an application has reached a stage is one transaction: it is kept, and a signed command tells
the hall, where it is the hall's.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edge.domain.applications import application_about
from edge.domain.command import Command
from edge.domain.letters import UnreadableLetterError
from edge.domain.numbered import NUMBER
from edge.domain.stages import STAGE, Staging
from edge.errors import ExpectedError
from sync.backoffice import commands_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.signing import Signer

_KEPT_MS = 30 * 24 * 60 * 60 * 1000
LINE = (
    "hall, application, number, form, handed_at, documents, signed, step, reached, told_step, "
    "kept, application IN (SELECT application FROM own_applications)"
)
_LETTER = """
SELECT letter FROM own_applications WHERE application = ?
UNION ALL SELECT * FROM (
    SELECT sealed FROM facts WHERE hall = ? AND subject = ? AND kind = 'ApplicationHandedIn'
    ORDER BY seq DESC LIMIT 1
) LIMIT 1
"""

_TELLING = """
SELECT 1 FROM commands WHERE hall = ? AND subject = ? AND kind = ? AND result = ''
"""


class NotAnApplicationError(ExpectedError):
    """What headquarters cannot find, read or say of an application, and why."""


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application, without what it says. Times are wall ms.

    `step` is the stage that headquarters last said; `told` once the hall knows of it. `kept` while
    the hall keeps it: later nobody there can follow it. `own` came from a visitor's page: the hall
    knows its number, form and stage alone.
    """

    hall: str
    application: str
    number: str
    form: str
    handed_at: int
    documents: list[str]
    signed: bool
    step: str
    reached: int
    told: bool
    kept: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody applied for, in their own words. Nothing of it is for a log."""

    line: ApplicationLine
    answers: dict[str, str] = field(repr=False)
    signature: str = field(repr=False)
    pages: list[dict[str, Any]]


class ApplicationDesk:
    """Reads applications and says how far they are. Used by one thread at a time."""

    def __init__(self, path: Path, signer: Signer) -> None:
        """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
        self._connection = open_to_write(path)
        self._signer = signer

    def applications(
        self, hall: str = "", step: str = "", limit: int = 50
    ) -> list[ApplicationLine]:
        """Return the latest applications of a hall, or of all, newest first.

        `step` chooses those at a stage; `new` those of which headquarters has said nothing yet.
        """
        wanted = "" if step == "new" else step
        found = self._connection.execute(
            f"SELECT {LINE} FROM applications WHERE :hall IN ('', hall) "  # noqa: S608 - our own
            "AND (:step = '' OR step = :wanted) ORDER BY handed_at DESC, number DESC LIMIT :limit",
            {"hall": hall, "step": step, "wanted": wanted, "limit": limit},
        )
        return [application_line(*row) for row in found]

    def read(self, hall: str, number: str) -> Opened:
        """Return what an application says. Raises `NotAnApplicationError`."""
        line = self._line(hall, number)
        named = line.application, hall, line.application
        found = self._connection.execute(_LETTER, named).fetchone()
        if found is None or found[0] is None:
            why = "its letter is kept no more" if line.own else "the hall sent no letter with it"
            raise NotAnApplicationError(f"{number}: {why}")
        about = application_about(hall, line.application)
        try:
            said = json.loads(self._signer.opened(about, found[0]))
        except (UnreadableLetterError, ValueError):
            raise NotAnApplicationError(
                f"{number}: the letter was written for another key of headquarters"
            ) from None
        return Opened(line, said["answers"], said["signature"], said.get("pages", []))

    def stage(self, hall: str, number: str, step: str, now: int) -> ApplicationLine:
        """Have an application have reached a stage; the hall is told, if it still keeps it.

        Raises `NotAnApplicationError`, `RefusedError` for a stage there is not, `StoreError`. Safe
        to repeat.
        """
        with transaction(self._connection):
            line = self._line(hall, number)
            reached = max(now, line.reached + 1)
            staging = Staging(line.application, line.number, step, reached)
            if line.step != step:
                self._keep(hall, staging)
                if line.kept or self._is_being_told(hall, line.application):
                    self._send(hall, staging, now)
        return self._line(hall, number)

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def _line(self, hall: str, number: str) -> ApplicationLine:
        found = self._connection.execute(
            f"SELECT {LINE} FROM applications WHERE hall = ? AND number = ?",  # noqa: S608
            (hall, number),
        ).fetchone()
        if found is None:
            raise NotAnApplicationError(f"no application {number} from {hall}")
        return application_line(*found)

    def _keep(self, hall: str, staging: Staging) -> None:
        self._connection.execute(
            "UPDATE applications SET step = ?, reached = ? WHERE hall = ? AND application = ?",
            (staging.step, staging.reached, hall, staging.application),
        )

    def _is_being_told(self, hall: str, application: str) -> bool:
        # What comes after it, reaches the hall after it.
        found = self._connection.execute(_TELLING, (hall, application, NUMBER))
        return found.fetchone() is not None

    def _send(self, hall: str, staging: Staging, now: int) -> None:
        name = f"C-{self._signer.random_bytes(10).hex()}"
        until = now + _KEPT_MS
        command = Command(hall, name, STAGE, "idempotent", "", now, until, staging.text())
        payload = self._signer.signed(command)
        commands_table.add(self._connection, command, staging.application, payload)


def application_line(*columns: Any) -> ApplicationLine:
    """Return the application that stands in the columns `LINE` of a row."""
    hall, application, number, form, handed_at, documents, signed, *further = columns
    step, reached, told, kept, own = further
    return ApplicationLine(
        hall=hall,
        application=application,
        number=number,
        form=form,
        handed_at=handed_at,
        documents=json.loads(documents),
        signed=bool(signed),
        step=step,
        reached=reached,
        told=bool(step) and told == step,
        kept=bool(kept),
        own=bool(own),
    )
