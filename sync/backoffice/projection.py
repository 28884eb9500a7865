"""Visits as headquarters shows them: folded from facts by the controller's own function. Pure."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from edge.domain.chain import Row
from edge.domain.facts import Moment, Recorded, UnknownFactError, fact_from
from edge.domain.leg import IllegalMoveError
from edge.domain.visit import VISIT_FACTS, UnknownVisitError, Visit, as_json, evolve, from_json

VERSION = 3
"""Raised whenever the same facts would be stored as other visits: they are then folded anew."""


class Misfit(NamedTuple):
    """A fact that cannot follow what is known of its visit; it is kept, the visit stays."""

    seq: int
    reason: str


class Projected(NamedTuple):
    """Visits that facts have changed, and the facts that did not fit."""

    visits: dict[str, Visit]
    misfits: list[Misfit]


def visits_in(rows: Iterable[Row]) -> set[str]:
    """Return the visits that `rows` are about."""
    return {row.subject for row in rows if row.kind in VISIT_FACTS}


def project(known: Mapping[str, Visit], rows: Iterable[Row]) -> Projected:
    """Fold `rows` into the visits that they are about, beginning with `known`."""
    changed: dict[str, Visit] = {}
    misfits = []
    for row in rows:
        if row.kind not in VISIT_FACTS:
            continue
        try:
            visit = evolve(changed.get(row.subject) or known.get(row.subject), recorded(row))
        except (UnknownFactError, UnknownVisitError, IllegalMoveError) as error:
            misfits.append(Misfit(row.seq, str(error)))
        else:
            if visit is not None:
                changed[row.subject] = visit
    return Projected(changed, misfits)


def begun_at(visit: Visit) -> int:
    """Return when a visit began: at the reader, or with its first number. Wall milliseconds."""
    return visit.identified_at or (visit.legs[0].reserved_at if visit.legs else 0)


def snapshot(visit: Visit) -> str:
    """Return a visit as text, for a store."""
    return json.dumps(as_json(visit), ensure_ascii=False, separators=(",", ":"))


def restored(text: str) -> Visit:
    """Return the visit that `snapshot` wrote."""
    return from_json(json.loads(text))


def _check_plain(kind: str, name: str, value: object) -> None:
    """Refuse what no visit is made of: a hall that has gone wrong must not stop the others."""
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str | int):
            raise UnknownFactError(
                f"{name} of {kind} is neither text nor a number, nor such a list"
            )
        try:
            str(each).encode()
        except UnicodeEncodeError:
            raise UnknownFactError(f"{name} of {kind} holds half a character") from None


def recorded(row: Row) -> Recorded:
    """Return the fact of a row. Raises `UnknownFactError` for one that no hall in order sends."""
    try:
        body = json.loads(row.body)
    except (ValueError, RecursionError):
        raise UnknownFactError(f"the body of {row.kind} is not JSON") from None
    if not isinstance(body, dict):
        raise UnknownFactError(f"the body of {row.kind} is not an object")
    for name, value in body.items():
        _check_plain(row.kind, name, value)
    moment = Moment(row.at, row.mono, row.boot, row.clock)
    return Recorded(row.seq, moment, fact_from(row.kind, row.subject, body), row.sealed)
