"""What is done at the hall by a press: one request, with the right it needs and what is said."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from edge.api import shapes
from edge.client import HallClient, HallError
from kiosk.answers import UNHEARD
from kiosk.reception.presses import Press

GROUP_MAX = 10
_NO_PRIORITY = 0  # the level of whoever is in no group


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of the last press. `tone` is `done`, `refused` or `unheard`."""

    tone: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    tickets: tuple[shapes.Ticket, ...] = ()


async def _take(hall: HallClient, press: Press) -> Said:
    wanted = shapes.TicketFor.model_validate(
        {
            "services": press.fields.get("service", []),
            "together": press.field("together") == "on",
            "priority": press.field("priority") or None,
            "delivery": press.field("delivery") or "none",
        }
    )
    count = min(max(1, press.number("count")), GROUP_MAX)
    tickets: list[shapes.Ticket] = []
    for which in range(count):
        try:
            # One by one and each with a key of its own: sent again, the same tickets come.
            tickets.append(await hall.take_ticket(wanted, f"{press.press}-{which}"))
        except HallError as error:
            if not tickets or error.code in UNHEARD:
                raise
            return replace(said_of(error), tickets=tuple(tickets))
    return Said("done", "done_take", tickets=tuple(tickets))


async def _change_service(hall: HallClient, press: Press) -> Said:
    visit = await hall.change_service(press.about, press.value, press.press)
    return Said("done", "done_service", {"ticket": visit.ticket})


async def _change_priority(hall: HallClient, press: Press) -> Said:
    change = shapes.ChangePriority(priority=press.value or _NO_PRIORITY, reason="seen")
    visit = await hall.change_priority(press.about, change, press.press)
    return Said("done", "done_priority", {"ticket": visit.ticket})


async def _check_documents(hall: HallClient, press: Press) -> Said:
    needed, there = (press.fields.get(name, []) for name in ("needed", "there"))
    missing = [document for document in needed if document not in there]
    visit = await hall.check_documents(press.about, missing, press.press)
    return Said("done", "done_documents", {"ticket": visit.ticket})


async def _divert(hall: HallClient, press: Press) -> Said:
    await hall.divert(_diversion(press, visit=press.about), press.press)
    return Said("done", "done_divert")


async def _divert_door(hall: HallClient, press: Press) -> Said:
    service = press.field("service")
    await hall.divert(_diversion(press, service=service), press.press)
    return Said("done", "done_divert")


def _diversion(press: Press, **whom: str) -> shapes.Diversion:
    return shapes.Diversion.model_validate({**whom, "to": press.value})


async def _cancel(hall: HallClient, press: Press) -> Said:
    visit = await hall.cancel(press.about, press.value, press.press)
    return Said("done", "done_cancel", {"ticket": visit.ticket})


async def _reinstate(hall: HallClient, press: Press) -> Said:
    visit = await hall.reinstate(press.about, press.press)
    return Said("done", "done_reinstate", {"ticket": visit.ticket})


async def _accept(hall: HallClient, press: Press) -> Said:
    call = await hall.accept_help(press.about, press.press)
    return Said("done", "done_accept", {"place": call.place})


async def _end_help(hall: HallClient, press: Press) -> Said:
    ended = await hall.end_help(press.about, press.press)
    return Said("done", "done_end_help", {"place": ended.place})


async def _slips(hall: HallClient, press: Press) -> Said:
    # The number on the last slip, and not how many: noted twice it is the same.
    last = press.number("first") + max(1, press.number("count")) - 1
    noted = await hall.slips_handed_out(press.about, last, press.press)
    return Said("done", "done_slips", {"count": len(noted.tickets)})


async def _read(hall: HallClient, press: Press) -> Said:
    await hall.read_message(press.about, press.press)
    return Said("done", "done_read")


async def _send(hall: HallClient, press: Press) -> Said:
    to = [press.about] if press.about else []
    message = shapes.NewMessage(text=press.field("text"), to=to)
    await hall.send_message(message, press.press)
    return Said("done", "done_send")


@dataclass(frozen=True, slots=True)
class Deed:
    """A request, and the right that whoever presses must have; the hall asks for it once more."""

    right: str
    do: Callable[[HallClient, Press], Awaitable[Said]]


DEEDS: Mapping[str, Deed] = {
    "take": Deed("take_ticket", _take),
    "service": Deed("change_service", _change_service),
    "priority": Deed("group_ticket", _change_priority),
    "documents": Deed("check_documents", _check_documents),
    "divert": Deed("divert", _divert),
    "divert_door": Deed("divert", _divert_door),
    "cancel": Deed("cancel_ticket", _cancel),
    "reinstate": Deed("change_service", _reinstate),
    "accept": Deed("accept_help", _accept),
    "end_help": Deed("accept_help", _end_help),
    "slips": Deed("paper_roll", _slips),
    "read": Deed("message", _read),
    "send": Deed("message", _send),
}


def rights_for(press: Press) -> set[str]:
    """Return the rights that a press needs: groups and priority are a right of their own."""
    rights = {DEEDS[press.action].right}
    if press.action == "take" and (press.field("priority") or press.number("count") > 1):
        rights.add("group_ticket")
    return rights


async def do(hall: HallClient, press: Press, rights: Collection[str]) -> Said:
    """Do what was pressed, and return what came of it.

    Raises `HallError` `session_required` where the session is over.
    """
    if not rights_for(press) <= set(rights):
        return Said("refused", "refused_not_allowed")
    try:
        return await DEEDS[press.action].do(hall, press)
    except ValidationError:
        return Said("refused", "refused_incomplete")
    except HallError as error:
        if error.code == "session_required":
            raise
        return said_of(error)


def said_of(error: HallError) -> Said:
    """Return what is said where the hall did not do it, or where nobody knows."""
    if error.code in UNHEARD:
        return Said("unheard", "unheard")
    return Said("refused", f"refused_{error.code}", {"code": error.code})
