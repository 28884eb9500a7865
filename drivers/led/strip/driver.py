"""Tells one-way strip screens what to show, one after the other, and again from time to time.

The screens say nothing back: nobody can know whether one is there. The device is therefore
`assumed` to be, never lost, and what it shows is what it was told last.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    Finding,
    Health,
    Kind,
    LineSettings,
    TextDisplay,
    Wire,
)
from drivers.led.strip.frames import Frame, encode
from drivers.led.strip.options import StripOptions
from drivers.led.strip.text import TextTooLongError, encode_text, fits

_FOREVER_S = 3600.0
# On such a line only noise and our own echo are heard: a flood of it is looked at this often.
_DEAF_S = 0.1


@dataclass(slots=True)
class _Strip:
    """One screen: what the hall wants on it, and what a self-test wants instead."""

    address: int
    summary: bool
    wanted: str | None = None
    test: str | None = None
    asked: int = 0  # how often somebody wanted it told
    told: int = 0  # and the last of them that was


class StripScreens(TextDisplay):
    """One-way strip screens of queue halls, described by a profile. Not yet verified on hardware.

    A unit is a screen's address. Of texts that come faster than the line takes them, the latest
    wins. Every text is sent again each `refresh_interval_s`.
    """

    declaration = Declaration(
        kind=Kind.LED,
        protocol="strip",
        title="One-way strip screens, by profile",
        options=StripOptions,
        line=LineSettings(),
        capabilities=frozenset({"text", "chinese", "units"}),
    )

    options: StripOptions

    def __init__(self, wire: Wire, options: StripOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._layout = options.layout
        self._strips = {
            str(address): _Strip(address, address in options.summary_addresses)
            for address in options.addresses + options.summary_addresses
        }
        self._turn = asyncio.Lock()
        self._free_s = float("-inf")
        self._sequence: int | None = None

    async def run(self) -> None:
        """Send every text again from time to time, until the wire is lost."""
        self.report_health(Health.ASSUMED, "screens on a one-way line say nothing back")
        while True:
            await self._let_pass(self.options.refresh_interval_s or _FOREVER_S)
            for strip in self._strips.values():
                if self.options.refresh_interval_s and strip.wanted is not None:
                    await self._tell(strip)

    async def show(self, unit: str, text: str) -> None:
        """Have `unit` told to show `text`; returns when the last byte is handed over."""
        strip = self._strip(unit)
        try:
            encode_text(text, self._layout.writing)
        except TextTooLongError as error:
            raise DeviceRefusedError("text_too_long", str(error)) from error
        strip.wanted, strip.test = text, None
        await self._tell(strip)

    async def self_test(self) -> list[Finding]:
        """Show each screen's address on it for a while, then what was there."""
        strips = self._strips.values()
        try:
            for strip in strips:
                strip.test = self._test_text(strip)
                await self._tell(strip)
            await asyncio.sleep(self.options.test_text_s)
        finally:
            for strip in strips:
                await self._end_test(strip)
        return list(self._findings())

    async def _end_test(self, strip: _Strip) -> None:
        if strip.test is not None:  # else a call has come meanwhile, and stands
            strip.test = None
            await self._tell(strip)

    def _findings(self) -> Iterable[Finding]:
        yield Finding(
            True, "the line is one-way: the screens say nothing back, a person has to look"
        )
        for strip in self._strips.values():
            text, time = self._test_text(strip), f"{self.options.test_text_s:g} s"
            yield Finding(
                True, f"screen {strip.address} was told “{text}” for {time}: was it there?"
            )

    def _test_text(self, strip: _Strip) -> str:
        writing = self._layout.writing
        texts = (f"测试 {strip.address}", str(strip.address))
        return next((text for text in texts if fits(text, writing)), "")

    def _strip(self, unit: str) -> _Strip:
        try:
            return self._strips[unit]
        except KeyError:
            known = ", ".join(self._strips)
            meaning = f"no screen {unit!r} on this line; there are: {known}"
            raise DeviceRefusedError("unknown_unit", meaning) from None

    async def _tell(self, strip: _Strip) -> None:
        """Send what is wanted by the time the line is free, unless that was done meanwhile."""
        strip.asked += 1
        mine = strip.asked
        async with self._turn:
            if strip.told >= mine:
                return
            await asyncio.sleep(max(0.0, self._free_s - _now_s()))
            last = strip.asked
            await self._send(strip)
            strip.told = last

    async def _send(self, strip: _Strip) -> None:
        text = strip.test if strip.test is not None else strip.wanted or ""
        if self._layout.sequence is not None:
            self._sequence = self._layout.sequence.after(self._sequence)
        frame = Frame(strip.address, text, strip.summary, self._sequence)
        data = encode(frame, self._layout)
        await self.wire.write(data)
        line_s = len(data) * self.declaration.line.byte_s
        self._free_s = _now_s() + line_s + self._layout.pause_s

    async def _let_pass(self, time_s: float) -> None:
        until_s = _now_s() + time_s
        while (left_s := until_s - _now_s()) > 0:
            if await self.wire.read(left_s):
                await asyncio.sleep(min(left_s, _DEAF_S))


def _now_s() -> float:
    return asyncio.get_running_loop().time()
