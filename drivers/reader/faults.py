"""What a reader's twin does wrong on purpose."""

from collections.abc import Collection
from dataclasses import dataclass, field

from drivers.twins import UnknownActionError


@dataclass(slots=True)
class ReaderFaults:
    """Faults as switches. Counts are of answers still to be spoilt.

    `commands` are the names of what may be refused, `code_bytes` is the size of the code that says
    no, and `check_at` where the check byte of an answer stands, counted from its end.
    """

    commands: Collection[str]
    code_bytes: int
    check_at: int
    garbled_left: int = 0
    garbage_left: int = 0
    garbage: bytes = b""
    pulling_at_read: bool = False
    ignoring: set[str] = field(default_factory=set)  # command names
    refusing: dict[str, int] = field(default_factory=dict)  # command name ("" is any) to code

    def garble(self, answers: int = 1) -> None:
        """Send the next `answers` with a wrong checksum."""
        self.garbled_left = answers

    def add_garbage(self, garbage: str = "00FFAAAAAA96", answers: int = 1) -> None:
        """Send bytes, given in hex, before each of the next `answers`."""
        self.garbage, self.garbage_left = _from_hex(garbage), answers

    def pull_at_read(self) -> None:
        """Have the card pulled away between selecting and reading it."""
        self.pulling_at_read = True

    def ignore(self, command: str) -> None:
        """Say nothing to `command`, and carry it out no more."""
        self._require_known(command)
        self.ignoring.add(command)

    def refuse(self, code: str, command: str = "") -> None:
        """Answer `command`, or every command, with `code` (hex) and nothing else."""
        if command:
            self._require_known(command)
        self.refusing[command] = self.code(code)

    def code(self, digits: str) -> int:
        """Return a code given in hex. Raises `UnknownActionError`."""
        code = _from_hex(digits)
        if len(code) != self.code_bytes:
            size = "one byte" if self.code_bytes == 1 else f"{self.code_bytes} bytes"
            raise UnknownActionError(f"such a code is {size} in hex, not {digits!r}")
        return int.from_bytes(code)

    def stop_refusing(self) -> None:
        """Answer as a sound reader does."""
        self.refusing.clear()
        self.ignoring.clear()

    def forced(self, command_name: str) -> int | None:
        """Return the code that `command_name` is answered with, come what may."""
        return self.refusing.get(command_name, self.refusing.get(""))

    def spoil(self, frame: bytes) -> bytes:
        """Return `frame` as the reader sends it now."""
        if self.garbled_left > 0:
            self.garbled_left -= 1
            frame = self._with_wrong_check(frame)
        if self.garbage_left > 0:
            self.garbage_left -= 1
            frame = self.garbage + frame
        return frame

    def _require_known(self, command: str) -> None:
        if command not in self.commands:
            known = ", ".join(sorted({*self.commands}))
            raise UnknownActionError(f"no command {command!r}; there are: {known}")

    def _with_wrong_check(self, frame: bytes) -> bytes:
        spoilt = bytearray(frame)
        spoilt[self.check_at] ^= 0xFF
        return bytes(spoilt)


def _from_hex(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise UnknownActionError(f"expected bytes in hex, got {digits!r}") from None
