"""Shapes of how the hall is run: notices, messages, calls for help, switches, counters, alerts."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request

Line = Annotated[str, Field(min_length=1, max_length=200)]
Reason = Annotated[str, Field(max_length=200)]
WallMs = Annotated[int, Field(ge=0, le=2**53)]


class NewNotice(Request):
    """What every screen is to tell everybody, until `until` (wall ms; 0: until it is ended)."""

    text: Line
    text_english: Annotated[str, Field(max_length=200)] = ""
    until: WallMs = 0


class Notice(Answer):
    """A notice that is shown."""

    notice: str
    text: str
    text_english: str
    until: int
    by: str


class NoticeEnded(Answer):
    """A notice that is shown no more."""

    notice: str
    seq: int


class NewMessage(Request):
    """What a member of staff writes to counters and staff numbers (`to`); none named: to all."""

    text: Annotated[str, Field(min_length=1, max_length=500)]
    to: list[Identifier] = Field(default_factory=list, max_length=50)


class MessageState(Answer):
    """A message without its words: from whom, to whom, and who has read it."""

    message: str
    by: str
    to: list[str]
    at: int
    read_by: list[str]


class Message(MessageState):
    """A message. Its words are null where their key is gone."""

    text: str | None


class HelpCall(Request):
    """A call for help from a counter or a screen.

    `about` is what the screen showed, in a word of the screen's own, `stay` its name for whoever
    calls: for another one it is another call. A visitor's screen does not call an `emergency`.
    """

    place: Identifier
    urgency: Literal["emergency", "help", "stuck"] = "help"
    about: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")] = ""
    stay: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")] = ""


class Help(Answer):
    """Help that was called for at `at` (wall ms); `by` is empty where a visitor called."""

    place: str
    urgency: str
    by: str
    about: str
    at: int
    accepted_by: str
    accepted_by_name: str = ""


class HelpEnded(Answer):
    """A call for help that is over."""

    place: str
    seq: int


class Switch(Request):
    """Why something is put on or off; `{}` will do."""

    reason: Reason = ""


class ServiceSwitch(Answer):
    """Whether a service is offered, and who said so last."""

    service: str
    on: bool
    by: str
    reason: str


class Doors(Answer):
    """Whether somebody has closed the doors: then nobody gets a ticket any more."""

    open: bool
    by: str
    reason: str


class Diversion(Request):
    """Where a visitor is sent instead: one who waits (`visit`), or who came for `service`."""

    visit: Identifier | None = None
    service: Identifier | None = None
    to: Literal["self_service", "online", "other_hall"] = "self_service"


class Diverted(Answer):
    """A visitor who was sent elsewhere."""

    to: str
    seq: int


class Slips(Request):
    """Slips of the paper roll that visitors hold, up to number `upto` of a service."""

    service: Identifier
    upto: Annotated[int, Field(ge=1, le=100_000)]


class NextSlip(Answer):
    """The slip of a service that is to be handed out next; number 0 where all are used up."""

    service: str
    number: int
    ticket: str


class SlipsNoted(Answer):
    """The slips that are tickets from now on; none where they all were already."""

    service: str
    tickets: list[str]
    seq: int


class CounterFor(Request):
    """For whom a counter is opened."""

    staff: Identifier


class Replan(Request):
    """What a counter is to serve until the day ends; none named: what it was planned for."""

    services: list[Identifier] = Field(default_factory=list, max_length=200)
    reason: Reason = ""


class Replanned(Answer):
    """What a counter serves now, and whether it was replanned."""

    counter: str
    services: list[str]
    replanned: bool


class PauseReason(Answer):
    """A reason to leave a counter; after `minutes_max` a supervisor hears of it (0: never)."""

    id: str
    name: str
    name_english: str
    minutes_max: int


class Alert(Answer):
    """Something that needs a supervisor's eye since `at`, raised last at `raised_at` (wall ms).

    `cause` says what `about` names (a service, counter, visit, device, place) and what `value`
    counts: `wait` minutes, `length` and `unserved` visitors, `idle`, `paused`, `parked`, `help` and
    `fault` minutes, `rating` the grade, `estimate` percent.
    """

    alert: str
    cause: str
    about: str
    level: int
    value: int
    at: int
    raised_at: int
    accepted_by: str
