"""How the contract suite uses any reader of identity cards."""

import asyncio

from drivers.contract import CardRead, DeviceEvent, IdentityReader
from drivers.twins import Twin

_LIFTED_S = 3.0
_READ_WITHIN_S = 20.0
_LYING_S = 5.0

_CARDS = (
    {"name": "林晓晴", "number": "11019919880616002X"},
    {"name": "陳大文", "number": "810000199001010019", "document": "hmt_permit"},
)


async def lay_and_read(_reader: IdentityReader, twin: Twin, events: list[DeviceEvent]) -> None:
    """Lay two people's cards one after the other: each is reported once."""
    for card in _CARDS:
        twin.act("lift_card")
        await asyncio.sleep(_LIFTED_S)
        before = len(_read(events))
        twin.act("lay_card", **card)
        await _until_read(events, before + 1)
        await asyncio.sleep(_LYING_S)
        new = _read(events)[before:]
        assert len(new) == 1, f"a card laid once was reported {len(new)} times"  # noqa: S101
        assert new[0].card.number == card["number"]  # noqa: S101
    twin.act("lift_card")


def _read(events: list[DeviceEvent]) -> list[CardRead]:
    return [event for event in events if isinstance(event, CardRead)]


async def _until_read(events: list[DeviceEvent], count: int) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _READ_WITHIN_S
    while len(_read(events)) < count:
        assert loop.time() < deadline, "the card was not reported"  # noqa: S101
        await asyncio.sleep(0.1)
