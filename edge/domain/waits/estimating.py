"""How long a visitor will wait: the hall run ahead, and what comes of it made to hold."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge.domain.queue import Lane
from edge.domain.waits.calibration import Calibration
from edge.domain.waits.compiling import Known, compiled
from edge.domain.waits.floor import Floor
from edge.domain.waits.forward import Draw, waits_s
from edge.domain.waits.telling import Estimate, Unknown
from edge.domain.waits.waits import MODEL

# Calls that are run ahead for one ticket, over all its possible futures: what it may cost. To ask
# the hall's own rules costs four times as much.
_CALLS, _CALLS_RULED = 900, 280
_RUNS_MIN, _RUNS_MAX = 12, 60
_RUNS_RULED_MIN, _RUNS_RULED_MAX = 4, 24
# The calls of a ticket are run ahead in so many slices: each takes its time, and so does whatever
# comes in between.
_SLICES = 3
_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the run ahead says of a wait, in seconds, before it is calibrated."""

    low_s: float
    likely_s: float
    high_s: float


def estimate(
    known: Known, calibration: Calibration, asked: str | Lane, draw: Draw
) -> Estimate | Unknown:
    """Return how long `asked` waits: a visit that waits, or whoever would join a lane now.

    `draw` gives numbers from 0 to 1, chance being no part of the rules.
    """
    return calibrated(ahead(known, asked, draw), calibration)


def ahead(known: Known, asked: str | Lane, draw: Draw) -> Ahead | Unknown:
    """Return what the run ahead says, all at once."""
    said: Ahead | Unknown = Unknown.NOBODY_SERVES_IT
    for each in in_slices(known, asked, draw):
        if each is not None:
            said = each
    return said


def in_slices(known: Known, asked: str | Lane, draw: Draw) -> Iterator[Ahead | Unknown | None]:
    """Do the same in slices: yield None between them, and what all of them say at the end.

    `known` is looked at in the first slice only: the hall may go on between them.
    """
    floor = compiled(known, asked)
    if floor is None:
        yield Unknown.NOBODY_SERVES_IT
        return
    yield None
    runs, found = _runs(floor), []
    at_once = -(-runs // _SLICES)
    for wait_s in waits_s(floor, draw, runs):
        found.append(wait_s)
        if len(found) % at_once == 0:
            yield None
    yield _said(sorted(found))


def calibrated(said: Ahead | Unknown, calibration: Calibration) -> Estimate | Unknown:
    """Return what is to be told where the run ahead says so."""
    if isinstance(said, Unknown):
        return said
    return calibration.stretched(said.low_s, said.likely_s, said.high_s, MODEL)


def _runs(floor: Floor) -> int:
    calls = floor.waiting + len(floor.seats)
    if floor.quick:
        return max(_RUNS_MIN, min(_RUNS_MAX, _CALLS // calls))
    return max(_RUNS_RULED_MIN, min(_RUNS_RULED_MAX, _CALLS_RULED // calls))


def _said(waits: Sequence[float]) -> Ahead | Unknown:
    likely_s = _quantile(waits, _MIDDLE)
    if math.isinf(likely_s):
        return Unknown.NOT_TODAY
    ends = [each for each in waits if not math.isinf(each)]
    return Ahead(_quantile(waits, _LOW), likely_s, min(_quantile(waits, _HIGH), ends[-1]))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which `share` of all are, between two of them where it lies there."""
    at = share * len(ordered) - 0.5
    low = max(0, min(len(ordered) - 1, math.floor(at)))
    high = min(low + 1, len(ordered) - 1)
    if math.isinf(ordered[high]):
        return ordered[high]
    return ordered[low] + (ordered[high] - ordered[low]) * max(0.0, min(1.0, at - low))
