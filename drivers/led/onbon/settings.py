"""Light, clock and status of a font card: what is sent, and what the answer says (8.4, 8.10 on).

The clock is told in BCD in two orders: hour, minute, second, weekday where it is set, and weekday,
hour, minute, second where it is read.
"""

import datetime as dt
from dataclasses import dataclass

from drivers.led.onbon.codec import Frame
from drivers.led.onbon.fields import Fields, MalformedBodyError, OutOfRangeError
from drivers.led.onbon.requests import Answer, answer_of, request
from drivers.led.onbon.tables import BRIGHTNESS, POWER, READ_STATUS, SET_TIME

LEVEL_MAX = 15
_RESERVED = b"\0\0"
# The table says two reserved bytes of zero; the published sample has the length of the time.
_TIME_RESERVED = b"\x08\0"
_TIME_SIZE = 8
_FORCED, _ON, _OFF = 1, 1, 2


@dataclass(frozen=True, slots=True)
class Status:
    """What a card says of itself. `clock` is naive local time, None where it is no time."""

    on: bool
    level: int
    clock: dt.datetime | None
    programmes: int


def level_of(percent: int) -> int:
    """Return the brightness level for `percent`: 0 for none, else at least 1.

    Raises `OutOfRangeError`.
    """
    if not 0 <= percent <= 100:
        raise OutOfRangeError(f"brightness: {percent} is not within 0 to 100 percent")
    return -(-percent * LEVEL_MAX // 100)


def set_level(address: int, level: int) -> Frame:
    """Return the command to shine with `level`, 0 to 15, from now on (8.17)."""
    return request(address, BRIGHTNESS, _RESERVED + bytes((_FORCED, level)))


def set_power(address: int, on: bool) -> Frame:
    """Return the command to be lit, or dark (8.13)."""
    return request(address, POWER, _RESERVED + bytes((_ON if on else _OFF,)))


def set_clock(address: int, now: dt.datetime) -> Frame:
    """Return the command that sets the clock (8.10). Monday is 1, Sunday 7."""
    year = (now.year % 100, now.year // 100)
    rest = (now.month, now.day, now.hour, now.minute, now.second, now.isoweekday())
    return request(address, SET_TIME, _TIME_RESERVED + bytes(map(_to_bcd, (*year, *rest))))


def read_status(address: int) -> Frame:
    """Return the question how a card is (8.4)."""
    return request(address, READ_STATUS)


def encode_status(status: Status, areas: bytes) -> bytes:
    """Return what a card answers to `read_status`; `areas` are the ids of its areas."""
    told = bytes((_ON if status.on else _OFF, status.level)) + _tell(status.clock)
    playing = b"P000" if status.programmes else bytes(4)
    after = playing + bytes((0, 0, len(areas))) + areas + bytes(16 + 12)
    return bytes((*READ_STATUS, 0)) + _RESERVED + told + bytes((status.programmes,)) + after


def _tell(clock: dt.datetime | None) -> bytes:
    if clock is None:
        return bytes(_TIME_SIZE)
    year = (clock.year % 100, clock.year // 100)
    rest = (clock.month, clock.day, clock.isoweekday(), clock.hour, clock.minute, clock.second)
    return bytes(map(_to_bcd, (*year, *rest)))


def status_of(frame: Frame) -> Status | Answer | None:
    """Return what a status answer says, a NACK in place of one, and None for any other frame."""
    if tuple(frame.data[:2]) != READ_STATUS:
        answer = answer_of(frame)
        return answer if answer is not None and not answer.accepted else None
    try:
        # What follows the programmes differs from card to card and is not needed.
        fields = Fields(frame.data[5:])
        on, level = fields.u8() == _ON, fields.u8()
        return Status(on, level, _clock_told(fields.take(_TIME_SIZE)), fields.u8())
    except MalformedBodyError:
        return None


def clock_set(told: bytes) -> dt.datetime | None:
    """Return the time in what follows the reserved bytes of `set_clock`, None where it is none."""
    if len(told) < _TIME_SIZE:
        return None
    low, high, month, day, hour, minute, second = map(_from_bcd, told[: _TIME_SIZE - 1])
    return _time((high, low), month, day, hour, minute, second)


def _clock_told(told: bytes) -> dt.datetime | None:
    low, high, month, day, _weekday, hour, minute, second = map(_from_bcd, told)
    return _time((high, low), month, day, hour, minute, second)


def _time(year: tuple[int, int], *rest: int) -> dt.datetime | None:
    month, day, hour, minute, second = rest
    if min(year) < 0:
        return None
    try:
        return dt.datetime(year[0] * 100 + year[1], month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _to_bcd(value: int) -> int:
    return value // 10 << 4 | value % 10


def _from_bcd(byte: int) -> int:
    tens, ones = byte >> 4, byte & 0x0F
    return tens * 10 + ones if tens < 10 and ones < 10 else -1
