"""What a command about an appointment says: written by headquarters, read by the hall."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from edge.domain.appointment_code import MINUTE_MS, number_of
from edge.domain.refusals import RefusedError

T = TypeVar("T")

BOOK = "appointment.book"
CANCEL = "appointment.cancel"

REASONS = ("visitor", "headquarters")

_SEGMENTS_MAX = 8
_TEXT_MAX = 64
_PERSON_FIELDS_MAX = 16
_PERSON_TEXT_MAX = 512
_MILLIS_MAX = 2**32 * MINUTE_MS  # what a QR code can hold
_LENGTH_MAX = 2**16 * MINUTE_MS


class BadArgsError(RefusedError):
    """The command's arguments are not what its kind needs."""

    code = "bad_args"
    nature = "invalid"


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment to be booked. `due` and `until` are wall ms, whole minutes."""

    appointment: str
    service: str
    due: int
    until: int
    segments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise `BadArgsError` for what cannot be booked anywhere."""
        number_of(self.appointment)
        _check_text("service", self.service)
        if not isinstance(self.due, int) or not isinstance(self.until, int):
            raise BadArgsError("times are whole milliseconds", "due")
        if self.due % MINUTE_MS or self.until % MINUTE_MS:
            raise BadArgsError("an appointment begins and ends with a minute", "due")
        if not 0 <= self.due < _MILLIS_MAX or not 0 < self.until - self.due < _LENGTH_MAX:
            raise BadArgsError("an appointment ends after it begins", "until")
        if len(self.segments) > _SEGMENTS_MAX:
            raise BadArgsError(f"no more than {_SEGMENTS_MAX} segments", "segments")
        for segment in self.segments:
            _check_text("segments", segment)

    def text(self) -> str:
        """Return it as a command's arguments."""
        return _text(self)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """An appointment that is to be no more, because of whom."""

    appointment: str
    reason: Literal["visitor", "headquarters"]

    def __post_init__(self) -> None:
        """Raise `BadArgsError` for what cannot be cancelled anywhere."""
        number_of(self.appointment)
        if self.reason not in REASONS:
            raise BadArgsError(f"a reason is one of {', '.join(REASONS)}", "reason")

    def text(self) -> str:
        """Return it as a command's arguments."""
        return _text(self)


def read_booking(args: str) -> Booking:
    """Return the booking in a command's arguments. Raises `RefusedError`."""
    return _read(args, lambda said: Booking(**{**said, "segments": tuple(said["segments"])}))


def read_cancellation(args: str) -> Cancellation:
    """Return the cancellation in a command's arguments. Raises `RefusedError`."""
    return _read(args, lambda said: Cancellation(**said))


def person_text(person: dict[str, str]) -> bytes:
    """Return who books as bytes for a letter. Raises `BadArgsError`."""
    _check_person(person)
    return json.dumps(person, ensure_ascii=False, separators=(",", ":")).encode()


def read_person(words: bytes) -> dict[str, str]:
    """Return what `person_text` wrote. Raises `BadArgsError`, which quotes nothing of it."""
    try:
        person = json.loads(words)
    except (ValueError, RecursionError):
        raise BadArgsError("the personal part is not JSON") from None
    _check_person(person)
    checked: dict[str, str] = person
    return checked


def _check_person(person: Any) -> None:
    texts = isinstance(person, dict) and all(
        isinstance(each, str) and len(each) <= _PERSON_TEXT_MAX
        for pair in person.items()
        for each in pair
    )
    if not texts or not 0 < len(person) <= _PERSON_FIELDS_MAX:
        raise BadArgsError("the personal part is not a few short texts by name")


def _check_text(name: str, text: Any) -> None:
    if not isinstance(text, str) or not 0 < len(text.encode(errors="replace")) <= _TEXT_MAX:
        raise BadArgsError(f"{name}: from 1 to {_TEXT_MAX} bytes", name)
    if "," in text:
        raise BadArgsError(f"{name}: without a comma", name)


def _text(said: Booking | Cancellation) -> str:
    return json.dumps(asdict(said), ensure_ascii=False, separators=(",", ":"))


def _read(args: str, build: Callable[[dict[str, Any]], T]) -> T:
    try:
        return build(json.loads(args))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadArgsError("the arguments are not those of this kind of command", "args") from None
