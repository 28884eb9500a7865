"""Shapes of what visitors do: tickets, greetings, ratings, and a visit as it stands."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, OneGrade, Request

DeliveryAsked = Literal["none", "paper", "screen"]


class NewVisit(Request):
    """A visitor who wants a service.

    `then` are services that follow in the same visit, `together` at one counter if possible.
    `visit` continues the visit of somebody who was identified at a reader. `priority` is the id
    of a priority group or its level.
    """

    service: Identifier
    priority: Identifier | Annotated[int, Field(ge=0, le=9)] | None = None
    delivery: DeliveryAsked = "none"
    visit: Identifier | None = None
    approach_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 0
    then: Annotated[list[Identifier], Field(max_length=4)] = Field(default_factory=list)
    together: bool = False


class CheckIn(Request):
    """Somebody with an appointment, at `screen`.

    `code` is what they show, typed or scanned; without one, `visit` is the visit that began with
    their card.
    """

    screen: Identifier
    code: Annotated[str, Field(min_length=1, max_length=2048)] | None = None
    visit: Identifier | None = None
    delivery: DeliveryAsked = "none"


class TypedNumber(Request):
    """A number that a visitor typed at a screen in place of a card: of which `kind` it is."""

    screen: Identifier
    kind: Literal["identity", "account", "phone"] = "identity"
    number: Annotated[str, Field(min_length=1, max_length=32, repr=False)]


class Identified(Answer):
    """A visit that began with a person who was identified."""

    visit: str


class Wait(Answer):
    """How long it may take until the call, in whole minutes, as people are told.

    `low_min` 0 is "less than `high_min`", `high_min` None "more than `low_min`"; both None where
    nothing can be said, for the reason `why`: `nobody_serves_it`, `not_today`.
    """

    low_min: int | None
    high_min: int | None
    why: str = ""


class ServiceNow(Answer):
    """How it stands with a service for somebody who would take a ticket now.

    `closed` is the code of what stands against a ticket, empty where nothing does; `opens_at` says
    when that is over (local time, ISO 8601), where anybody knows. `wait` is None while closed.
    """

    service: str
    waiting: int
    wait: Wait | None
    closed: str
    opens_at: str | None


class Ticket(Answer):
    """A ticket that was issued: how many are ahead of it, and how it reached the visitor.

    `delivery` is `none`, `paper`, `screen` or `uncertain`; `reason` says why it is not the one
    asked for, such as `paper_out`. `seq` is the fact that made it callable.
    """

    visit: str
    ticket: str
    ahead: int
    seq: int
    service: str
    delivery: str = "none"
    reason: str = ""
    qr: str = ""
    issued_at: int = 0
    wait: Wait | None = None


class Expected(Answer):
    """An appointment of a person who is here; `shown` is how: `qr` or `card`.

    `service` and `due` (wall ms) are empty where their code cannot be trusted.
    """

    shown: str
    service: str
    due: int


class Greeting(Answer):
    """What a screen may say to the person who was just identified. The name is masked.

    `echo` is the account or mobile number that they typed, masked too. `appointment` is theirs,
    where they have shown its code or their card has found it.
    """

    visit: str
    name: str
    document: str
    age_band: str
    echo: str = ""
    appointment: Expected | None = None


class Shown(Answer):
    """What somebody has just shown beside a screen, for a form there: nothing of it is masked.

    A code that was scanned is the `ticket` of a visit, the `code` of a form that was kept, the
    number of an `application`, or none of these. `account` is theirs where they have only one.
    """

    visit: str
    document: str
    name: str = Field(repr=False)
    number: str = Field(repr=False)
    address: str = Field(repr=False)
    account: str = Field(repr=False)
    ticket: str = ""
    code: str = Field(default="", repr=False)
    application: str = ""


class Leg(Answer):
    """One stretch of a visit. Times are wall-clock milliseconds, 0 where it has not happened."""

    leg: int
    service: str
    ticket: str
    state: str
    priority: int
    counter: str = ""
    staff: str = ""
    calls: int = 0
    delivery: str = ""
    reserved_at: int = 0
    issued_at: int = 0
    called_at: int = 0
    started_at: int = 0
    ended_at: int = 0


class Visit(Answer):
    """A visit of this business day; what is said of a leg is said of its latest.

    `segments` are its groups, `missing` the names of documents that are not there, `notes` how many
    were written, `then` the services that follow.
    """

    visit: str
    ticket: str
    state: str
    service: str
    counter: str
    grade: int | None
    identified: bool
    seq: int
    legs: list[Leg]
    segments: list[str] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    notes: int = 0
    then: list[str] = Field(default_factory=list)


class VisitWait(Answer):
    """How long a visitor who waits may still have to."""

    visit: str
    ticket: str
    wait: Wait


class NewRating(Request):
    """A visitor's grade: 1 (very dissatisfied) to 5 (very satisfied).

    `grades` are of dimensions that the hall asks for, such as `speed=4`; `words` are the visitor's
    own, and kept sealed.
    """

    grade: Annotated[int, Field(ge=1, le=5)]
    source: Literal["screen", "api"] = "api"
    grades: Annotated[list[OneGrade], Field(max_length=16)] = Field(default_factory=list)
    words: Annotated[str, Field(max_length=500, repr=False)] = ""


class Rating(Answer):
    """A grade that was recorded."""

    visit: str
    grade: int
    seq: int


class Abandoned(Answer):
    """An identified visit that ended without a ticket."""

    visit: str
    seq: int
