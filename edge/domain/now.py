"""What stands in a hall right now, thing by thing. Times are wall milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter as it stands. `last_visit` ended there at `last_ended_at` (wall ms).

    `precalled` is the visit that was asked to come near, `paused` why the clerk is away.
    """

    staff: str = ""
    visit: str = ""
    precalled: str = ""
    paused: str = ""
    since: int = 0
    last_visit: str = ""
    last_ended_at: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody sits there."""
        return bool(self.staff)


@dataclass(frozen=True, slots=True)
class FaultNow:
    """A fault that is open since `at` (wall ms), seen `count` times, at `last_at` the last time.

    `closed_at` is 0 while it is open. `acknowledged_by` and `note` are of whoever knows of it.
    """

    device: str
    unit: str
    health: str
    detail: str
    at: int
    count: int = 1
    last_at: int = 0
    closed_at: int = 0
    acknowledged_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PowerNow:
    """What a UPS said last."""

    on_battery: bool
    low: bool


@dataclass(frozen=True, slots=True)
class WrongPins:
    """How many wrong PINs a member of staff gave in a row, and when the last of them was."""

    count: int
    at: int
    mono: int
    boot: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request with an idempotency key was answered; `status` 0 while it is under way."""

    fingerprint: str
    status: int = 0
    answer: Mapping[str, Any] | None = None
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Switched:
    """Something that a person put on or off (`on`), or replanned; `by` whom and why."""

    on: bool
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class HelpNow:
    """Help that was asked for at a counter or a screen, and who is on the way.

    `stay` is the screen's name for whoever asked there.
    """

    urgency: str
    by: str
    about: str
    at: int
    accepted_by: str = ""
    stay: str = ""


@dataclass(frozen=True, slots=True)
class ShownNow:
    """What a clerk shows the visitor on the counter's own screen, since the fact `seq`.

    `agreed` is what the visitor says to it; None: nothing yet.
    """

    visit: str
    what: str
    seq: int
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class ScreenNow:
    """A screen that is let in since `at` (wall ms), by a user of the machine."""

    at: int
    by: str


@dataclass(frozen=True, slots=True)
class NoticeNow:
    """What every screen tells everybody, until `until` (0: till it is ended)."""

    text: str
    text_english: str
    until: int
    by: str


@dataclass(frozen=True, slots=True)
class MessageNow:
    """What a member of staff wrote to others (`sealed`), and who of them has read it."""

    by: str
    to: tuple[str, ...]
    sealed: bytes | None
    at: int
    read_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertNow:
    """Something that needs a supervisor's eye, since `at`; last raised, to `level`, at `raised_at`.

    `accepted_by` is whoever took note of it since then, at `accepted_at`.
    """

    cause: str
    about: str
    level: int
    value: int
    at: int
    raised_at: int = 0
    accepted_by: str = ""
    accepted_at: int = 0


@dataclass(frozen=True, slots=True)
class AppointmentNow:
    """A booked visit; `visit` once whoever booked it has come, `over` why nobody will.

    Who booked it is in the sealed part of fact `seq`.
    """

    service: str
    due: int
    until: int
    segments: tuple[str, ...] = ()
    visit: str = ""
    over: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A service and a stretch of time, of which places were handed to headquarters."""

    service: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class CommandNow:
    """A command of headquarters: `result` is empty until it has ended.

    Until headquarters knows of fact `received_seq`, it is not begun.
    """

    wanted: str
    fingerprint: str
    expires: int
    received_seq: int = 0
    result: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LibraryNow:
    """Whose documents the hall has: the catalogue's SHA-256 in hex, and its bytes.

    `refused` is the catalogue that could not be kept, if that was the latest.
    """

    revision: int = 0
    catalogue: str = ""
    size: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PageNow:
    """A picture of one page of a document, sealed as the blob `hash` of `size` bytes."""

    document: str
    page: int
    hash: str
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class ApplicationNow:
    """A form that somebody fills in, or has handed in: then it has a `number`.

    The answers are in the sealed part of fact `seq`. `visit` is whose ticket is about it; `stage`
    is headquarters' latest word. It is kept until `until` (wall ms).
    """

    form: str
    seq: int
    until: int
    documents: tuple[str, ...] = ()
    number: str = ""
    visit: str = ""
    stage: str = ""
    stage_english: str = ""
    reached: int = 0
    step: str = ""
    pages: tuple[PageNow, ...] = ()

    @property
    def there(self) -> tuple[str, ...]:
        """The documents that were seen, or of which there is a picture."""
        return tuple(dict.fromkeys((*self.documents, *(page.document for page in self.pages))))
