"""What a receptionist sees of the hall: looked at in parts, each where there is a right to it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Any

from edge.api import shapes
from edge.client import HallClient


class Part(Flag):
    """A part of the hall that changes by itself."""

    NONE = 0
    PLAN = auto()
    QUEUE = auto()
    HELP = auto()
    MESSAGES = auto()
    SLIPS = auto()


EVERYTHING = Part.PLAN | Part.QUEUE | Part.HELP | Part.MESSAGES | Part.SLIPS

_PLAN_FACTS = frozenset({"DayOpened", "DayClosed", "ServiceSwitched"})
_NUMBER_FACTS = frozenset({"TicketReserved", "TicketIssued"})
_LINE_FACTS = ("Ticket", "Leg", "Service", "Priority", "Documents", "VisitNoted")


@dataclass(frozen=True, slots=True)
class Seen:
    """The hall as it was when it was last looked at. While it is away, `here` is False."""

    here: bool = False
    services: tuple[shapes.Service, ...] = ()
    priorities: tuple[shapes.PriorityGroup, ...] = ()
    queue: tuple[shapes.InLine, ...] = ()
    help: tuple[shapes.Help, ...] = ()
    messages: tuple[shapes.Message, ...] = ()
    slips: tuple[shapes.NextSlip, ...] = ()


def part_of(kind: str) -> Part:
    """Return what must be looked at again after a fact of that kind."""
    if kind in _PLAN_FACTS:
        return EVERYTHING
    if kind in _NUMBER_FACTS:
        return Part.QUEUE | Part.SLIPS
    if kind.startswith(_LINE_FACTS):
        return Part.QUEUE
    if kind.startswith("Help"):
        return Part.HELP
    return Part.MESSAGES if kind.startswith("Message") else Part.NONE


async def looked(hall: HallClient, before: Seen, parts: Part, rights: Collection[str]) -> Seen:
    """Return the hall with `parts` of it looked at anew. Raises `HallError`."""
    wanted: dict[str, Callable[[], Awaitable[list[Any]]]] = {}
    if Part.PLAN in parts:
        wanted |= {"services": hall.services, "priorities": hall.priorities}
    if Part.QUEUE in parts and "see_queue" in rights:
        wanted["queue"] = hall.queue
    if Part.HELP in parts and "accept_help" in rights:
        wanted["help"] = hall.help_calls
    if Part.MESSAGES in parts and "message" in rights:
        wanted["messages"] = hall.messages
    if Part.SLIPS in parts and "paper_roll" in rights:
        wanted["slips"] = hall.next_slips
    found = await asyncio.gather(*(look() for look in wanted.values()))
    new: dict[str, Any] = {name: tuple(it) for name, it in zip(wanted, found, strict=True)}
    return replace(before, here=True, **new)
