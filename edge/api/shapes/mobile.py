"""Shapes of a visitor's own page: what stands there, and what a visitor may wish."""

from typing import Annotated

from pydantic import Field

from edge.api.shapes.base import Answer, OneGrade, Request

PageHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class MobileDimension(Answer):
    """Something that is rated by itself."""

    id: str
    name: str
    name_english: str


class MobileVisit(Answer):
    """A visit as its visitor sees it. Times are wall ms, or 0.

    `ahead` is how many go first, null where nobody waits. `low_min` to `high_min` is what is left
    of the wait that was told at `told_at`. It was put off until `not_before`.
    """

    ticket: str
    state: str
    hall: str
    hall_english: str
    service: str
    service_english: str
    zone: str
    zone_english: str
    counter: str
    counter_english: str
    place: str
    place_english: str
    ahead: int | None
    low_min: int | None
    high_min: int | None
    told_at: int
    not_before: int
    delay_min: int
    delays_left: int
    may_delay: bool
    may_leave: bool
    may_rate: bool
    grade: int | None
    dimensions: list[MobileDimension]
    gone_after_min: int
    application: str
    stage: str
    stage_english: str


class MobileRating(Request):
    """A grade from 1 to 5; `grades` are of dimensions, such as `speed=4`; `words` are sealed."""

    grade: Annotated[int, Field(ge=1, le=5)]
    grades: Annotated[list[OneGrade], Field(max_length=16)] = Field(default_factory=list)
    words: Annotated[str, Field(max_length=500, repr=False)] = ""


class MobileDone(Answer):
    """What the visitor wished has been done; the visit is in `state` now."""

    state: str
    seq: int
