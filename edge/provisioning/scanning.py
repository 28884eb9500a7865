"""Asking every place who is there, with nothing but questions that are safe to ask anybody."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from drivers.contract import LineSettings, Wire, WireLostError
from drivers.probing import Probe
from edge.provisioning.places import Entry, Place

OpenWire = Callable[[str, LineSettings], Awaitable[Wire]]
OnAsked = Callable[[], None]

_HEARD_MAX = 4096
_LISTEN_S = 0.3


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen at a place: who answered to which probe, or why nobody is known there.

    `said` is what the device says of itself, `heard` the beginning of what nobody understood.
    """

    place: Place
    probe: Probe | None = None
    line: LineSettings | None = None
    said: str = ""
    heard: bytes = b""
    trouble: str = ""


def questions(place: Place, probes: Sequence[Probe]) -> list[tuple[Probe, LineSettings]]:
    """Return what is asked at `place`, in the order of asking: probes first to last."""
    if place.entry is Entry.SERIAL:
        return [(probe, line) for probe in probes if not probe.network for line in probe.lines]
    if place.entry is Entry.NETWORK:
        servers_first = sorted(probes, key=lambda probe: not probe.network)
        return [(probe, probe.lines[0]) for probe in servers_first]
    return []


async def look(
    place: Place, probes: Sequence[Probe], open_wire: OpenWire, on_asked: OnAsked = lambda: None
) -> Sighting:
    """Ask at `place` until somebody is known there. Whoever has answered is asked nothing else."""
    heard = b""
    for probe, line in questions(place, probes):
        try:
            answer = await _ask(place.port, probe, line, open_wire)
        except WireLostError as error:
            return Sighting(place, trouble=str(error))
        finally:
            on_asked()
        said = probe.recognise(answer)
        if said:
            return Sighting(place, probe, line, said)
        heard = heard or answer[:32]
    return Sighting(place, heard=heard)


async def _ask(port: str, probe: Probe, line: LineSettings, open_wire: OpenWire) -> bytes:
    wire = await open_wire(port, line)
    try:
        before = await wire.read(_LISTEN_S)
        if probe.question:
            await wire.write(probe.question)
        return before + await _gather(wire, probe)
    finally:
        await wire.close()


async def _gather(wire: Wire, probe: Probe) -> bytes:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + probe.within_s
    heard = b""
    # A device that talks without end is heard for as long as any other, and no more of it is kept.
    while (left_s := deadline - loop.time()) > 0 and len(heard) < _HEARD_MAX:
        heard += await wire.read(left_s)
        if heard and probe.recognise(heard):
            break
    return heard
