"""Surveying a whole hall at once: every place of this machine is asked, side by side."""

import asyncio
from collections.abc import Sequence

from drivers.probing import Probe
from edge.provisioning.places import Place, network, places
from edge.provisioning.scanning import OnAsked, OpenWire, look, questions
from edge.provisioning.survey import Finding, judge, known_usb

_GUESSED = network("tcp://127.0.0.1:3493")  # a UPS on this machine


def everywhere() -> list[Place]:
    """Return every place where a device may be, and where one is only guessed at."""
    return [*places(), _GUESSED]


def question_count(where: Sequence[Place], probes: Sequence[Probe]) -> int:
    """Return how many questions a survey of `where` asks at most."""
    return sum(len(questions(place, probes)) for place in where)


async def ask_around(
    where: Sequence[Place], probes: Sequence[Probe], open_wire: OpenWire, on_asked: OnAsked
) -> list[Finding]:
    """Ask at each place until somebody is known there; return what was found. Raises `OSError`."""
    sightings = await asyncio.gather(*(look(place, probes, open_wire, on_asked) for place in where))
    usb = known_usb()
    # A server that was only guessed at, and is not there, is no finding.
    return [judge(each, usb) for each in sightings if each.place != _GUESSED or not each.trouble]
