"""Listens to hard callers and evaluators on one FF 68 bus, and tells them what to show."""

import asyncio
import contextlib
import logging
from collections import Counter

from drivers.caller.ff68 import messages
from drivers.caller.ff68.codec import Ff68Decoder, Frame, encode, may_be_a_units
from drivers.caller.ff68.names import RATING
from drivers.caller.ff68.options import Ff68Options
from drivers.caller.ff68.own_voice import OwnVoice, Said
from drivers.caller.ff68.self_test import SHOWN_S, Heard, findings
from drivers.contract import (
    CallerKey,
    Context,
    CounterUnits,
    Declaration,
    DeviceRefusedError,
    Finding,
    Health,
    KeyPressed,
    Kind,
    LineSettings,
    RatingPressed,
    Wire,
)
from drivers.wire import Noise, Side

logger = logging.getLogger(__name__)

_READ_S = 60.0
# On a bus where somebody never stops talking, a message goes out in the end all the same.
_PATIENCE_S = 1.0


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
        # Both sides talk on one pair: what is heard may be a unit's, or our own coming back.
        self._decoder = Ff68Decoder(Side.HOST)
        self._voice = OwnVoice()
        self._keys = {bytes.fromhex(code): CallerKey(key) for code, key in options.keys.items()}
        self._ratings = {bytes.fromhex(code): key for code, key in options.ratings.items()}
        self._last: dict[int, tuple[Frame, float]] = {}
        self._shown: dict[int, Frame] = {}
        self._heard = Heard(Counter())
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
                await self._take(item)

    async def show_ticket(self, unit: str, ticket: str) -> None:
        """Have the caller at `unit` show the last three digits of `ticket`."""
        await self._show(messages.show_ticket(self._address(unit), ticket))

    async def show_waiting(self, unit: str, count: int) -> None:
        """Have the caller at `unit` show how many wait, 999 at most."""
        await self._show(messages.show_waiting(self._address(unit), count))

    async def ask_rating(self, unit: str) -> None:
        """Have the evaluator at `unit` ask the visitor."""
        await self._say(messages.start_evaluation(self._address(unit)))

    async def self_test(self) -> list[Finding]:
        """Have every unit sound and show its own address for a while, and say who was heard."""
        addresses = self.options.addresses
        for address in addresses:
            await self._say(messages.beep(address))
            await self._say(messages.show_ticket(address, f"{address:03}"))
        await asyncio.sleep(SHOWN_S)
        for address in addresses:
            await self._say(self._shown.get(address, messages.show_ticket(address, "")))
        return findings(addresses, self._heard, echoes=self._voice.echoes)

    def _address(self, unit: str) -> int:
        known = {str(address): address for address in self.options.addresses}
        if unit not in known:
            there = ", ".join(known)
            meaning = f"no caller {unit!r} on this bus; there are: {there}"
            raise DeviceRefusedError("unknown_unit", meaning)
        return known[unit]

    # --- hearing ---

    async def _take(self, item: Frame | Noise) -> None:
        if isinstance(item, Noise):
            self._heard.broken += 1
        elif self.options.own_echo and self._voice.is_own(item, _now_s()):
            pass
        elif may_be_a_units(item):
            await self._hear(item)
        else:
            self._heard.broken += 1

    async def _hear(self, frame: Frame) -> None:
        self._heard.frames[frame.address] += 1
        if frame.address not in self.options.addresses:
            return
        await self._write(messages.acknowledge(frame))
        unit = str(frame.address)
        self.report_health(Health.ONLINE, unit=unit)
        if self._is_repeat(frame):
            return
        if frame.func == RATING:
            self._report_rating(unit, frame.data)
        elif (key := self._key(frame.data)) is not None:
            self.context.report(KeyPressed(unit, key))

    def _report_rating(self, unit: str, data: bytes) -> None:
        key = self._ratings.get(data)
        if key is None:
            logger.warning("unit %s: a result %s that means no key", unit, data.hex().upper())
        else:
            self.context.report(RatingPressed(unit, key))

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

    # --- saying ---

    async def _show(self, frame: Frame) -> None:
        self._shown[frame.address] = frame
        await self._say(frame)

    async def _say(self, frame: Frame) -> None:
        """Say something unasked, once nobody else is talking, and again where it collided."""
        async with self._turn:
            for _time in range(self.options.says_max):
                await self._quiet()
                said = await self._write(frame)
                if not self._voice.echoes or await _came_back(said):
                    return
                self._heard.collisions += 1
            # Nothing comes back any more: another adapter, perhaps, that does not echo.
            self._voice.echoes = False
            logger.warning("unit %d was told something and it may not have arrived", frame.address)

    async def _quiet(self) -> None:
        patient_until_s = _now_s() + _PATIENCE_S
        while True:
            wait_s = min(self._free_s, patient_until_s) - _now_s()
            if wait_s <= 0:
                return
            await asyncio.sleep(wait_s)

    async def _write(self, frame: Frame) -> Said:
        data = encode(frame)
        now_s = _now_s()
        passed_s = now_s + len(data) * self.declaration.line.byte_s
        self._free_s = passed_s + self.options.quiet_s
        said = self._voice.say(frame, now_s, passed_s + self.options.echo_within_s)
        await self.wire.write(data)
        return said


async def _came_back(said: Said) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout_at(said.until_s):
            await said.came_back.wait()
    return said.came_back.is_set()


def _now_s() -> float:
    return asyncio.get_running_loop().time()
