"""How far an application is: the stages, in both languages, and headquarters' word about one."""

import json
from dataclasses import asdict, dataclass
from typing import NamedTuple

from edge.domain.applications import UnknownApplicationError, UnknownStageError, read_number
from edge.domain.booking import BadArgsError
from edge.domain.now import ApplicationNow

STAGE = "application.stage"

_MILLIS_MAX = 2**48
_NAME_MAX = 64


class Stage(NamedTuple):
    """A stage as visitors are told it."""

    chinese: str
    english: str


STAGES = {
    "accepted": Stage("已受理", "Accepted"),
    "more": Stage("需要补充材料", "More is needed from you"),
    "survey": Stage("现场勘查", "Being surveyed on site"),
    "design": Stage("制定供电方案", "Being designed"),
    "work": Stage("施工中", "Being built"),
    "inspection": Stage("验收中", "Being inspected"),
    "answered": Stage("已答复", "Answered"),
    "done": Stage("已办结", "Done"),
    "rejected": Stage("不予受理", "Not accepted"),
    "withdrawn": Stage("已撤回", "Withdrawn"),
}
"""All stages there are, by the word that headquarters uses for them."""


@dataclass(frozen=True, slots=True)
class Staging:
    """An application has reached a stage, at `reached` (wall ms of headquarters)."""

    application: str
    number: str
    step: str
    reached: int

    def __post_init__(self) -> None:
        """Raise `UnknownStageError`, `BadArgsError` for what no hall could take."""
        if self.step not in STAGES:
            raise UnknownStageError(f"a stage is one of {', '.join(STAGES)}", "step")
        if not isinstance(self.application, str) or not 0 < len(self.application) <= _NAME_MAX:
            raise BadArgsError(f"application: from 1 to {_NAME_MAX} characters", "application")
        if not isinstance(self.number, str) or read_number(self.number) != self.number:
            raise BadArgsError("number: not one that a hall gives out", "number")
        if not isinstance(self.reached, int) or not 0 < self.reached < _MILLIS_MAX:
            raise BadArgsError("reached: whole milliseconds", "reached")

    def text(self) -> str:
        """Return it as a command's arguments."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def stage(self) -> Stage:
        """What visitors are told."""
        return STAGES[self.step]


def read_staging(args: str) -> Staging:
    """Return the staging in a command's arguments. Raises `UnknownStageError`, `BadArgsError`."""
    try:
        return Staging(**json.loads(args))
    except (ValueError, TypeError, RecursionError):
        raise BadArgsError("the arguments are not those of this kind of command", "args") from None


def is_news(staging: Staging, now: ApplicationNow | None) -> bool:
    """Return whether an application gets on by it; what is older than what is known is no news.

    Raises `UnknownApplicationError`.
    """
    if now is None or now.number != staging.number:
        raise UnknownApplicationError("no such application is kept", "application")
    return staging.reached > now.reached
