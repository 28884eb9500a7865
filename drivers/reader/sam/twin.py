"""The SAM-A reader's side of the wire: a card on the glass, a SAM that takes its time, faults."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from drivers.reader.faults import ReaderFaults
from drivers.reader.sam.codec import BAD_CHECKSUM, BAD_LENGTH, UNFINISHED, SamDecoder
from drivers.reader.sam.frames import (
    FIND,
    READ,
    READ_ADDRESS,
    READ_FINGERPRINT,
    RESET,
    SAM_NUMBER,
    SELECT,
    STATUS,
    Answer,
    Command,
    encode,
)
from drivers.reader.sam.glass import Glass
from drivers.reader.sam.words import BAUDRATES, COMMAND_NAMES
from drivers.reader.specimen import make_specimen
from drivers.reader.sw3 import Sw3
from drivers.reader.twinning import ReaderTwin
from drivers.wire import Side

_SAM_NUMBER = bytes.fromhex("0500030085EC330187D61200B1CB7400")
_COMPLAINTS = {
    BAD_CHECKSUM: Sw3.HOST_CHECKSUM,
    BAD_LENGTH: Sw3.HOST_LENGTH,
    UNFINISHED: Sw3.HOST_LENGTH,
}
_READING = (READ, READ_FINGERPRINT)


class SamTwin(ReaderTwin[Command]):
    """One reader with its SAM."""

    def __init__(self, read_s: float = 1.0, answer_s: float = 0.0) -> None:
        faults = ReaderFaults(COMMAND_NAMES.values(), code_bytes=1, check_at=-1)
        super().__init__(Command, SamDecoder(Side.HOST), faults, read_s)
        self.answer_s = answer_s
        self.glass = Glass()
        self.baudrate = BAUDRATES[0]
        self._answers: dict[Command, Callable[[], Answer]] = {
            RESET: self.glass.reset,
            STATUS: lambda: Answer(Sw3.OK),
            SAM_NUMBER: lambda: Answer(Sw3.OK, _SAM_NUMBER),
            FIND: self.glass.find,
            SELECT: self.glass.select,
            READ: self.glass.read,
            READ_FINGERPRINT: self.glass.read_fingerprint,
            READ_ADDRESS: self.glass.newest_address,
        }

    def _complaint(self, reason: str) -> bytes:
        return encode(Answer(_COMPLAINTS[reason])) if reason in _COMPLAINTS else b""

    def _reading_s(self, command: Command) -> float:
        return self.read_s if command in _READING else 0.0

    def _carry_out(self, command: Command) -> bytes:
        name = COMMAND_NAMES.get((command.command, command.parameter), "unknown command")
        self.last_command = name
        if name in self.faults.ignoring:
            return b""
        forced = self.faults.forced(name)
        answer = self._answer(command, name) if forced is None else Answer(forced)
        return self.faults.spoil(encode(answer))

    def _answer(self, command: Command, name: str) -> Answer:
        if command in _READING and self.faults.pulling_at_read:
            self.faults.pulling_at_read = False
            self.glass.lift()
        if name == "set baud rate":
            self.baudrate = BAUDRATES[command.parameter]
            return Answer(Sw3.OK)
        if name == "set RF bytes":
            return Answer(Sw3.OK)
        known = self._answers.get(command)
        return known() if known is not None else Answer(Sw3.BAD_COMMAND)

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "lay_card": self.lay_card,
            "lay_unreadable_card": self.lay_unreadable_card,
            "lift_card": self.lift_card,
            "slow_down": self.slow_down,
            "garble": self.faults.garble,
            "add_garbage": self.faults.add_garbage,
            "forget_when_searching": self.forget_when_searching,
            "pull_at_read": self.faults.pull_at_read,
            "ignore": self.faults.ignore,
            "refuse": self.refuse,
            "stop_refusing": self.faults.stop_refusing,
        }

    def lay_card(
        self, name: str = "", number: str = "", document: str = "citizen", **details: str
    ) -> None:
        """Lay a card, in place of one that lies there. What is not given is invented.

        `details` are as for `drivers.reader.specimen.make_specimen`: sex, birth, address,
        valid_to and other fields, `letter`, `newest_address`. Raises `ImpossibleCardError`.
        """
        card = make_specimen(document, name=name, number=number, photo=self.photo, **details)
        self.glass.lay(card)

    def lay_unreadable_card(self, sw3: str = "41") -> None:
        """Lay a damaged card: it is found, and reading it ends with `sw3` (hex)."""
        self.glass.lay(replace(make_specimen(photo=self.photo), refuses_with=self.faults.code(sw3)))

    def forget_when_searching(self, on: bool = True) -> None:
        """Tell nothing more of a card that was read once a search for the next has begun."""
        self.glass.forgets_when_searching = on

    def lift_card(self) -> None:
        """Take the card away, if one lies there."""
        self.glass.lift()

    def refuse(self, sw3: str = "66", command: str = "") -> None:
        """Answer `command`, or every command, with `sw3` (hex) and nothing else."""
        self.faults.refuse(sw3, command)

    def look(self) -> dict[str, Any]:
        card = self.glass.card
        return {
            "card": card is not None,
            "document": str(card.document) if card else "",
            "name": card.masked_name if card else "",
            "number": card.masked_number if card else "",
            "stage": self.glass.stage,
            "last_command": self.last_command,
            "searches": self.glass.searches,
            "finds": self.glass.finds,
            "reads": self.glass.reads,
            "baudrate": self.baudrate,
            "silent": self.silent,
            "refusing": {name or "all": f"{sw3:02X}" for name, sw3 in self.faults.refusing.items()},
        }


def make_twin(_options: Mapping[str, Any]) -> SamTwin:
    """Return the device's side for a driver with these options."""
    return SamTwin()
