"""Write down what a driver and its twin say to each other, as sample frames.

`record.py PROTOCOL MODULE:CASE`, as in `record.py ssi drivers.scanner.ssi.case:CASE`. Each frame is
the bytes that complete it; the first of each name is taken.
"""

import asyncio
import sys
from importlib import import_module

from drivers import registry, virtualtime
from drivers.conformance import Case
from drivers.conformance.bench import NOW
from drivers.contract import Context
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import serve_twin
from drivers.wire import Noise, Side, WireProtocol

_FRAMES_MAX = 12


class _ListeningWire:
    """Passes everything on and keeps what passes."""

    def __init__(self, wire: LoopbackEnd) -> None:
        self.said: dict[Side, bytearray] = {side: bytearray() for side in Side}
        self._wire = wire

    async def write(self, data: bytes) -> None:
        self.said[Side.HOST] += data
        await self._wire.write(data)

    async def read(self, within_s: float) -> bytes:
        data = await self._wire.read(within_s)
        self.said[Side.DEVICE] += data
        return data

    async def close(self) -> None:
        await self._wire.close()


async def _session(case: Case) -> dict[Side, bytearray]:
    host, device = loopback()
    wire, twin, events = _ListeningWire(host), case.twin(), []
    driver = case.driver(wire, case.options, Context(events.append, lambda: NOW))
    tasks = [
        asyncio.ensure_future(driver.run()),
        asyncio.ensure_future(serve_twin(twin, device, driver.declaration.line)),
    ]
    await asyncio.sleep(5.0)
    await case.exercise(driver, twin, events)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return wire.said


def frames_of(protocol: WireProtocol, side: Side, said: bytes) -> dict[str, bytes]:
    """Return the bytes of the first frame of each name."""
    decoder, begun, found = protocol.decoder(side), bytearray(), {}
    for byte in said:
        begun.append(byte)
        items = decoder.feed(bytes([byte]))
        for item in items:
            if not isinstance(item, Noise):
                found.setdefault(protocol.describe(item)["name"], bytes(begun))
        if items:
            begun.clear()
    return dict(list(found.items())[:_FRAMES_MAX])


def main(name: str, where: str) -> None:
    protocol = registry.wire_protocol(name)
    module, _, case = where.partition(":")
    said = virtualtime.run(_session(getattr(import_module(module), case)))
    for side, letter in ((Side.HOST, "H"), (Side.DEVICE, "D")):
        for frame_name, frame in frames_of(protocol, side, bytes(said[side])).items():
            sys.stdout.write(f"{letter} {frame.hex().upper()} {frame_name}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
