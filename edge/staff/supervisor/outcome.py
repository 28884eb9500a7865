"""An order on its way to the hall, and what came of it; brought there with one effect."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from edge.client import HallClient, HallError
from edge.staff.insisting import UnheardError, insist
from edge.staff.patience import Patience
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Said, Tone
from edge.staff.words import Words

Send = Callable[[HallClient, str], Awaitable[object]]


@dataclass(frozen=True)
class Order:
    """What is asked of the hall. `key` is the same however often it is sent."""

    key: str
    done: Words
    send: Send


@dataclass(frozen=True)
class Outcome:
    """What came of an order. `code` is empty where it was done, `unheard` without an answer."""

    said: Said
    code: str = ""
    message: str = ""


UNHEARD = Outcome(Said(words.UNHEARD, Tone.ALARM), "unheard")


async def deliver(client: HallClient, order: Order, patience: Patience) -> Outcome:
    """Send `order` until the hall answers, always under its own key."""
    try:
        await insist(lambda: order.send(client, order.key), patience)
    except UnheardError:
        return UNHEARD
    except HallError as error:
        said = Said(words.refusal(error.code, str(error)), Tone.WARNING)
        return Outcome(said, error.code, str(error))
    return Outcome(Said(order.done, Tone.DONE))
