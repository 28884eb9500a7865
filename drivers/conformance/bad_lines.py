"""Checks on lines with garbage, echoes, packets, delays, dripping bytes, and a sudden end."""

import asyncio
import random
from collections.abc import Callable
from functools import partial

from drivers.conformance.bench import bench, settle
from drivers.conformance.case import Case
from drivers.conformance.lines import (
    BadLine,
    Dripping,
    Echoing,
    GarbageBetween,
    Gathering,
    LateAnswers,
    stretched,
)
from drivers.conformance.ordinary import ends_with_its_wire, lost_and_back_once
from drivers.contract import WireLostError
from drivers.twins import DevicePort, Twin

_PACKET_S = 0.05
_LATE_S = 3.0
_LATE_SHARE = 0.3
_CRAWL_S = 5.0
# Within a header, within a short frame, within a long one.
_CUT_AFTER_BYTES = (1, 5, 40)


async def _works(case: Case, line: Callable[[Twin], Twin]) -> None:
    async with bench(case, line=line) as on:
        await on.until_online()
        await on.exercise()


async def works_through_garbage(case: Case) -> None:
    """Work the same with garbage before and after whatever the device says."""
    for seed in range(3 if case.garbage else 0):
        await _works(case, partial(GarbageBetween, garbage=case.garbage, dice=_dice(seed)))


async def works_with_its_own_echo(case: Case) -> None:
    """Work the same with an adapter that gives back what the host says."""
    if case.echoes:
        await _works(case, Echoing)


async def takes_no_echo_for_an_answer(case: Case) -> None:
    """Report a silent device once when lost and once when back, though its own echo goes on."""
    if not case.echoes or case.one_way:
        return
    async with bench(case, line=Echoing) as on:
        await on.until_online()
        on.twin.silent = True
        await lost_and_back_once(on, lambda: setattr(on.twin, "silent", False))


async def works_with_answers_in_one_read(case: Case) -> None:
    """Work the same with all that the device says within 50 ms arriving in one piece."""
    await _works(case, lambda twin: Gathering(twin, _PACKET_S))


async def survives_late_answers(case: Case) -> None:
    """Three answers in ten come late, in one read with the next; then all is as new."""
    for seed in range(3):
        lines: list[BadLine] = []

        def line(twin: Twin, seed: int = seed, lines: list[BadLine] = lines) -> Twin:
            lines.append(LateAnswers(twin, _LATE_S, _LATE_SHARE, _dice(seed)))
            lines[0].bad = False
            return lines[0]

        async with bench(case, line=line) as on:
            await on.until_online()
            lines[0].bad = True
            await on.try_to_exercise()
            lines[0].mend()
            await on.until_online()
            await settle()
            await on.exercise()


async def works_on_a_slow_wire(case: Case) -> None:
    """Work the same with answers drawn out to `slow_answer_s`, each byte arriving alone."""
    await _works(case, lambda twin: Dripping(twin, stretched(case.slow_answer_s)))


async def reports_a_crawling_device_once(case: Case) -> None:
    """Report a device slower than any patience, a byte in five seconds, as lost once."""
    if case.one_way:
        return
    lines: list[BadLine] = []

    def line(twin: Twin) -> Twin:
        lines.append(Dripping(twin, lambda _size: _CRAWL_S))
        lines[0].bad = False
        return lines[0]

    async with bench(case, line=line) as on:
        await on.until_online()
        lines[0].bad = True
        await lost_and_back_once(on, lines[0].mend)


class _CutPort:
    """Hangs up in the middle of what the device says, once `armed`."""

    def __init__(self, port: DevicePort, after_bytes: int) -> None:
        self.armed = False
        self._port = port
        self._left = after_bytes

    async def write(self, data: bytes) -> None:
        if not self.armed:
            await self._port.write(data)
            return
        await self._port.write(data[: self._left])
        self._left -= len(data)
        if self._left <= 0:
            await self._port.close()
            raise WireLostError("cut")

    async def read(self, within_s: float) -> bytes:
        return await self._port.read(within_s)

    async def close(self) -> None:
        await self._port.close()


async def ends_when_cut_off_in_mid_frame(case: Case) -> None:
    """`run` raises `WireLostError`, and no verb hangs, when the wire ends within a frame."""
    for after_bytes in _CUT_AFTER_BYTES:
        await _ends_when_cut(case, after_bytes)


async def _ends_when_cut(case: Case, after_bytes: int) -> None:
    ports: list[_CutPort] = []

    def port(far: DevicePort) -> DevicePort:
        ports.append(_CutPort(far, after_bytes))
        return ports[0]

    async with bench(case, port=port) as on:
        await on.until_online()
        ports[0].armed = True
        using = asyncio.ensure_future(on.try_to_exercise())
        await asyncio.wait({using, on.running}, return_when=asyncio.FIRST_COMPLETED)
        await on.device_end.close()  # where the device said too little for it to be cut
        await ends_with_its_wire(on, using)


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311
