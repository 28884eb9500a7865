"""A bell that never was: a driver that keeps the contract, to be spoilt one clause at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drivers.conformance import Case
from drivers.contract import Context, Declaration, DeviceSilentError, Driver, Health, Kind, Wire
from drivers.conversation import Conversation
from drivers.twins import Twin
from drivers.wire import Noise

PING, RING, DONE = 0x11, 0x12, 0x80
_BEGIN, _END, _SIZE = 0xA6, 0x6A, 4


@dataclass(frozen=True, slots=True)
class BellOptions:
    """How patient to be with the bell."""

    reply_timeout_s: float = 1.0


def encode(letter: int) -> bytes:
    return bytes((_BEGIN, letter, letter ^ 0xFF, _END))


class BellDecoder:
    """A6, a letter, its complement, 6A; whatever else there is, is noise of one byte."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> Sequence[int | Noise]:
        self._pending += data
        found: list[int | Noise] = []
        while len(self._pending) >= _SIZE:
            letter = self._pending[1]
            whole = self._pending[:_SIZE] == encode(letter)
            found.append(letter if whole else Noise(self._pending[:1], "no frame"))
            self._pending = self._pending[_SIZE if whole else 1 :]
        return found

    def finish(self) -> Sequence[int | Noise]:
        return []


class Bell(Driver):
    """Rings when it is told, and says that it is there."""

    declaration = Declaration(Kind.VOICE, "bell", "A bell", BellOptions)
    decoder: Any = BellDecoder

    def __init__(self, wire: Wire, options: BellOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self.line: Conversation[int] = Conversation(wire, self.decoder)

    async def run(self) -> None:
        while True:
            await self.look_once()
            await self.line.listen(0.5)

    async def look_once(self) -> None:
        try:
            await self.ask(PING)
        except DeviceSilentError as silence:
            self.report_health(Health.OFFLINE, str(silence))
        else:
            self.report_health(Health.ONLINE)

    async def ring(self) -> None:
        await self.ask(RING)

    async def ask(self, letter: int) -> None:
        await self.line.ask(
            encode(letter),
            lambda heard: self.accept(heard, letter),
            within_s=self.options.reply_timeout_s,
            attempts_max=3,
        )

    def accept(self, heard: int, letter: int) -> bool | None:
        return True if heard == letter | DONE else None


class BellTwin(Twin):
    """Counts how often it rang."""

    def __init__(self) -> None:
        super().__init__()
        self.rang = 0
        self._decoder = BellDecoder()

    def receive(self, data: bytes) -> bytes:
        letters = [item for item in self._decoder.feed(data) if not isinstance(item, Noise)]
        self.rang += letters.count(RING)
        return b"".join(encode(letter | DONE) for letter in letters)

    def look(self) -> dict[str, Any]:
        return {"rang": self.rang}


async def _exercise(driver: Bell, twin: BellTwin, _events: object) -> None:
    for _time in range(2):
        before = twin.rang
        await driver.ring()
        assert twin.rang > before, "it did not ring"


def case(driver: type[Bell] = Bell, twin: type[BellTwin] = BellTwin) -> Case:
    return Case(driver, twin, _exercise, BellOptions(), echoes=True)
