"""The commands and answers of a multi-function reader, and which answer can belong to which."""

import operator
from dataclasses import dataclass, field
from functools import reduce

from drivers.reader.mfreader.words import STATUS_OK, STATUS_READ_OK

STX = 0x02
ETX = 0x03
DATA_BYTES_MIN = 2
# A text block, a photo, two fingerprints, their lengths and the status; a chip card says less.
DATA_BYTES_MAX = 2 + 6 + 256 + 1024 + 1024


class FrameTooLongError(ValueError):
    """A frame was to carry more than a reader sends or takes."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the host asks: a code of two bytes and what belongs to it."""

    code: int
    parameters: bytes = field(default=b"", repr=False)

    @property
    def data(self) -> bytes:
        """The bytes between length and LRC."""
        return self.code.to_bytes(2) + self.parameters


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader answers: a status of two bytes and what it carries, which may be personal."""

    status: int
    payload: bytes = field(default=b"", repr=False)

    @property
    def data(self) -> bytes:
        """The bytes between length and LRC."""
        return self.status.to_bytes(2) + self.payload


Frame = Command | Answer

VERSION = Command(0x3111)
RESET = Command(0x3112)
BEEP = Command(0x3113, bytes.fromhex("0064 01"))  # 100 ms, once
READ_ALL = Command(0xCA01, b"\x00")
READ_NUMBER = Command(0xCA01, b"\x01")
READ_NAME_AND_NUMBER = Command(0xCA01, b"\x02")
READ_TEXT = Command(0xCA01, b"\x03")


def lrc_of(data: bytes | bytearray) -> int:
    """Return all bytes of `data` XORed together."""
    return reduce(operator.xor, data, 0)


def encode(frame: Frame) -> bytes:
    """Return the bytes of `frame`. Raises `FrameTooLongError`."""
    data = frame.data
    if len(data) > DATA_BYTES_MAX:
        raise FrameTooLongError(f"{len(data)} bytes of at most {DATA_BYTES_MAX}")
    return bytes((STX, *len(data).to_bytes(2), *data, lrc_of(data), ETX))


def may_answer(command: Command, answer: Answer) -> bool:
    """Whether `answer` can belong to `command`: answers carry no reference.

    A command that an adapter gives back reads as an answer with the command's code for a status.
    Only reading an identity card is answered with 9000, and never with 0000.
    """
    if answer.status == command.code:
        return False
    if command.code == READ_ALL.code:
        return answer.status != STATUS_OK
    return answer.status != STATUS_READ_OK
