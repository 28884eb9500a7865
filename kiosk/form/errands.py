"""What a stay at a form screen wants of the hall. Asked twice, each is done once."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Errand:
    """Something for the stay with that id."""

    stay: str


@dataclass(frozen=True, slots=True)
class Over(Errand):
    """Ask for nothing more: the stay is over. Comes last of all that it wants."""


@dataclass(frozen=True, slots=True)
class FetchForms(Errand):
    """Ask which forms there are."""


@dataclass(frozen=True, slots=True)
class Greet(Errand):
    """Ask who has shown a document, and what of it answers questions."""

    visit: str


@dataclass(frozen=True, slots=True)
class Abandon(Errand):
    """Tell the hall that somebody who was identified has left without a ticket."""

    visit: str


@dataclass(frozen=True, slots=True)
class Resume(Errand):
    """Ask for the form of a code."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keep(Errand):
    """Have a form kept as it is filled in now; without `application` it is a new one.

    However often it is asked under this `key`, it is kept once.
    """

    key: str
    form: str
    application: str
    answers: Mapping[str, str] = field(repr=False)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attach(Errand):
    """Have a picture kept as that page of a document; `picture` is what the server calls it."""

    application: str
    document: str
    page: int
    picture: str


@dataclass(frozen=True, slots=True)
class Detach(Errand):
    """Have the picture of a page thrown away."""

    application: str
    document: str
    page: int


@dataclass(frozen=True, slots=True)
class HandIn(Errand):
    """Have a form handed in. An application has one number, however often it is asked."""

    application: str
    signature: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bind(Errand):
    """Have the hall note that the ticket of `visit` is about an application."""

    application: str
    visit: str


@dataclass(frozen=True, slots=True)
class Print(Errand):
    """Have everything that is missing printed. Under one `key` it is printed once."""

    key: str
    application: str
