"""What the scanners' twins share: hands that hold codes, a beep, and what goes wrong."""

import abc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.scanner.symbologies import SYMBOLOGIES
from drivers.twins import Twin, UnknownActionError

# What rounding leaves of a time that has passed.
_INSTANT_S = 1e-6


@dataclass(slots=True)
class _Held:
    """A code in somebody's hand, and how often it will still be read."""

    text: str
    symbology: str
    reads_left: int = 1
    every_s: float = 0.0
    due_s: float = 0.0


class ScannerTwin(Twin):
    """A scanner: looks for codes while `scanning`, beeps at each one and says it.

    Whoever inherits puts what it says into `_say` when it is told to `_tell` a code.
    """

    symbologies = SYMBOLOGIES

    def __init__(self) -> None:
        super().__init__()
        self.scanning = True
        self.beeps = 0
        self.last_symbology = ""
        self.last_characters = 0
        self._held: list[_Held] = []
        self._saying = bytearray()
        self._spoiling: list[Callable[[bytes], bytes]] = []

    @abc.abstractmethod
    def _tell(self, text: str, symbology: str) -> None:
        """Say the code that was just read."""

    def _say(self, data: bytes) -> None:
        """Put `data` on the wire, spoilt if somebody has asked for it."""
        spoil = self._spoiling.pop(0) if self._spoiling else bytes
        self._saying += spoil(data)

    @property
    def due_s(self) -> float | None:
        if self._saying:
            return 0.0
        return min((held.due_s for held in self._held), default=None)

    def tick(self, dt_s: float) -> bytes:
        for held in self._held:
            held.due_s -= dt_s
            if held.due_s <= _INSTANT_S:
                self._read(held)
        self._held = [held for held in self._held if held.reads_left]
        return self._said()

    def _said(self) -> bytes:
        said = bytes(self._saying)
        self._saying.clear()
        return said

    def _read(self, held: _Held) -> None:
        held.reads_left -= 1
        held.due_s = held.every_s
        if self.scanning:
            self.beeps += 1
            self.last_symbology, self.last_characters = held.symbology, len(held.text)
            self._tell(held.text, held.symbology)

    def look(self) -> dict[str, Any]:
        """Return what is seen and heard of it. A code's text may be personal and is not shown."""
        return {
            "scanning": self.scanning,
            "beeps": self.beeps,
            "symbology": self.last_symbology,
            "characters": self.last_characters,
            "silent": self.silent,
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "scan": self.scan,
            "hold": self.hold,
            "garble": self.garble,
            "add_garbage": self.add_garbage,
            "cut_short": self.cut_short,
            "fall_silent": self.fall_silent,
        }

    def scan(self, text: str, symbology: str = "qrCode") -> None:
        """Show it a code for a moment."""
        self.hold(text, symbology, reads=1)

    def hold(
        self, text: str, symbology: str = "qrCode", reads: int = 3, every_s: float = 0.5
    ) -> None:
        """Hold a code there, so that it is read several times."""
        if symbology not in self.symbologies:
            known = ", ".join(sorted(self.symbologies))
            raise UnknownActionError(f"no symbology {symbology!r}; there are: {known}")
        self._held.append(_Held(text, symbology, int(reads), float(every_s)))

    def garble(self, times: int = 1) -> None:
        """Spoil one byte in the middle of what it says next, so many times."""
        self._spoiling += [_with_a_wrong_byte] * int(times)

    def cut_short(self, times: int = 1) -> None:
        """Stop in the middle of what it says next, so many times."""
        self._spoiling += [lambda data: data[: len(data) // 2]] * int(times)

    def add_garbage(self, garbage: str = "00FF0DAA0D", times: int = 1) -> None:
        """Say bytes, given in hex, before what it says next, so many times."""
        try:
            noise = bytes.fromhex(garbage)
        except ValueError:
            raise UnknownActionError(f"expected bytes in hex, got {garbage!r}") from None
        self._spoiling += [lambda data: noise + data] * int(times)

    def fall_silent(self, on: bool = True) -> None:
        """Have it say nothing more, or speak again."""
        self.silent = bool(on)


def _with_a_wrong_byte(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes((data[at] ^ 0x15,)) + data[at + 1 :] if data else data
