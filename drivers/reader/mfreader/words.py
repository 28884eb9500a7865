"""What the commands and statuses of a multi-function reader are called.

Source: the maker's interface description (chenhaifeng2016/FaceRecognitionTest@ec59043,
IDCardReader/doc/sam.doc).
"""

from drivers.reader.sw3 import HEARD_WRONGLY, READER_FAULTS, SW3_MEANINGS, Sw3

STATUS_OK = 0x0000
STATUS_READ_OK = Sw3.OK << 8
STATUS_NO_CARD = Sw3.FIND_FAILED << 8
STATUS_FOUND = Sw3.CARD_FOUND << 8

COMMAND_NAMES: dict[int, str] = {
    0x3111: "version",
    0x3112: "reset",
    0x3113: "beep",
    0x3121: "RF on",
    0x3122: "RF off",
    0x3222: "PSAM power on",
    0x3223: "PSAM power off",
    0x3224: "PSAM APDU",
    0x3225: "find IC card",
    0x3226: "IC card APDU",
    0xCA01: "read identity card",
}

PARTS: dict[int, str] = {0: "all", 1: "number", 2: "name and number", 3: "text"}

_OWN_STATUSES: dict[int, str] = {
    STATUS_OK: "ok",
    0x0001: "command is not supported",
    0x0002: "reset failed",
    0x0003: "RF failed",
    0x00F1: "the reader received a wrong format",
    0x00F2: "the reader received a wrong length",
    0x00F3: "the reader received a wrong checksum",
    0x00F4: "the reader does not know the command",
    0x00FD: "the reader waited in vain for the rest of a command",
    0x00FE: "a module in the reader does not answer",
    0x00FF: "another error",
}
_PLACES = {0x10: "contact card", 0x20: "PSAM", 0x30: "contactless card"}
_CARD_STATUSES: dict[int, str] = {
    0x01: "is not supported",
    0x02: "is not inserted",
    0x03: "is powered already",
    0x04: "is not powered",
    0x05: "could not be powered",
    0x06: "does not answer",
    0x07: "makes an error",
}

STATUS_MEANINGS: dict[int, str] = {
    **_OWN_STATUSES,
    **{
        place << 8 | code: f"{name} {said}"
        for place, name in _PLACES.items()
        for code, said in _CARD_STATUSES.items()
    },
    # What the SAM within says of an identity card stands in the first byte.
    **{sw3 << 8: meaning for sw3, meaning in SW3_MEANINGS.items()},
}

# The command did not arrive whole: ask again.
STATUSES_HEARD_WRONGLY = frozenset(
    {0x00F1, 0x00F2, 0x00F3, 0x00FD, *(sw3 << 8 for sw3 in HEARD_WRONGLY)}
)

# Nothing a visitor could do about it with another card.
STATUSES_AT_FAULT = frozenset({*_OWN_STATUSES, *(sw3 << 8 for sw3 in READER_FAULTS)} - {STATUS_OK})


def meaning_of(status: int) -> str:
    """Return `status` in words."""
    return STATUS_MEANINGS.get(status, f"unknown status {status:04X}")
