"""The commands and answers of a SAM-A reader, and which answer can belong to which command."""

import operator
from dataclasses import dataclass, field
from functools import reduce

from drivers.reader.sam.words import CARD_ANSWERS, Sw3

PREAMBLE = bytes.fromhex("AAAAAA9669")
# A text block, a photo and two fingerprints, their lengths, the status bytes and the checksum.
LENGTH_MAX = 0x0910
_SERIAL_NUMBER_BYTES = 8


class FrameTooLongError(ValueError):
    """A frame was to carry more than a reader sends or takes."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the host asks."""

    command: int
    parameter: int
    data: bytes = b""

    @property
    def payload(self) -> bytes:
        """The bytes between length and checksum."""
        return bytes((self.command, self.parameter)) + self.data


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader answers; `data` may be personal. SW1 and SW2 are the card's own status."""

    sw3: int
    data: bytes = field(default=b"", repr=False)
    sw1: int = 0
    sw2: int = 0

    @property
    def payload(self) -> bytes:
        """The bytes between length and checksum."""
        return bytes((self.sw1, self.sw2, self.sw3)) + self.data


Frame = Command | Answer

RESET = Command(0x10, 0xFF)
STATUS = Command(0x11, 0xFF)
SAM_NUMBER = Command(0x12, 0xFF)
FIND = Command(0x20, 0x01)
SELECT = Command(0x20, 0x02)
READ = Command(0x30, 0x01)
READ_ADDRESS = Command(0x30, 0x03)
READ_FINGERPRINT = Command(0x30, 0x10)


def xor_of(data: bytes | bytearray) -> int:
    """Return all bytes of `data` XORed together: 0 over a sound frame from its length on."""
    return reduce(operator.xor, data, 0)


def encode(frame: Frame) -> bytes:
    """Return the bytes of `frame`. Raises `FrameTooLongError`."""
    payload = frame.payload
    length = len(payload) + 1
    if length > LENGTH_MAX:
        raise FrameTooLongError(f"length {length:#06x} of at most {LENGTH_MAX:#06x}")
    counted = length.to_bytes(2) + payload
    return PREAMBLE + counted + bytes((xor_of(counted),))


def may_answer(command: Command, answer: Answer) -> bool:
    """Whether `answer` can belong to one of `RESET`, `STATUS`, `FIND`, `SELECT`, `READ`.

    Answers carry no reference: one that comes late is told from the awaited one by its shape.
    """
    if command in (RESET, STATUS):
        return answer.sw3 not in CARD_ANSWERS and not answer.data
    if command == FIND:
        return answer.sw3 != Sw3.OK
    if command == SELECT:
        return answer.sw3 != Sw3.CARD_FOUND and (
            answer.sw3 != Sw3.OK or len(answer.data) == _SERIAL_NUMBER_BYTES
        )
    return answer.sw3 != Sw3.CARD_FOUND and (
        answer.sw3 != Sw3.OK or len(answer.data) > _SERIAL_NUMBER_BYTES
    )
