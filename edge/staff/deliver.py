"""Brings one press to the hall, as often as it takes for one answer, with one effect."""

import asyncio
from collections.abc import Awaitable, Callable

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.actions import Action
from edge.staff.patience import Patience
from edge.staff.press import Done, NobodyWaits, Outcome, Press, Refused, Unheard


async def deliver(client: HallClient, press: Press, patience: Patience) -> Outcome:
    """Send `press` until the hall answers, always under the press's own key.

    A press is given up after the last pause: called out minutes later it would reach nobody.
    """
    return await _insist(lambda: _send(client, press), patience)


async def acknowledge(
    client: HallClient, body: shapes.Acknowledgement, key: str, patience: Patience
) -> Outcome:
    """Note that the clerk knows of a fault, in the same way."""

    async def send() -> Outcome:
        await client.acknowledge_fault(body, key)
        return Done()

    return await _insist(send, patience)


async def _insist(send: Callable[[], Awaitable[Outcome]], patience: Patience) -> Outcome:
    for pause_s in (*patience.retry_pauses_s, None):
        try:
            async with asyncio.timeout(patience.answer_timeout_s):
                return await send()
        except (HallUnreachableError, TimeoutError):
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        except HallError as error:
            return Refused(error.code, str(error))
    return Unheard()


async def _send(client: HallClient, press: Press) -> Outcome:
    match press.action:
        case Action.OPEN:
            await client.open_counter(press.counter, press.key)
            return Done()
        case Action.CLOSE:
            await client.close_counter(press.counter, press.key)
            return Done()
        case Action.NEXT:
            called = await client.call_next(press.counter, press.key)
            return Done(called.visit, called.ticket) if called else NobodyWaits()
        case _:
            return await _send_about_ticket(client, press)


async def _send_about_ticket(client: HallClient, press: Press) -> Outcome:
    verbs = {
        Action.RECALL: client.recall,
        Action.START: client.start,
        Action.FINISH: client.finish,
        Action.NO_SHOW: client.no_show,
    }
    called = await verbs[press.action](press.counter, press.key, press.visit or None)
    return Done(called.visit, called.ticket)
