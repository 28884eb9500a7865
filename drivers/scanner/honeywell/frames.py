"""What is said to and by a Honeywell scanner: menu commands, triggers, replies and codes.

Source: Honeywell, N3680 Decoded Engine User Guide (serial programming commands); HF680 Series User
Guide, page 130; 2020-5 User Guide, page 10-3.
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.scanner.lines import Line, encode_line

SYN = 0x16
MENU_PREFIX = b"\x16M\r"
TRIGGER_ON = b"\x16T\r"
TRIGGER_OFF = b"\x16U\r"

# What separates commands, and what ends them and says where they are stored.
SEPARATORS = b",;"
VOLATILE = "!"
# The flash has a limited number of write cycles: of what this driver says, only a query ends so.
PERMANENT = "."

# What is asked to see whether a scanner is there: the manuals' own example of a query, harmless.
QUESTION_TAG = "CBRENA"


class Verdict(IntEnum):
    """What a scanner thinks of a command."""

    OK = 0x06
    UNKNOWN_TAG = 0x05
    BAD_DATA = 0x15


VERDICT_MEANINGS = {
    Verdict.OK: "done",
    Verdict.UNKNOWN_TAG: "it knows no such tag",
    Verdict.BAD_DATA: "the data is out of range",
}


@dataclass(frozen=True, slots=True)
class Menu:
    """Menu commands as text, such as `CBRENA?`, and where they are stored (`!` or `.`)."""

    text: str
    storage: str = VOLATILE


@dataclass(frozen=True, slots=True)
class Trigger:
    """Begin to look for a code, or stop it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """The echo of one command, with its data, what the scanner thinks of it, and what follows.

    `mark` is the separator or storage character that the verdict stands before, if any came.
    """

    text: str
    verdict: Verdict
    mark: str = ""


Frame = Menu | Trigger | Reply | Line


def encode(frame: Frame) -> bytes:
    """Return a frame as it goes over the wire."""
    if isinstance(frame, Menu):
        return MENU_PREFIX + frame.text.encode("latin-1") + frame.storage.encode("latin-1")
    if isinstance(frame, Trigger):
        return TRIGGER_ON if frame.on else TRIGGER_OFF
    if isinstance(frame, Reply):
        return frame.text.encode("latin-1") + bytes((frame.verdict,)) + frame.mark.encode("latin-1")
    return encode_line(frame)
