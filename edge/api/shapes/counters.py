"""Shapes of what clerks do at a counter, and of a counter as it stands."""

from edge.api.shapes.base import Answer, Identifier, Request


class CounterCommand(Request):
    """`open`, `close` and `next` need nothing but the counter; `{}` will do."""


class VisitCommand(Request):
    """What is done to the visit at a counter; `{}` will do.

    With `visit`, it is refused (`another_visit`) unless that visit is at the counter: a press meant
    for the one whom the clerk saw never falls on another.
    """

    visit: Identifier | None = None


class Called(Answer):
    """The visit at a counter after `next`, `recall`, `start`, `finish` or `no-show`."""

    visit: str
    ticket: str
    counter: str
    seq: int
    service: str = ""
    state: str = ""


class CounterState(Answer):
    """A counter after `open` or `close`."""

    counter: str
    state: str
    staff: str
    seq: int


class Counter(Answer):
    """A counter as it stands. `waiting` counts those it could call; `degraded` names what is lost.

    `state` is `closed`, `open`, `paused` (why says `paused`), `called` or `serving`; `precalled` is
    the ticket that was asked to come near. `to_rate` is the visit that an evaluator
    there should ask about now, for `to_rate_left_ms` more; empty where it should ask nobody.
    """

    id: str
    name: str
    name_english: str
    state: str
    staff: str
    staff_name: str
    visit: str
    ticket: str
    service: str
    since: int
    waiting: int
    services: list[str]
    degraded: list[str]
    paused: str = ""
    precalled: str = ""
    to_rate: str = ""
    to_rate_left_ms: int = 0
