"""The strips' self-test: asks each how it is, and shows its address on it for a while."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence

from drivers.contract import DeviceRefusedError, DeviceSilentError, Finding
from drivers.led.onbon.commands import error_meaning
from drivers.led.onbon.line import Strip, StripLine
from drivers.led.onbon.requests import Answer
from drivers.led.onbon.settings import LEVEL_MAX, Status, read_status, status_of

# Less is what two clocks differ by when nobody has set them for a week.
_CLOCK_OFF_S = 60.0


async def check(line: StripLine, shown_s: float, now: dt.datetime) -> list[Finding]:
    """Return what was seen of every strip. Leaves each showing what the hall wants by then."""
    findings, there = [], []
    for strip in line.strips.values():
        try:
            told = await _ask_how_it_is(line, strip)
        except DeviceSilentError:
            hint = "check its power, its address, A and B of the line, and the speed"
            findings.append(Finding(False, f"strip {strip.address} does not answer: {hint}"))
        else:
            findings += _read(strip.address, told, now)
            there.append(strip)
    return findings + await _show_addresses(line, there, shown_s)


async def _ask_how_it_is(line: StripLine, strip: Strip) -> Status | Answer:
    async with strip.turn:
        return await line.ask(strip, read_status(strip.address), status_of)


def _read(address: int, told: Status | Answer, now: dt.datetime) -> Iterable[Finding]:
    if isinstance(told, Answer):
        yield Finding(False, f"strip {address} refuses to say how it is: {_meaning(told)}")
    else:
        yield from _read_status(address, told, now)


def _meaning(no: Answer) -> str:
    return f"{error_meaning(no.error)} ({no.error})"


def _read_status(address: int, told: Status, now: dt.datetime) -> Iterable[Finding]:
    light = f"brightness {told.level} of {LEVEL_MAX}"
    if told.on:
        yield Finding(True, f"strip {address} answers; it is on, {light}")
    else:
        yield Finding(False, f"strip {address} answers; it is switched off, {light}")
    yield _read_clock(address, told.clock, now)
    if told.programmes:
        yield Finding(
            False,
            f"strip {address} has {told.programmes} programmes loaded, which may cover the text: "
            "delete them with the maker's software",
        )


def _read_clock(address: int, clock: dt.datetime | None, now: dt.datetime) -> Finding:
    if clock is None:
        return Finding(False, f"the clock of strip {address} has never been set")
    behind_s = (now.replace(tzinfo=None) - clock).total_seconds()
    if abs(behind_s) <= _CLOCK_OFF_S:
        return Finding(True, f"the clock of strip {address} is right")
    direction = "slow" if behind_s > 0 else "fast"
    return Finding(False, f"the clock of strip {address} is {abs(behind_s):.0f} s {direction}")


async def _show_addresses(
    line: StripLine, strips: Sequence[Strip], shown_s: float
) -> list[Finding]:
    before = {strip.address: strip.wanted or "" for strip in strips}
    texts = {strip.address: f"测试 {strip.address}" for strip in strips}
    findings = []
    try:
        for strip in strips:
            strip.wanted = texts[strip.address]
        for strip in strips:
            said = (
                f"strip {strip.address} took “{strip.wanted}” for {shown_s:g} s: was it readable?"
            )
            findings.append(await _show(line, strip, said))
        await asyncio.sleep(shown_s)
    finally:
        for strip in strips:
            # A call that came meanwhile stands: only the test text is taken away.
            if strip.wanted == texts[strip.address]:
                strip.wanted = before[strip.address]
    for strip in strips:
        findings.append(await _show(line, strip, f"strip {strip.address} shows again what it did"))
    return findings


async def _show(line: StripLine, strip: Strip, said: str) -> Finding:
    """Have what is wanted shown; return what is `said` then."""
    wanted = strip.wanted
    try:
        async with strip.turn:
            await line.show(strip)
    except (DeviceSilentError, DeviceRefusedError) as error:
        return Finding(False, f"strip {strip.address} does not show “{wanted}”: {error}")
    return Finding(True, said)
