"""Shapes of the hall as it shows itself: services, main board, health, events."""

from typing import Any

from pydantic import Field

from edge.api.shapes.base import Answer
from edge.api.shapes.supervision import Notice


class Document(Answer):
    """Something that a visitor has to bring."""

    name: str
    name_english: str


class Service(Answer):
    """A service. Those without `children` can be chosen.

    A visitor is to be served in `expected_min`; 0: nobody has said. `search` are further words by
    which it is found, `documents` what is to be brought.
    """

    id: str
    parent: str | None
    children: list[str]
    name: str
    name_english: str
    prefix: str
    zone: str
    zone_english: str
    waiting: int
    expected_min: int = 0
    search: list[str] = Field(default_factory=list)
    documents: list[Document] = Field(default_factory=list)


class PriorityGroup(Answer):
    """A group of visitors who come before others; the higher `level` first."""

    id: str
    name: str
    name_english: str
    level: int


class BoardCall(Answer):
    """A ticket that is being called or served.

    `place` is where the counter is; `direction` the way there from the main board: `left`, `right`,
    `ahead`, `back`, `upstairs`, `downstairs`, or empty where nobody has said.
    """

    visit: str
    ticket: str
    counter: str
    counter_name: str
    counter_name_english: str
    state: str
    calls: int
    at: int
    seq: int
    service: str = ""
    place: str = ""
    place_english: str = ""
    direction: str = ""


class BoardWaiting(Answer):
    """How many wait for a service."""

    service: str
    name: str
    name_english: str
    count: int


class Board(Answer):
    """What the main board shows: newest call first. True at `seq`.

    `power` is `mains`, `battery`, or `low` where that is nearly empty.
    """

    seq: int
    hall: str
    hall_english: str
    power: str = "mains"
    calls: list[BoardCall]
    waiting: list[BoardWaiting]
    notices: list[Notice] = Field(default_factory=list)


class Uplink(Answer):
    """How far headquarters has confirmed this journal."""

    epoch: str
    acked: int
    pending: int


class Health(Answer):
    """The controller at a glance. `status` is `ok`, `degraded` or `out_of_service`."""

    status: str
    hall: str
    name: str
    name_english: str
    demo: bool
    day: str
    seq: int
    storage: str
    faults: int
    uplink: Uplink


class Event(Answer):
    """One committed fact, as the event stream sends it."""

    seq: int
    kind: str
    at: int
    subject: str
    body: dict[str, Any]
