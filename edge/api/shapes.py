"""Every JSON shape of the local API: what a request may hold and what an answer holds."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Seq = Annotated[int, Field(ge=0, le=2**63 - 1)]  # what a journal's database can count to
DeliveryAsked = Literal["none", "paper", "screen"]


class Request(BaseModel):
    """A body sent to the API. A field it does not know is an error, and so is `"5"` for 5."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """A body the API sends."""

    model_config = ConfigDict(extra="ignore")


# --- errors -----------------------------------------------------------------------------------


class ErrorDetail(Answer):
    """What went wrong, where in the request, and a code that stays the same."""

    code: str
    message: str
    where: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


class ErrorAnswer(Answer):
    """The one shape of every 4xx and 5xx."""

    error: ErrorDetail


# --- staff ------------------------------------------------------------------------------------


class SignIn(Request):
    """A staff number and its PIN."""

    staff: Identifier
    pin: Annotated[str, Field(min_length=1, max_length=64)]


class Session(Answer):
    """A session: the token goes into `Authorization: Bearer …`."""

    token: str
    staff: str
    name: str
    expires_at: int


# --- visits -----------------------------------------------------------------------------------


class NewVisit(Request):
    """A visitor who wants a service.

    `visit` continues the visit of somebody who was identified at a reader. `priority` is the id
    of a priority group or its level.
    """

    service: Identifier
    priority: Identifier | Annotated[int, Field(ge=0, le=9)] | None = None
    delivery: DeliveryAsked = "none"
    visit: Identifier | None = None
    approach_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 0


class TypedNumber(Request):
    """An identity number that a visitor typed at a screen where no reader works."""

    screen: Identifier
    number: Annotated[str, Field(min_length=1, max_length=32)]


class Identified(Answer):
    """A visit that began with a person who was identified."""

    visit: str


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


class Greeting(Answer):
    """What a screen may say to the person who was just identified. The name is masked."""

    visit: str
    name: str
    document: str
    age_band: str


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
    """A visit of this business day; state, ticket, service and counter are its latest leg's."""

    visit: str
    ticket: str
    state: str
    service: str
    counter: str
    grade: int | None
    identified: bool
    seq: int
    legs: list[Leg]


class NewRating(Request):
    """A visitor's grade: 1 (very dissatisfied) to 5 (very satisfied)."""

    grade: Annotated[int, Field(ge=1, le=5)]
    source: Literal["screen", "api"] = "api"


class Rating(Answer):
    """A grade that was recorded."""

    visit: str
    grade: int
    seq: int


class Abandoned(Answer):
    """An identified visit that ended without a ticket."""

    visit: str
    seq: int


# --- counters ---------------------------------------------------------------------------------


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

    `state` is `closed`, `open`, `called` or `serving`. `to_rate` is the visit that an evaluator
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
    to_rate: str = ""
    to_rate_left_ms: int = 0


# --- the hall ---------------------------------------------------------------------------------


class Service(Answer):
    """A service. Those without `children` can be chosen."""

    id: str
    parent: str | None
    children: list[str]
    name: str
    name_english: str
    prefix: str
    zone: str
    zone_english: str
    waiting: int


class BoardCall(Answer):
    """A ticket that is being called or served."""

    visit: str
    ticket: str
    counter: str
    counter_name: str
    counter_name_english: str
    state: str
    calls: int
    at: int
    seq: int


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


class DeviceUnit(Answer):
    """One addressed unit on a device's line."""

    unit: str
    health: str
    detail: str
    since: int


class Device(Answer):
    """A device. Times are wall-clock milliseconds; `last_good` is 0 where it was never usable."""

    id: str
    kind: str
    protocol: str
    port: str
    place: str = ""
    health: str
    detail: str
    paper: str
    since: int
    last_good: int
    losses: int
    fallback: str
    units: list[DeviceUnit]


class Hint(Answer):
    """What a person can do about a fault, in both languages."""

    zh: str
    en: str


class AcknowledgedFault(Answer):
    """A fault that is open. Times are wall-clock milliseconds; `count` is how often it was seen."""

    device: str
    unit: str
    health: str
    detail: str
    since: int
    count: int
    last_seen: int
    acknowledged_by: str
    note: str


class Fault(AcknowledgedFault):
    """A fault that is open, where the device stands, and what to do about it."""

    kind: str
    place: str = ""
    hint: Hint


class Acknowledgement(Request):
    """Whoever knows of a fault, and what is done about it. `by` is for engineers' sockets."""

    device: str = Field(min_length=1, max_length=64)
    unit: str = Field("", max_length=64)
    note: str = Field("", max_length=500)
    by: str = Field("", max_length=64)


class Finding(Answer):
    """One thing that a self-test saw."""

    ok: bool
    said: str


class SelfTest(Answer):
    """What the self-test of a device saw; `ok` where nothing was wrong."""

    device: str
    ok: bool
    findings: list[Finding]


class WireFrame(Answer):
    """What passed on a device's wire: decoded and masked, or raw in hex.

    `at_s` is on the controller's monotonic clock; `missed` how many were too many to be shown.
    """

    at_s: float
    side: str
    hex: str = ""
    frame: dict[str, Any] | None = None
    noise: str = ""
    missed: int = 0


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


# --- sync -------------------------------------------------------------------------------------


class SyncState(Answer):
    """What the link tells headquarters of the journal. Hashes are hex.

    `base` is the chain head before `first`, the first fact of this epoch; `lineage` the same of
    the journal's earlier epochs, oldest first.
    """

    hall: str
    epoch: str
    first: int
    base: str
    lineage: list[tuple[int, str]] = []
    last: int
    head: str
    acked: int


class SyncFacts(Answer):
    """Facts in order, each a row of the columns as stored.

    A row is `[seq, kind, at, boot, mono, clock, subject, body, sealed, hash]`: `body` is the stored
    JSON text, `sealed` base64 or null, `hash` hex.
    """

    epoch: str
    facts: list[list[Any]]


class SyncAck(Request):
    """Headquarters holds everything up to `upto`, and its own chain head there is `head` (hex)."""

    epoch: Identifier
    upto: Seq
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SyncAcked(Answer):
    """The highest fact that headquarters has confirmed."""

    acked: int


class EpochRenewal(Request):
    """Headquarters knows more of `epoch` than this journal: it was restored or cloned."""

    epoch: Identifier
    reason: Literal["restored", "diverged", "cloned"]
