"""What a SAM-A says to a command: its third status byte, in words.

The multi-function reader hands the same codes on. Source: the SAM-A interface as published by
reader makers (eastcoms.com/service/downdrive/508.html, softs.im 身份证阅读器通信协议).
"""

from enum import IntEnum


class Sw3(IntEnum):
    """The third status byte of an answer: what the reader has to say."""

    HOST_CHECKSUM = 0x10
    HOST_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNRECOGNISED = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    INFO_UNVERIFIED = 0x33
    FINGERPRINT_UNVERIFIED = 0x37
    INFO_LENGTH = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    SAM_NOT_AUTHORISED = 0x66
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    NO_SUCH_CONTENT = 0x91
    CARD_FOUND = 0x9F


SW3_MEANINGS: dict[int, str] = {
    Sw3.HOST_CHECKSUM: "the reader received a wrong checksum",
    Sw3.HOST_LENGTH: "the reader received a wrong length",
    Sw3.BAD_COMMAND: "command or parameter is wrong",
    Sw3.NOT_PERMITTED: "operation is not authorised",
    Sw3.UNRECOGNISED: "unrecognised error",
    Sw3.CARD_REJECTS_SAM: "the card rejected the SAM",
    Sw3.SAM_REJECTS_CARD: "the SAM rejected the card",
    Sw3.INFO_UNVERIFIED: "information did not verify",
    Sw3.FINGERPRINT_UNVERIFIED: "fingerprint did not verify",
    Sw3.INFO_LENGTH: "information has a wrong length",
    Sw3.UNKNOWN_CARD: "unrecognised card type",
    Sw3.READ_FAILED: "read failed",
    Sw3.RANDOM_FAILED: "random number failed",
    Sw3.SELF_TEST_FAILED: "SAM self-test failed",
    Sw3.SAM_NOT_AUTHORISED: "SAM is not authorised",
    Sw3.FIND_FAILED: "find failed",
    Sw3.SELECT_FAILED: "select failed",
    Sw3.OK: "ok",
    Sw3.NO_SUCH_CONTENT: "no such content",
    Sw3.CARD_FOUND: "card found",
}

# The command did not arrive whole: ask again.
HEARD_WRONGLY = frozenset({Sw3.HOST_CHECKSUM, Sw3.HOST_LENGTH})

# Nothing a visitor could do about it with another card.
READER_FAULTS = frozenset(
    {
        *HEARD_WRONGLY,
        Sw3.BAD_COMMAND,
        Sw3.NOT_PERMITTED,
        Sw3.UNRECOGNISED,
        Sw3.SELF_TEST_FAILED,
        Sw3.SAM_NOT_AUTHORISED,
    }
)

# What only a command about a card is answered with.
CARD_ANSWERS = frozenset({*Sw3} - READER_FAULTS - {Sw3.OK})


def meaning_of(sw3: int) -> str:
    """Return `sw3` in words."""
    return SW3_MEANINGS.get(sw3, f"unknown answer {sw3:02X}")
