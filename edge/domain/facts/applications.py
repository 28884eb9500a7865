"""Facts of applications: forms that visitors fill in. What they answer is in the sealed part."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ApplicationSaved(Fact):
    """A form was kept as far as it was filled in, until `until` (wall ms). Subject: application.

    `documents` are those that were seen; `at` is the screen or the counter. The answers are in the
    sealed part, under the application's own key.
    """

    form: str
    answered: int
    documents: Sequence[str]
    at: str
    until: int


@dataclass(frozen=True, slots=True)
class ApplicationHandedIn(Fact):
    """A form is complete and handed in; `number` is what the visitor follows it by.

    The sealed part is a letter for headquarters alone, empty where the hall knows of none.
    """

    form: str
    number: str
    documents: Sequence[str]
    signed: bool
    until: int


@dataclass(frozen=True, slots=True)
class ApplicationBound(Fact):
    """The ticket of `visit` is about this application: whoever calls it sees the form."""

    visit: str


@dataclass(frozen=True, slots=True)
class ApplicationStaged(Fact):
    """Headquarters says how far an application is: `stage` is its word, with English beside."""

    number: str
    stage: str
    stage_english: str
    reached: int
    details: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ApplicationForgotten(Fact):
    """An application is kept no more: `expired`, or `withdrawn`. Its key is deleted."""

    reason: str
