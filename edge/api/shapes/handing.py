"""Shapes of handing visitors elsewhere, and of the queue as clerks and receptionists see it."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request
from edge.api.shapes.persons import NoteText

Reason = Annotated[str, Field(min_length=1, max_length=64)]
OneOfTheReasons = Annotated[str, Field(max_length=64)]  # an id of `GET /v1/reasons`; empty: none
Minutes = Annotated[int, Field(ge=0, le=480)]
Priority = Identifier | Annotated[int, Field(ge=0, le=9)] | None


class Finish(Request):
    """How a service ended: an `outcome` that the hall lists, and what was really delivered."""

    visit: Identifier | None = None
    outcome: OneOfTheReasons = ""
    delivered: Annotated[list[Identifier], Field(max_length=10)] = Field(default_factory=list)


class CallChosen(Request):
    """A ticket to be called past the rules, and why."""

    visit: Identifier
    reason: Reason


class OfVisit(Request):
    """The visit that is meant."""

    visit: Identifier


class SendBack(Request):
    """Whoever is at the counter waits again: behind `places` others, not before `minutes`."""

    visit: Identifier | None = None
    minutes: Minutes = 0
    places: Annotated[int, Field(ge=0, le=100)] = 0
    reason: Literal["asked", "absent", "fetching"] = "asked"


class Park(Request):
    """Whoever is at the counter is put aside; the clerk is reminded after `remind_min`."""

    visit: Identifier | None = None
    reason: Reason
    remind_min: Minutes = 0


class NoShow(Request):
    """Whoever was called did not come; `{}` will do."""

    visit: Identifier | None = None
    reason: OneOfTheReasons = ""


class Transfer(Request):
    """Whoever is at the counter goes on elsewhere: a service, a counter or a clerk.

    `place` in the queue there is `first`, `last` or `sorted` by when the visitor came; not before
    `delay_min`. With `back` the visitor comes back afterwards to whoever sends them. `note` is for
    whoever serves them next.
    """

    visit: Identifier | None = None
    service: Identifier | None = None
    counter: Identifier | None = None
    staff: Identifier | None = None
    place: Literal["first", "last", "sorted"] = "sorted"
    delay_min: Minutes = 0
    back: bool = False
    note: NoteText | None = None
    reason: OneOfTheReasons = ""


class WalkDirect(Request):
    """Somebody without a ticket is served at once."""

    service: Identifier


class Pause(Request):
    """Why the clerk leaves the counter for a while: the id of one of the hall's reasons."""

    reason: Identifier


class ReasonListed(Answer):
    """What a clerk may say to one use: `outcome`, `park`, `transfer` or `no_show`."""

    use: Literal["outcome", "park", "transfer", "no_show"]
    id: str
    name: str
    name_english: str


class TicketFor(Request):
    """A ticket that a member of staff takes for somebody; several services in one visit."""

    services: Annotated[list[Identifier], Field(min_length=1, max_length=5)]
    together: bool = False
    priority: Priority = None
    delivery: Literal["none", "paper", "screen"] = "none"


class ChangeService(Request):
    """The service that a waiting visitor wants instead."""

    service: Identifier


class ChangePriority(Request):
    """The priority group that a waiting visitor belongs to, none for no group; and why."""

    priority: Priority = None
    reason: Reason


class CheckDocuments(Request):
    """The names of the documents that the visitor does not have; none: all are there."""

    missing: Annotated[list[Reason], Field(max_length=20)]


class Cancel(Request):
    """Why a ticket is given up."""

    reason: Reason


class Why(Answer):
    """Why a ticket was called when it was, in one sentence a language."""

    visit: str
    ticket: str
    counter: str
    chinese: str
    english: str


class Rules(Answer):
    """The rules that choose the next ticket, and who has put them in force."""

    text: str
    by: str


class NewRules(Request):
    """Rules to choose the next ticket by, until the day ends."""

    text: Annotated[str, Field(max_length=20_000)]


class RulesMistake(Answer):
    """A mistake in a text of rules; `line` and `column` count from 1, in characters."""

    line: int
    column: int
    reason: str


class RulesCheck(Answer):
    """What is wrong with a text of rules; nothing where it could be put in force."""

    mistakes: list[RulesMistake]


class InLine(Answer):
    """A ticket that waits, was put aside or was missed. Times are wall-clock milliseconds.

    `ready` is when it may be called at the earliest, 0 for now; `why` how it came to wait again.
    `missing` are the documents that are not there, once somebody has `checked`.
    """

    visit: str
    ticket: str
    service: str
    state: str
    priority: int
    segments: list[str]
    since: int
    due: int
    ready: int
    counter: str
    staff: str
    why: str
    parked: str
    remind_at: int
    missing: list[str]
    checked: bool = False
    notes: int
    then: list[str]
