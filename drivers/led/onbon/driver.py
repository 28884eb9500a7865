"""Keeps the strips on one line showing what they were told, and knows which of them are there.

Text goes into realtime area 0, which lives in the card's memory: it may change without end and is
lost with the power. Nothing is ever written to the card's flash.
"""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

from drivers.contract import (
    AdjustableDisplay,
    Context,
    Declaration,
    DeviceError,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    LineSettings,
    Wire,
)
from drivers.led.onbon import checkup
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.line import Strip, StripLine
from drivers.led.onbon.options import OnbonOptions
from drivers.led.onbon.settings import level_of, set_clock


class OnbonStrips(AdjustableDisplay):
    """Onbon BX-5K/6K font cards. Not yet verified on hardware.

    A unit is a card's address. Where there are several, each is reported by itself as well, and the
    line as a whole is online while any of them answers. A strip that was away shows its text again,
    lit as it was told, before it is reported back. Of texts that come faster than a strip may
    change, the latest wins.
    """

    declaration = Declaration(
        kind=Kind.LED,
        protocol="onbon",
        title="Onbon BX-5K/6K LED strips",
        options=OnbonOptions,
        line=LineSettings(baudrate=57600),
        capabilities=frozenset({"text", "chinese", "scroll", "units", "light", "clock"}),
    )

    options: OnbonOptions

    def __init__(self, wire: Wire, options: OnbonOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = StripLine(wire, options, self._note)

    async def run(self) -> None:
        """Ask each strip in turn whether it is there, until the wire is lost."""
        while True:
            await self._line.attend()

    async def show(self, unit: str, text: str) -> None:
        """Have `unit` show `text` and nothing else; text wider than the strip runs to the left.

        A strip that is known to be away raises `DeviceSilentError` at once and shows the text when
        it is back.
        """
        strip = self._strip(unit)
        strip.wanted = text
        async with strip.turn:
            if strip.health is Health.OFFLINE:
                raise DeviceSilentError(f"strip {unit} is away; it will show this when it is back")
            await self._line.show(strip)

    async def set_brightness(self, percent: int) -> None:
        """Have all strips shine with `percent` of their light; those away do when they are back."""
        try:
            level = level_of(percent)
        except OutOfRangeError as error:
            raise DeviceRefusedError("out_of_range", str(error)) from error
        self._line.light = dataclasses.replace(self._line.light, level=level)
        await _on_each(self._strips, self._line.shine)

    async def set_lit(self, on: bool) -> None:
        """Have all strips be on, or dark; those away will when they are back."""
        self._line.light = dataclasses.replace(self._line.light, on=on)
        await _on_each(self._strips, self._line.shine)

    async def set_clock(self, now: dt.datetime) -> None:
        """Set the clock of all strips that are there; it runs on without power.

        One that is away has it set when it is next told to all. Raises `DeviceSilentError` where
        none is there.
        """
        there = [each for each in self._strips if each.health is not Health.OFFLINE]
        if not there:
            raise DeviceSilentError("all strips are away")
        began_s = _now_s()

        async def set_it(strip: Strip) -> None:
            by_now = now + dt.timedelta(seconds=_now_s() - began_s)
            await self._line.command(strip, set_clock(strip.address, by_now))

        await _on_each(there, set_it)

    async def self_test(self) -> list[Finding]:
        """Ask each strip how it is, and show its address on it for a while; then what was there."""
        return await checkup.check(self._line, self.options.test_text_s, self.context.now())

    def _strip(self, unit: str) -> Strip:
        try:
            return self._line.strips[unit]
        except KeyError:
            known = ", ".join(self._line.strips)
            meaning = f"no strip {unit!r} on this line; there are: {known}"
            raise DeviceRefusedError("unknown_unit", meaning) from None

    @property
    def _strips(self) -> Sequence[Strip]:
        return list(self._line.strips.values())

    def _note(self, strip: Strip, detail: str) -> None:
        strips = self._strips
        if len(strips) > 1:
            self.report_health(strip.health, detail, str(strip.address))
        healths = {strip.health for strip in strips}
        if Health.ONLINE in healths:
            self.report_health(Health.ONLINE)
        elif Health.STARTING not in healths:
            self.report_health(Health.OFFLINE, detail)


async def _on_each(strips: Sequence[Strip], do: Callable[[Strip], Awaitable[None]]) -> None:
    """Do it on every strip, and only then say that one failed."""
    failures: list[DeviceError] = []
    for strip in strips:
        try:
            async with strip.turn:
                if strip.health is Health.OFFLINE:
                    raise DeviceSilentError(f"strip {strip.address} is away")
                await do(strip)
        except (DeviceSilentError, DeviceRefusedError) as error:
            failures.append(error)
    if failures:
        raise failures[0]


def _now_s() -> float:
    return asyncio.get_running_loop().time()
