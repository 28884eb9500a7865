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
class DocumentAttached(Fact):
    """There is a picture of a page of a document now. Subject: application.

    It lies in the hall as the blob `hash` of `size` bytes, sealed under the application's key.
    """

    document: str
    page: int
    hash: str
    size: int
    media: str
    at: str


@dataclass(frozen=True, slots=True)
class DocumentDetached(Fact):
    """There is no picture of that page any more. Subject: application."""

    document: str
    page: int


@dataclass(frozen=True, slots=True)
class MissingListPrinted(Fact):
    """Somebody was told at once all that is missing (一次性告知). Subject: application.

    `fields` are the questions without a right answer; `outcome` is what became of the paper:
    `printed`, `no_printer`, `uncertain`.
    """

    fields: Sequence[str]
    documents: Sequence[str]
    at: str
    outcome: str


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
class ApplicationNumbered(Fact):
    """What a visitor handed in at headquarters, on a telephone, can be followed here by `number`.

    Nothing of it is in the hall. It is known until `until` (wall ms). Subject: application.
    """

    form: str
    number: str
    until: int


@dataclass(frozen=True, slots=True)
class ApplicationBound(Fact):
    """The ticket of `visit` is about this application: whoever calls it sees the form."""

    visit: str


@dataclass(frozen=True, slots=True)
class ApplicationStaged(Fact):
    """Headquarters says how far an application is, as visitors are told it in both languages.

    `step` is the word of `edge/domain/stages.py`; `reached` is headquarters' wall ms.
    """

    number: str
    stage: str
    stage_english: str
    reached: int
    details: Sequence[str] = field(default_factory=list)
    step: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationForgotten(Fact):
    """An application is kept no more: `expired`, or `withdrawn`. Its key is deleted.

    `by` is the clerk who did it for the visitor.
    """

    reason: str
    by: str = ""
