"""The multi-function reader's side of the wire: a card on the glass, and faults."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from drivers.reader.faults import ReaderFaults
from drivers.reader.mfreader.codec import BAD_LRC, NO_ETX, UNFINISHED, MfDecoder
from drivers.reader.mfreader.frames import READ_ALL, Answer, Command, encode
from drivers.reader.mfreader.glass import MfGlass
from drivers.reader.mfreader.words import COMMAND_NAMES, STATUS_OK
from drivers.reader.specimen import make_specimen
from drivers.reader.twinning import ReaderTwin
from drivers.wire import Side

_VERSION = b"MF-READER 1.0"
_UNKNOWN_COMMAND = 0x00F4
_COMPLAINTS = {BAD_LRC: 0x00F3, NO_ETX: 0x00F1, UNFINISHED: 0x00FD}
# Nothing but identity cards is laid on this one.
_WITHOUT_CHIP_CARDS = {
    0x3222: 0x2002,
    0x3223: 0x2004,
    0x3224: 0x2004,
    0x3225: 0x3002,
    0x3226: 0x3004,
}


class MfTwin(ReaderTwin[Command]):
    """One reader."""

    def __init__(self, read_s: float = 1.0) -> None:
        faults = ReaderFaults(COMMAND_NAMES.values(), code_bytes=2, check_at=-2)
        super().__init__(Command, MfDecoder(Side.HOST), faults, read_s)
        self.glass = MfGlass()
        self.beeps = 0

    def _complaint(self, reason: str) -> bytes:
        return encode(Answer(_COMPLAINTS[reason])) if reason in _COMPLAINTS else b""

    def _reading_s(self, command: Command) -> float:
        return self.read_s if command.code == READ_ALL.code and self.glass.finds else 0.0

    def _carry_out(self, command: Command) -> bytes:
        name = COMMAND_NAMES.get(command.code, "unknown command")
        self.last_command = name
        if name in self.faults.ignoring:
            return b""
        forced = self.faults.forced(name)
        answer = self._answer(command, name) if forced is None else Answer(forced)
        return self.faults.spoil(encode(answer))

    def _answer(self, command: Command, name: str) -> Answer:
        if name == "read identity card":
            return self._read(command.parameters)
        if name == "version":
            return Answer(STATUS_OK, _VERSION)
        if name == "reset":
            self.glass.forget()
        self.beeps += name == "beep"
        status = STATUS_OK if name in COMMAND_NAMES.values() else _UNKNOWN_COMMAND
        return Answer(_WITHOUT_CHIP_CARDS.get(command.code, status))

    def _read(self, part: bytes) -> Answer:
        pulled = self.faults.pulling_at_read and self.glass.finds
        if pulled:
            self.faults.pulling_at_read = False
        return self.glass.read(part, pulled=pulled)

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "lay_card": self.lay_card,
            "lay_unreadable_card": self.lay_unreadable_card,
            "lift_card": self.glass.lift,
            "read_again": self.read_again,
            "slow_down": self.slow_down,
            "garble": self.faults.garble,
            "add_garbage": self.faults.add_garbage,
            "pull_at_read": self.faults.pull_at_read,
            "ignore": self.faults.ignore,
            "refuse": self.refuse,
            "stop_refusing": self.faults.stop_refusing,
        }

    def lay_card(
        self, name: str = "", number: str = "", document: str = "citizen", **details: str
    ) -> None:
        """Lay a card, in place of one that lies there. What is not given is invented.

        `details` are as for `drivers.reader.specimen.make_specimen`. Raises `ImpossibleCardError`.
        """
        card = make_specimen(document, name=name, number=number, photo=self.photo, **details)
        self.glass.lay(card)

    def lay_unreadable_card(self, status: str = "4100") -> None:
        """Lay a damaged card: reading it ends with `status` (hex)."""
        self.glass.lay(replace(make_specimen(), refuses_with=self.faults.code(status)))

    def read_again(self, on: bool = True) -> None:
        """Read a card that lies there as often as asked, or once as its SAM does by itself."""
        self.glass.reads_again = on

    def refuse(self, status: str = "6600", command: str = "") -> None:
        """Answer `command`, or every command, with `status` (hex) and nothing else."""
        self.faults.refuse(status, command)

    def look(self) -> dict[str, Any]:
        card = self.glass.card
        return {
            "card": card is not None,
            "document": str(card.document) if card else "",
            "name": card.masked_name if card else "",
            "number": card.masked_number if card else "",
            "last_command": self.last_command,
            "searches": self.glass.searches,
            "reads": self.glass.reads,
            "beeps": self.beeps,
            "silent": self.silent,
            "refusing": {name or "all": f"{no:04X}" for name, no in self.faults.refusing.items()},
        }


def make_twin(_options: Mapping[str, Any]) -> MfTwin:
    """Return the device's side for a driver with these options."""
    return MfTwin()
