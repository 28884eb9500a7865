"""Listens to hard callers and evaluators on one FF 68 bus, and tells them what to show."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.caller.ff68 import messages
from drivers.caller.ff68.codec import Ff68Decoder, Frame, encode
from drivers.caller.ff68.names import RATING
from drivers.contract import (
    CallerKey,
    Context,
    CounterUnits,
    Declaration,
    DeviceRefusedError,
    Health,
    KeyPressed,
    Kind,
    LineSettings,
    RatingPressed,
    Wire,
)
from drivers.wire import Noise, Side

_READ_S = 60.0
# On a bus where somebody never stops talking, a message goes out in the end all the same.
_PATIENCE_S = 1.0

# The last bytes of a key frame in hex, as in the one program this bus was seen in. 11, the
# one-metre line, is not a key of the clerk's.
KEYS: Mapping[str, CallerKey] = {
    "0B": CallerKey.EVALUATE,
    "0C": CallerKey.NEXT,
    "0D": CallerKey.RECALL,
    "0E": CallerKey.CANCEL,
    "12": CallerKey.PAUSE,
    "13": CallerKey.TRANSFER,
    "000F": CallerKey.PARK,
    "030F": CallerKey.RECALL,
    "060F": CallerKey.NO_SHOW,
}


@dataclass(frozen=True, slots=True)
class Ff68Options:
    """Which units are on the bus, and how it behaves.

    `own_echo`: what we said ourselves and hear again within `echo_within_s` is not a key; true
    suits adapters with and without an echo. `repeat_window_s`: a unit that says the same again
    within it has missed our answer. `quiet_s`: silence kept before we speak unasked. `keys`: the
    last bytes of a key frame, in hex, and what they mean.
    """

    addresses: tuple[int, ...] = (1,)
    own_echo: bool = True
    echo_within_s: float = 0.2
    repeat_window_s: float = 2.0
    quiet_s: float = 0.02
    keys: Mapping[str, CallerKey] = field(default_factory=lambda: dict(KEYS))

    def __post_init__(self) -> None:
        if not self.addresses or len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"addresses: one or more, each once: {self.addresses}")
        for address in self.addresses:
            if not 0 <= address <= 0xFF:
                raise ValueError(f"addresses: {address} is not within 0 to 255")
        for code in self.keys:
            if not _is_hex(code):
                raise ValueError(f"keys: {code!r} is not one to three bytes in hex")


def _is_hex(code: str) -> bool:
    try:
        return 1 <= len(bytes.fromhex(code)) <= 3
    except ValueError:
        return False


class Ff68Bus(CounterUnits):
    """Hard callers with evaluators on one bus. Not yet verified on hardware.

    A unit is an address. Units speak when a key is pressed and acknowledge nothing, so the bus is
    `assumed` while its wire is open, and so is a unit until it has been heard.
    """

    declaration = Declaration(
        kind=Kind.CALLER,
        protocol="ff68",
        title="FF 68 hard callers and evaluators",
        options=Ff68Options,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"keys", "digits", "rating", "units"}),
    )

    options: Ff68Options

    def __init__(self, wire: Wire, options: Ff68Options, context: Context) -> None:
        super().__init__(wire, options, context)
        self._decoder = Ff68Decoder(Side.DEVICE)
        self._keys = {bytes.fromhex(code): CallerKey(key) for code, key in options.keys.items()}
        self._last: dict[int, tuple[Frame, float]] = {}
        self._echoes: list[tuple[Frame, float]] = []
        self._free_s = float("-inf")
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Acknowledge and report what units say, until the wire is lost."""
        self.report_health(Health.ASSUMED, "units are heard only when a key is pressed")
        for address in self.options.addresses:
            self.report_health(Health.ASSUMED, "not heard so far", str(address))
        while True:
            data = await self.wire.read(_READ_S)
            if data:
                self._free_s = max(self._free_s, _now_s() + self.options.quiet_s)
            for item in self._decoder.feed(data):
                if not isinstance(item, Noise) and not self._is_own(item):
                    await self._hear(item)

    async def show_ticket(self, unit: str, ticket: str) -> None:
        """Have the caller at `unit` show the last three digits of `ticket`."""
        await self._say(messages.show_ticket(self._address(unit), ticket))

    async def show_waiting(self, unit: str, count: int) -> None:
        """Have the caller at `unit` show how many wait, 999 at most."""
        await self._say(messages.show_waiting(self._address(unit), count))

    async def ask_rating(self, unit: str) -> None:
        """Have the evaluator at `unit` ask the visitor."""
        await self._say(messages.start_evaluation(self._address(unit)))

    def _address(self, unit: str) -> int:
        known = {str(address): address for address in self.options.addresses}
        if unit not in known:
            there = ", ".join(known)
            meaning = f"no caller {unit!r} on this bus; there are: {there}"
            raise DeviceRefusedError("unknown_unit", meaning)
        return known[unit]

    # --- hearing ---

    async def _hear(self, frame: Frame) -> None:
        if frame.address not in self.options.addresses:
            return
        await self._write(messages.acknowledge(frame))
        unit = str(frame.address)
        self.report_health(Health.ONLINE, unit=unit)
        if self._is_repeat(frame):
            return
        if frame.func == RATING:
            self.context.report(RatingPressed(unit, frame.data[0]))
        elif (key := self._key(frame.data)) is not None:
            self.context.report(KeyPressed(unit, key))

    def _key(self, data: bytes) -> CallerKey | None:
        """Return what the last bytes mean, the longest known sequence first."""
        endings = (data[start:] for start in range(len(data)))
        return next((self._keys[ending] for ending in endings if ending in self._keys), None)

    def _is_repeat(self, frame: Frame) -> bool:
        # Counted from the last time, not the first: a unit that never hears us repeats for ever,
        # and must not call a visitor each time the window is over.
        last, at_s = self._last.get(frame.address, (None, 0.0))
        self._last[frame.address] = (frame, _now_s())
        return frame == last and _now_s() - at_s <= self.options.repeat_window_s

    def _is_own(self, frame: Frame) -> bool:
        self._echoes = [echo for echo in self._echoes if echo[1] >= _now_s()]
        for echo in self._echoes:
            said = echo[0]
            if (said.address, said.func, said.data) == (frame.address, frame.func, frame.data):
                self._echoes.remove(echo)
                return True
        return False

    # --- saying ---

    async def _say(self, frame: Frame) -> None:
        """Say something unasked, once nobody else is talking."""
        async with self._turn:
            await self._quiet()
            await self._write(frame)

    async def _quiet(self) -> None:
        patient_until_s = _now_s() + _PATIENCE_S
        while True:
            wait_s = min(self._free_s, patient_until_s) - _now_s()
            if wait_s <= 0:
                return
            await asyncio.sleep(wait_s)

    async def _write(self, frame: Frame) -> None:
        data = encode(frame)
        passed_s = _now_s() + len(data) * self.declaration.line.byte_s
        self._free_s = passed_s + self.options.quiet_s
        if self.options.own_echo:
            self._echoes.append((frame, passed_s + self.options.echo_within_s))
        await self.wire.write(data)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
