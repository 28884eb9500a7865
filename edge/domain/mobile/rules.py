"""What visitors may do on their own page, how often, and until when there is such a page.

- *Ten more minutes*: who waits or was asked to come near keeps the place, and is not called before
  that time; as often as the hall allows for each wait.
- *Leave*: until the service begins.
- *Rate*: once, after the service.
- The page is gone some minutes after the visit has ended.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.domain.booking import BadArgsError
from edge.domain.leg import OVER, LegState
from edge.domain.refusals import (
    AlreadyRatedError,
    NotRatableError,
    NotWaitingError,
    RefusedError,
)
from edge.domain.visit import Leg, Visit

DELAY = "visit.delay"
LEAVE = "visit.leave"
RATE = "visit.rate"

_MINUTE_MS = 60_000
_DELAYABLE = frozenset({LegState.WAITING, LegState.PRECALLED})
_LEAVABLE = _DELAYABLE | {LegState.PARKED, LegState.CALLED}
_DIMENSIONS_MAX = 16
_TEXT_MAX = 64


class UnknownPageError(RefusedError):
    """No visitor's page is there: there never was one, or the visit is over."""

    code = "unknown_page"
    nature = "unknown"


class DelayedEnoughError(RefusedError):
    """The visitor has asked for more time as often as this hall allows."""

    code = "delayed_enough"
    nature = "conflict"


@dataclass(frozen=True)
class MobileRules:
    """A visitor has `delay_min` more minutes, `delays_max` times for each wait.

    The page is gone `gone_after_min` minutes after the visit.
    """

    delay_min: int = 10
    delays_max: int = 2
    gone_after_min: int = 30


@dataclass(frozen=True, slots=True)
class Wished:
    """What a command of headquarters about a visit says. `grades` are `dimension=grade`."""

    visit: str
    grade: int = 0
    grades: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as a command's arguments."""
        said = {"visit": self.visit, "grade": self.grade, "grades": list(self.grades)}
        return json.dumps(said, separators=(",", ":"))


def read_wished(args: str) -> Wished:
    """Return what a command's arguments say. Raises `BadArgsError`."""
    try:
        said = json.loads(args)
    except (ValueError, RecursionError):
        raise BadArgsError("not JSON") from None
    if not isinstance(said, dict) or set(said) != {"visit", "grade", "grades"}:
        raise BadArgsError("a wish has a visit, a grade and grades")
    return Wished(_visit(said), _grade(said), check_grades(said["grades"]))


def _visit(said: Mapping[str, Any]) -> str:
    visit = said["visit"]
    if not isinstance(visit, str) or not 1 <= len(visit) <= _TEXT_MAX:
        raise BadArgsError("not a visit", "visit")
    return visit


def _grade(said: Mapping[str, Any]) -> int:
    grade = said["grade"]
    if not isinstance(grade, int) or isinstance(grade, bool) or not 0 <= grade <= 5:
        raise BadArgsError("a grade is from 1 to 5", "grade")
    return grade


def check_grades(grades: Any) -> tuple[str, ...]:
    """Return `grades`, each `dimension=grade`. Raises `BadArgsError`."""
    if not isinstance(grades, Sequence) or len(grades) > _DIMENSIONS_MAX:
        raise BadArgsError(f"no more than {_DIMENSIONS_MAX} grades", "grades")
    for each in grades:
        name, _, grade = each.partition("=") if isinstance(each, str) else ("", "", "")
        if not 1 <= len(name) <= _TEXT_MAX or grade not in tuple("12345"):
            raise BadArgsError("a grade is of a dimension, from 1 to 5", "grades")
    return tuple(grades)


def gone_at(visit: Visit, rules: MobileRules) -> int | None:
    """Return when (wall ms) the visitor's page is gone; None while the visit goes on."""
    if not visit.legs or visit.state not in OVER:
        return None
    return visit.leg.ended_at + rules.gone_after_min * _MINUTE_MS


def check_delay(leg: Leg, rules: MobileRules) -> None:
    """Raise `NotWaitingError` or `DelayedEnoughError` where nobody may ask for more time."""
    _require(leg, _DELAYABLE)
    if leg.delays >= rules.delays_max:
        raise DelayedEnoughError(f"{leg.ticket} has been put off {leg.delays} times", "visit")


def check_leave(leg: Leg) -> None:
    """Raise `NotWaitingError` where there is nothing left to give up."""
    _require(leg, _LEAVABLE)


def check_rate(visit: Visit) -> None:
    """Raise `NotRatableError` or `AlreadyRatedError` where there is nothing to rate any more."""
    if visit.state is not LegState.FINISHED:
        raise NotRatableError(f"visit {visit.visit!r} is {visit.state.value}", "visit")
    if visit.grade is not None:
        raise AlreadyRatedError(f"visit {visit.visit!r} was rated {visit.grade}", "grade")


def _require(leg: Leg, states: frozenset[LegState]) -> None:
    if leg.state not in states:
        raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit", state=leg.state.value)
