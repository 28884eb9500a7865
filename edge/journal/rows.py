"""Facts as rows and back: the one place where a fact meets JSON."""

import json
import struct
from collections.abc import Mapping
from typing import Any

from edge.domain.chain import Row, row_hash
from edge.domain.facts import Moment, Recorded, fact_from
from edge.errors import ExpectedError

# Made once: `json.dumps` would make one for every body that is not written in its own style.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class DamagedRowError(ExpectedError):
    """A stored row cannot be read as a fact, or is not what was chained."""


def body_text(body: Mapping[str, Any]) -> str:
    """Return a body as it will be stored and hashed, for ever in these bytes."""
    return _JSON.encode(body)


def row_of(recorded: Recorded, body: str) -> Row:
    """Return the columns of a fact."""
    moment, fact = recorded.moment, recorded.fact
    return Row(
        recorded.seq,
        fact.kind,
        moment.at,
        moment.boot,
        moment.mono,
        moment.clock,
        fact.subject,
        body,
        recorded.sealed,
    )


def hash_of(previous: bytes, row: Row) -> bytes:
    """Return what `chain.row_hash` does. Raises `DamagedRowError` where a column is no value.

    From a damaged page SQLite may read NULL, or another type, whatever the table allows.
    """
    try:
        return row_hash(previous, row)
    except (AttributeError, TypeError, struct.error) as error:
        raise DamagedRowError(f"fact {row.seq}: a column is missing") from error


def recorded_of(row: Row) -> Recorded:
    """Return the fact of a row. Raises `DamagedRowError` naming the seq."""
    try:
        fact = fact_from(row.kind, row.subject, json.loads(row.body))
    except ValueError as error:
        raise DamagedRowError(f"fact {row.seq}: {error}") from error
    moment = Moment(row.at, row.mono, row.boot, row.clock)
    return Recorded(row.seq, moment, fact, row.sealed)
