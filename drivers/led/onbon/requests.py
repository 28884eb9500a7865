"""What a hall says to a font card, what it never says, and what it makes of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from drivers.led.onbon.areas import Update, encode_update
from drivers.led.onbon.codec import Check, Frame, encode
from drivers.led.onbon.commands import describe
from drivers.led.onbon.tables import (
    ACK,
    AREAS,
    BRIGHTNESS,
    NACK,
    PING,
    POWER,
    READ_STATUS,
    SET_TIME,
    Code,
)
from drivers.wire import Side

T = TypeVar("T")

HOST_ADDRESS = 0x8000
# "For TCP/IP or GPRS, which need no address" (4): the card answers whatever its own address is.
NETWORK_ADDRESS = 0x8000
EVERYBODY = 0xFFFF
EVERYBODY_ANSWERS = 0xFFFE

# All that is ever sent to a card, and why it may be. The others erase fonts (A1 00, A1 01, A2 01),
# wear the flash (A1 05 to 09, timers, locks) or change how the card is reached.
HARMLESS: Mapping[Code, str] = {
    PING: "asks whether the card is there",
    READ_STATUS: "asks how the card is",
    AREAS: "text in memory, lost with the power (8.2)",
    BRIGHTNESS: "light, as it is now",
    POWER: "dark or lit, until the next timer (8.13)",
    SET_TIME: "the card's clock",
}


class ForbiddenCommandError(ValueError):
    """The command would erase fonts, wear the card's flash, or change how it is reached."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no to a command; `error` is a number of `commands.ERRORS`."""

    accepted: bool
    error: int


def encode_request(frame: Frame) -> bytes:
    """Return a command as a hall sends it: the only way from the driver to the wire.

    Raises `ForbiddenCommandError` for everything that `HARMLESS` does not name.
    """
    if tuple(frame.data[:2]) not in HARMLESS:
        name = describe(frame.data, Side.HOST)["name"]
        raise ForbiddenCommandError(f"{name} is never sent to a card")
    return encode(frame)


def request(address: int, code: Code, body: bytes = b"\0\0") -> Frame:
    """Return a command that wants an answer. `body` begins with the reserved bytes."""
    return Frame(address, HOST_ADDRESS, bytes((*code, 1)) + body)


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


def heard_from(address: int, read: Callable[[Frame], T | None]) -> Callable[[Frame], T | None]:
    """Return what picks by `read` the answer of the card at `address` out of all that is heard."""

    def accept(frame: Frame) -> T | None:
        for_us = frame.to in (HOST_ADDRESS, EVERYBODY_ANSWERS)
        from_card = address in (frame.sender, NETWORK_ADDRESS)
        # We ask with a CRC and are answered with one; a flipped bit may switch the check off.
        checked = frame.header.check is Check.CRC16
        return read(frame) if for_us and from_card and checked else None

    return accept


def answer_from(address: int) -> Callable[[Frame], Answer | None]:
    """Return what picks the yes or no of the card at `address` out of all that is heard."""
    return heard_from(address, answer_of)
