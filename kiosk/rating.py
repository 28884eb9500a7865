"""The dialogue at a touch evaluator, from the question until the thanks: a pure machine."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

# Everything that changes the stage of a rating is in this table. An event that is not listed for a
# stage changes nothing there. Rules besides:
#
# - The hall alone says whom to ask, and for how long. Nobody is asked twice about the same visit.
# - A touch counts for the question it was meant for, and once; the thanks come when it is durable.
# - While the hall is away no stage changes; the screen is quiet.


THANKS_S = 3.0


class Stage(StrEnum):
    """How far a rating has come. Each is one page of the evaluator."""

    IDLE = "idle"
    ASKING = "asking"
    SENDING = "sending"  # touched; the hall has not said yet that it is written
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Rating:
    """What the evaluator at one counter does.

    `question` is new for each visit, `asked` is the visit it is about, also after it is over.
    `wanted` is the visit that the hall wants to be asked about, for `left_s` from when it said so.
    """

    question: str
    stage: Stage = Stage.IDLE
    hall_here: bool = False
    wanted: str = ""
    left_s: float = 0.0
    asked: str = ""
    grade: int = 0


# --- what can happen --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to an evaluator."""


@dataclass(frozen=True, slots=True)
class HallLost(Event):
    """The controller does not answer, or knows no such counter."""


@dataclass(frozen=True, slots=True)
class HallTells(Event):
    """The hall wants the visitor of `visit` asked for `left_s` more seconds; or nobody."""

    visit: str = ""
    left_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Addressed(Event):
    """Something meant for one question: once that is over, it is nobody's business any more."""

    question: str


@dataclass(frozen=True, slots=True)
class FaceTouched(Addressed):
    """The visitor chose a grade, 1 (very dissatisfied) to 5 (very satisfied)."""

    grade: int


@dataclass(frozen=True, slots=True)
class RatingKept(Addressed):
    """The hall has the visitor's grade."""


@dataclass(frozen=True, slots=True)
class RatingRefused(Addressed):
    """The hall does not want this grade: the visit is over for good."""


@dataclass(frozen=True, slots=True)
class TimeOver(Addressed):
    """Nobody has touched it for as long as the hall waits, or the thanks have been read."""


# --- what is to be done -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Send `TimeOver` after that long; forget any earlier timer."""

    question: str
    after_s: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Forget the timer."""


@dataclass(frozen=True, slots=True)
class SendRating:
    """Have the grade of a visit recorded, however long that takes."""

    question: str
    visit: str
    grade: int


Effect = StartTimer | StopTimer | SendRating
Moved = tuple[Rating, tuple[Effect, ...]]

# Besides, the hall may begin a question where none is on its way, or take one back (`_tell`).
TRANSITIONS: dict[tuple[Stage, type[Event]], Stage] = {
    (Stage.ASKING, FaceTouched): Stage.SENDING,
    (Stage.ASKING, TimeOver): Stage.IDLE,
    (Stage.SENDING, RatingKept): Stage.THANKS,
    (Stage.SENDING, RatingRefused): Stage.IDLE,
    (Stage.THANKS, TimeOver): Stage.IDLE,
}


def step(rating: Rating, event: Event, new_id: str) -> Moved:
    """Return the rating after `event`, and what is to be done.

    `new_id` is the id of the next question, should this event begin one.
    """
    if isinstance(event, HallLost):
        return replace(rating, hall_here=False), ()
    if isinstance(event, HallTells):
        return _tell(rating, event, new_id)
    if isinstance(event, Addressed) and event.question != rating.question:
        return rating, ()
    stage = TRANSITIONS.get((rating.stage, type(event)))
    if stage is None:
        return rating, ()
    return _ACTIONS[type(event)](replace(rating, stage=stage), event, new_id)


def _tell(rating: Rating, event: HallTells, new_id: str) -> Moved:
    told = replace(rating, hall_here=True, wanted=event.visit, left_s=event.left_s)
    if told.stage in (Stage.SENDING, Stage.THANKS):
        return told, ()
    if told.stage is Stage.ASKING and not told.wanted:
        return replace(told, stage=Stage.IDLE), (StopTimer(),)
    return _ask_whom_the_hall_wants(told, new_id)


def _ask_whom_the_hall_wants(rating: Rating, new_id: str) -> Moved:
    if rating.wanted in ("", rating.asked):
        return rating, ()
    asking = replace(rating, question=new_id, stage=Stage.ASKING, asked=rating.wanted, grade=0)
    return asking, (StartTimer(new_id, rating.left_s),)


# --- what each event does; the stage has already been changed -----------------------------------


def _send(rating: Rating, event: FaceTouched, _new_id: str) -> Moved:
    sending = replace(rating, grade=event.grade)
    return sending, (StopTimer(), SendRating(rating.question, rating.asked, event.grade))


def _thank(rating: Rating, _event: Event, _new_id: str) -> Moved:
    return rating, (StartTimer(rating.question, THANKS_S),)


def _rest(rating: Rating, _event: Event, new_id: str) -> Moved:
    return _ask_whom_the_hall_wants(rating, new_id)


_ACTIONS: dict[type[Event], Callable[[Rating, Any, str], Moved]] = {
    FaceTouched: _send,
    RatingKept: _thank,
    RatingRefused: _rest,
    TimeOver: _rest,
}
