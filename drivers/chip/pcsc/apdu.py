"""Commands to chip cards: the few that may be sent, and the only place that sends them.

    00 INS P1 P2 [Lc data] [Le]        reader to card (ISO 7816-4)
    [data] SW1 SW2                     card to reader; 90 00 is yes

A card that says 61xx has xx bytes ready (GET RESPONSE), one that says 6Cxx wants Le = xx.

Nothing here writes to a card or asks it for records: with SELECT one learns that a card is a bank
card, and without READ RECORD, GET DATA and GET PROCESSING OPTIONS its number cannot be read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

SELECT, READ_BINARY, GET_RESPONSE = 0xA4, 0xB0, 0xC0
ALLOWED = frozenset({SELECT, READ_BINARY, GET_RESPONSE})

OK = 0x9000
NOT_FOUND = frozenset({0x6A82, 0x6A81, 0x6A86, 0x6D00, 0x6E00, 0x6700})

_MEANINGS = {
    0x6700: "wrong length",
    0x6982: "it asks for a key first",
    0x6985: "conditions of use not satisfied",
    0x6986: "no file is selected",
    0x6A81: "function not supported",
    0x6A82: "no such file",
    0x6A86: "wrong parameters",
    0x6B00: "offset outside the file",
    0x6D00: "command unknown to the card",
    0x6E00: "class unknown to the card",
}
# A card that says 61xx for ever is broken; the longest answer here has two pieces.
_PIECES_MAX = 8

_BY_NAME, _BY_FILE = 0x04, 0x00

Transmit = Callable[[bytes], bytes]


class ForbiddenCommandError(RuntimeError):
    """Somebody tried to send a command outside the list: a bug, whatever it was meant for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card says: `data`, which may be somebody's, and its status word."""

    data: bytes = field(repr=False)
    status: int

    @property
    def ok(self) -> bool:
        """Whether the card said yes."""
        return self.status == OK

    @property
    def meaning(self) -> str:
        """The status in words."""
        return f"{_MEANINGS.get(self.status, 'refused')} ({self.status:04X})"


class Exchange:
    """Commands to one card that is in the reader. All that is ever sent passes `_send`.

    On T=0 a command carries data or asks for some, never both: there SELECT goes without Le, and
    the card says 61xx.
    """

    def __init__(self, transmit: Transmit, *, t0: bool) -> None:
        self._transmit = transmit
        self._t0 = t0

    def select_name(self, name: bytes) -> Answer:
        """Select an application by its name (AID)."""
        return self._ask(self._select(_BY_NAME, name))

    def select_file(self, file: bytes) -> Answer:
        """Select a directory or file by its two-byte identifier."""
        return self._ask(self._select(_BY_FILE, file))

    def read_binary(self, size: int, offset: int = 0, short_file: int = 0) -> Answer:
        """Read `size` bytes of the selected file, or of the one with this short identifier."""
        first = 0x80 | short_file if short_file else offset >> 8
        return self._ask(bytes([0x00, READ_BINARY, first, offset & 0xFF, size]))

    def _select(self, how: int, what: bytes) -> bytes:
        return bytes([0x00, SELECT, how, 0x00, len(what)]) + what + (b"" if self._t0 else b"\x00")

    def _ask(self, command: bytes) -> Answer:
        answer = self._send(command)
        if answer.status >> 8 == 0x6C:
            answer = self._send(command[:4] + bytes([answer.status & 0xFF]))
        data = answer.data
        for _piece in range(_PIECES_MAX):
            if answer.status >> 8 != 0x61:
                break
            answer = self._send(bytes([0x00, GET_RESPONSE, 0, 0, answer.status & 0xFF]))
            data += answer.data
        return Answer(data, answer.status)

    def _send(self, command: bytes) -> Answer:
        require_allowed(command)
        said = self._transmit(command)
        if len(said) < 2:
            return Answer(b"", 0)
        return Answer(said[:-2], int.from_bytes(said[-2:]))


def require_allowed(command: bytes) -> None:
    """Raise `ForbiddenCommandError` for all but SELECT, READ BINARY and GET RESPONSE."""
    if len(command) < 5 or command[0] != 0x00 or command[1] not in ALLOWED:
        raise ForbiddenCommandError(f"command {command[:2].hex().upper()} is not to be sent")
    if command[1] == SELECT:
        whole = len(command) in (5 + command[4], 6 + command[4])
    else:
        whole = len(command) == 5
    if not whole:
        raise ForbiddenCommandError(f"command {command[:5].hex().upper()}: its length is wrong")
