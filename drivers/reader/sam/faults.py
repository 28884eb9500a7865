"""What the reader's twin does wrong on purpose."""

from dataclasses import dataclass, field

from drivers.reader.sam.words import COMMAND_NAMES
from drivers.twins import UnknownActionError


@dataclass(slots=True)
class SamFaults:
    """Faults as switches. Counts are of answers still to be spoilt."""

    garbled_left: int = 0
    garbage_left: int = 0
    garbage: bytes = b""
    pulling_at_read: bool = False
    refusing: dict[str, int] = field(default_factory=dict)  # command name ("" is any) to SW3

    def garble(self, answers: int = 1) -> None:
        """Send the next `answers` with a wrong checksum."""
        self.garbled_left = answers

    def add_garbage(self, garbage: str = "00FFAAAAAA96", answers: int = 1) -> None:
        """Send bytes, given in hex, before each of the next `answers`."""
        self.garbage, self.garbage_left = _from_hex(garbage), answers

    def pull_at_read(self) -> None:
        """Have the card pulled away between selecting and reading it."""
        self.pulling_at_read = True

    def refuse(self, sw3: str = "66", command: str = "") -> None:
        """Answer `command`, or every command, with `sw3` (hex) and nothing else."""
        if command and command not in COMMAND_NAMES.values():
            known = ", ".join(sorted({*COMMAND_NAMES.values()}))
            raise UnknownActionError(f"no command {command!r}; there are: {known}")
        self.refusing[command] = one_byte(sw3)

    def stop_refusing(self) -> None:
        """Answer as a sound reader does."""
        self.refusing.clear()

    def forced(self, command_name: str) -> int | None:
        """Return the SW3 that `command_name` is answered with, come what may."""
        return self.refusing.get(command_name, self.refusing.get(""))

    def spoil(self, frame: bytes) -> bytes:
        """Return `frame` as the reader sends it now."""
        if self.garbled_left > 0:
            self.garbled_left -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0xFF,))
        if self.garbage_left > 0:
            self.garbage_left -= 1
            frame = self.garbage + frame
        return frame


def one_byte(digits: str) -> int:
    """Return an SW3 given in hex. Raises `UnknownActionError`."""
    code = _from_hex(digits)
    if len(code) != 1:
        raise UnknownActionError(f"sw3 is one byte in hex, not {digits!r}")
    return code[0]


def _from_hex(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise UnknownActionError(f"expected bytes in hex, got {digits!r}") from None
