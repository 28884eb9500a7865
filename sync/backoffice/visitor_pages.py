"""What headquarters knows of a visit for its visitor's page: found by the hash of the secret."""

import hmac
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.domain.command import Result
from edge.domain.mobile import Described, Followed, Told
from edge.domain.stages import STAGES
from edge.domain.visit import Visit
from edge.mobile.filled import Form
from edge.mobile.port import Handed
from sync.backoffice.database import open_to_read
from sync.backoffice.projection import restored
from sync.backoffice.store import StoreError
from sync.backoffice.visitor_forms import described_in

_A_DAY_MS = 24 * 60 * 60 * 1000
_IN_LINE_MAX = 500

_PAGE = """
SELECT hall, online, snapshot, begun_at FROM visits JOIN halls USING (hall)
WHERE page = ? AND page <> ''
"""
_DESCRIBED = """
SELECT body FROM facts JOIN cursors USING (hall, epoch)
WHERE hall = ? AND kind = 'HallDescribed' ORDER BY journal DESC, seq DESC LIMIT 1
"""
_IN_LINE = """
SELECT snapshot FROM visits WHERE hall = ? AND begun_at >= ?
AND json_extract(snapshot, '$.legs[#-1].state') = 'waiting'
AND json_extract(snapshot, '$.legs[#-1].service') = ? LIMIT ?
"""
_TOLD = """
SELECT body, at FROM facts WHERE hall = ? AND subject = ? AND kind = 'EstimateTold'
ORDER BY at DESC LIMIT 1
"""
_BOUND = """
SELECT number, step, body FROM facts JOIN applications
ON applications.hall = facts.hall AND application = subject
WHERE facts.hall = ? AND kind = 'ApplicationBound' AND at >= ? ORDER BY seq DESC
"""
_HANDED = """
SELECT number, form, step FROM own_applications JOIN applications USING (hall, application, number)
WHERE hall = ? AND visit = ? ORDER BY handed_at DESC, number DESC
"""
_WISHED = """
SELECT kind, result, detail, issued_at FROM commands WHERE hall = ? AND subject = ? ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class WishLine:
    """A visitor's wish of `kind`; `result` is empty until the hall has said what became of it."""

    kind: str
    result: Result | str
    detail: str
    issued_at: int


@dataclass(frozen=True, slots=True)
class PageLine:
    """A visit, its hall, those who wait for the same service, and the latest wish of each kind."""

    hall: str
    online: bool
    visit: Visit
    described: Described
    others: tuple[Visit, ...]
    told: Told | None
    wishes: tuple[WishLine, ...]
    followed: Followed | None
    forms: tuple[Form, ...] = ()
    handed: tuple[Handed, ...] = ()


class VisitorPages:
    """Used by one thread at a time. Raises `StoreError`."""

    def __init__(self, path: Path) -> None:
        """Open an existing database. Raises `StoreError`."""
        self._connection = open_to_read(path)

    def find(self, page: str) -> PageLine | None:
        """Return what is known of the visit whose secret has the hash `page`; None of none."""
        for hall, online, snapshot, begun_at in self._rows(_PAGE, page):
            visit = restored(snapshot)
            if visit.legs and hmac.compare_digest(visit.page, page):
                return self._line(hall, bool(online), visit, begun_at)
        return None

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def _line(self, hall: str, online: bool, visit: Visit, begun_at: int) -> PageLine:
        since, service = begun_at - _A_DAY_MS, visit.leg.service
        in_line = self._rows(_IN_LINE, hall, since, service, _IN_LINE_MAX)
        wished = [WishLine(*row) for row in self._rows(_WISHED, hall, visit.visit)]
        described, forms = described_in(self._description(hall))
        return PageLine(
            hall,
            online,
            visit,
            described,
            tuple(restored(snapshot) for (snapshot,) in in_line),
            self._told(hall, visit),
            tuple({wish.kind: wish for wish in wished}.values()),
            self._followed(hall, visit.visit, begun_at),
            forms,
            self._handed(hall, visit.visit, forms),
        )

    def _handed(self, hall: str, visit: str, forms: tuple[Form, ...]) -> tuple[Handed, ...]:
        names = {form.id: (form.name, form.name_english) for form in forms}
        rows = self._rows(_HANDED, hall, visit)
        return tuple(
            Handed(number, *names.get(form, (form, form)), *STAGES.get(step, ()))
            for number, form, step in rows
        )

    def _followed(self, hall: str, visit: str, since: int) -> Followed | None:
        for number, step, body in self._rows(_BOUND, hall, since):
            if json.loads(body).get("visit") == visit:
                stage = STAGES.get(step)
                return Followed(number, *(stage or ()))
        return None

    def _description(self, hall: str) -> str:
        for (body,) in self._rows(_DESCRIBED, hall):
            said = json.loads(body)
            return str(said.get("text", "")) if isinstance(said, dict) else ""
        return ""

    def _told(self, hall: str, visit: Visit) -> Told | None:
        for body, at in self._rows(_TOLD, hall, visit.visit):
            said = json.loads(body)
            if said["leg"] == visit.leg.leg:
                return Told(int(said["low_s"]), int(said["high_s"]), at)
        return None

    def _rows(self, question: str, *values: str | int) -> list[Any]:
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error
