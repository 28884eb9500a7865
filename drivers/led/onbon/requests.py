"""What a hall says to a font card, and what it makes of the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.led.onbon.areas import Update, encode_update
from drivers.led.onbon.codec import Check, Frame
from drivers.led.onbon.commands import describe
from drivers.led.onbon.tables import (
    ACK,
    AREAS,
    BRIGHTNESS,
    CLEAR,
    NACK,
    PING,
    POWER,
    SET_TIME,
    Code,
)
from drivers.wire import Side

HOST_ADDRESS = 0x8000
# "For TCP/IP or GPRS, which need no address" (4): the card answers whatever its own address is.
NETWORK_ADDRESS = 0x8000
EVERYBODY = 0xFFFF
EVERYBODY_ANSWERS = 0xFFFE

# The others erase fonts, wear the flash, or change how a card is reached.
_HARMLESS = frozenset({PING, SET_TIME, POWER, BRIGHTNESS, AREAS, CLEAR})


class ForbiddenCommandError(ValueError):
    """The command would erase fonts, wear the card's flash, or change how it is reached."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no to a command; `error` is a number of `commands.ERRORS`."""

    accepted: bool
    error: int


def request(address: int, code: Code, body: bytes = b"\0\0") -> Frame:
    """Return a command that wants an answer. `body` begins with the reserved bytes.

    Raises `ForbiddenCommandError` for everything that would leave a mark on the card.
    """
    data = bytes((*code, 1)) + body
    if code not in _HARMLESS:
        name = describe(data, Side.HOST)["name"]
        raise ForbiddenCommandError(f"{name} is never sent to a card")
    return Frame(address, HOST_ADDRESS, data)


def ping(address: int) -> Frame:
    """Return the question whether a card is there (8.7)."""
    return request(address, PING)


def set_areas(address: int, update: Update) -> Frame:
    """Return the command that changes realtime areas (8.2.1). Raises `OutOfRangeError`."""
    return request(address, AREAS, encode_update(update))


def answer_of(frame: Frame) -> Answer | None:
    """Return what an ACK or NACK says, and None for any other frame."""
    code = tuple(frame.data[:2])
    if code not in (ACK, NACK) or len(frame.data) < 3:
        return None
    return Answer(code == ACK, frame.data[2])


def answer_from(address: int) -> Callable[[Frame], Answer | None]:
    """Return what picks the answer of the card at `address` out of all that is heard."""

    def accept(frame: Frame) -> Answer | None:
        for_us = frame.to in (HOST_ADDRESS, EVERYBODY_ANSWERS)
        from_card = address in (frame.sender, NETWORK_ADDRESS)
        # We ask with a CRC and are answered with one; a flipped bit may switch the check off.
        checked = frame.header.check is Check.CRC16
        return answer_of(frame) if for_us and from_card and checked else None

    return accept
