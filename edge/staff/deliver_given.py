"""Sends the presses that follow a dialog: what was answered becomes the body of the request."""

from collections.abc import Awaitable, Callable, Mapping

from edge.api import shapes
from edge.client import HallClient
from edge.staff.actions import Action
from edge.staff.press import Press
from edge.staff.steps import OTHER

_Send = Callable[[HallClient, Press], Awaitable[shapes.Called]]


async def send(client: HallClient, press: Press) -> shapes.Called:
    """Send a press of one of `ACTIONS`."""
    return await _SEND[press.action](client, press)


def help_call(press: Press) -> shapes.HelpCall:
    """Return the call for help that was asked for."""
    return shapes.HelpCall.model_validate(
        {"place": press.counter, "urgency": press.given["urgency"]}
    )


async def _send_back(client: HallClient, press: Press) -> shapes.Called:
    unit, _, count = press.given["when"].partition(" ")
    wanted = {unit: int(count)} if count else {}
    body = {"visit": press.visit, "reason": press.given["reason"], **wanted}
    back = shapes.SendBack.model_validate(body)
    return await client.send_back(press.counter, back, press.key)


async def _park(client: HallClient, press: Press) -> shapes.Called:
    remind_min = int(press.given["remind_min"])
    reason = press.given["reason"]
    park = shapes.Park(visit=press.visit, reason=reason, remind_min=remind_min)
    return await client.park(press.counter, park, press.key)


async def _take_back(client: HallClient, press: Press) -> shapes.Called:
    return await client.resume_parked(press.counter, press.given["visit"], press.key)


async def _transfer(client: HallClient, press: Press) -> shapes.Called:
    given = press.given
    to = shapes.Transfer.model_validate(
        {
            "visit": press.visit,
            given["to"]: given[given["to"]],
            "place": given["place"],
            "delay_min": int(given["delay_min"]),
            "back": given["back"] == "yes",
            "reason": given.get("reason", ""),
            "note": given.get("note"),
        }
    )
    return await client.transfer(press.counter, to, press.key)


async def _walk_direct(client: HallClient, press: Press) -> shapes.Called:
    return await client.walk_direct(press.counter, press.given["service"], press.key)


async def _call_chosen(client: HallClient, press: Press) -> shapes.Called:
    typed = press.given["reason"] == OTHER
    reason = press.given["typed" if typed else "reason"]
    chosen = shapes.CallChosen(visit=press.given["visit"], reason=reason)
    return await client.call_chosen(press.counter, chosen, press.key)


async def _finish_with(client: HallClient, press: Press) -> shapes.Called:
    delivered = [each for each in press.given["delivered"].split(",") if each]
    outcome = press.given.get("outcome", "")
    how = shapes.Finish(visit=press.visit, outcome=outcome, delivered=delivered)
    return await client.finish_with(press.counter, how, press.key)


_SEND: Mapping[Action, _Send] = {
    Action.SEND_BACK: _send_back,
    Action.PARK: _park,
    Action.TAKE_BACK: _take_back,
    Action.TRANSFER: _transfer,
    Action.WALK_DIRECT: _walk_direct,
    Action.CALL_CHOSEN: _call_chosen,
    Action.FINISH_WITH: _finish_with,
}
ACTIONS = frozenset(_SEND)
