"""The shape of the hall at one glance, as a supervisor sees it."""

from edge.api.shapes.base import Answer
from edge.api.shapes.devices import AcknowledgedFault
from edge.api.shapes.supervision import Alert, Doors, Help, Notice, ServiceSwitch


class LiveCounter(Answer):
    """A counter. `state` is `closed`, `open`, `paused`, `called` or `serving`, since `since`.

    `paused` is the reason, `degraded` names what the counter has lost.
    """

    id: str
    name: str
    name_english: str
    state: str
    since: int
    staff: str
    staff_name: str
    paused: str
    visit: str
    ticket: str
    service: str
    services: list[str]
    replanned: bool
    waiting: int
    degraded: list[str]


class LiveQueue(ServiceSwitch):
    """Those who wait for a service, against its target; `counters` are those that serve it now."""

    name: str
    name_english: str
    waiting: int
    longest_wait_s: int
    target_wait_s: int
    over_target: int
    counters: list[str]
    called: int
    mean_wait_s: int


class LiveParked(Answer):
    """A visitor whom `staff` put aside, and when to remind them of it (wall ms, 0: never)."""

    visit: str
    ticket: str
    service: str
    staff: str
    reason: str
    remind_at: int


class LiveFigures(Answer):
    """The day so far. `in_time` of those `called` were called within their service's target."""

    issued: int
    waiting: int
    called: int
    served: int
    no_shows: int
    in_time: int
    mean_wait_s: int
    longest_wait_s: int
    mean_way_s: int
    mean_serve_s: int
    rated: int
    mean_grade: float | None


class Supervision(Answer):
    """All of it, true at `seq` and `at` (wall ms)."""

    seq: int
    at: int
    day: str
    doors: Doors
    counters: list[LiveCounter]
    queues: list[LiveQueue]
    parked: list[LiveParked]
    alerts: list[Alert]
    help: list[Help]
    notices: list[Notice]
    faults: list[AcknowledgedFault]
    figures: LiveFigures
