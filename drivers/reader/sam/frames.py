"""The commands and answers of a SAM-A reader, and which answer can belong to which command."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from drivers.reader.sam.sam_number import SAM_NUMBER_BYTES
from drivers.reader.sw3 import CARD_ANSWERS, Sw3

PREAMBLE = bytes.fromhex("AAAAAA9669")
# A text block, a photo and two fingerprints, their lengths, the status bytes and the checksum.
LENGTH_MAX = 0x0910
SERIAL_NUMBER_BYTES = 8
# Four records of 35 characters are defined on a card for addresses that came later.
_ADDRESS_BYTES_MAX = 280


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

# How much a good answer carries. How long an address is, is not documented.
_ANSWER_BYTES: Mapping[Command, range] = {
    RESET: range(1),
    STATUS: range(1),
    SAM_NUMBER: range(SAM_NUMBER_BYTES, SAM_NUMBER_BYTES + 1),
    SELECT: range(SERIAL_NUMBER_BYTES, SERIAL_NUMBER_BYTES + 1),
    READ: range(SERIAL_NUMBER_BYTES + 1, LENGTH_MAX),
    READ_ADDRESS: range(2, _ADDRESS_BYTES_MAX + 1, 2),
}


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
    """Whether `answer` can belong to one of the commands named above, `READ_FINGERPRINT` aside.

    Answers carry no reference: one that comes late is told from the awaited one by its shape.
    """
    if command in (RESET, STATUS, SAM_NUMBER):
        return answer.sw3 not in CARD_ANSWERS and _is_as_long_as_of(command, answer)
    if command == FIND:
        return answer.sw3 != Sw3.OK
    return answer.sw3 != Sw3.CARD_FOUND and _is_as_long_as_of(command, answer)


def _is_as_long_as_of(command: Command, answer: Answer) -> bool:
    return answer.sw3 != Sw3.OK or len(answer.data) in _ANSWER_BYTES[command]
