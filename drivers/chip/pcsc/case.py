"""How the contract suite uses the chip card reader: cards of each kind, seen once each."""

import asyncio

from drivers.chip.pcsc.driver import PcscReader
from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.profile import ParameterFile, PurchaseProfile, WalletFile
from drivers.chip.pcsc.twin import PcscTwin
from drivers.conformance import Case
from drivers.contract import ChipCardKind, ChipCardSeen, DeviceEvent, PurchaseCardRead

_SEEN_WITHIN_S = 10.0

PROFILE = PurchaseProfile(
    title="suite",
    directories=("3F00", "DF01"),
    parameters=ParameterFile(short_file=1),
    wallet=WalletFile(short_file=2),
)


async def _exercise(reader: PcscReader, twin: PcscTwin, events: list[DeviceEvent]) -> None:
    for kind in (ChipCardKind.PURCHASE, ChipCardKind.BANK, ChipCardKind.UNKNOWN):
        before = len(events)
        twin.act("insert_card", card=kind.value)
        await _until(events, before, kind)
        twin.act("pull_card")
    found = await reader.self_test()
    assert found, "the self-test says nothing"  # noqa: S101


async def _until(events: list[DeviceEvent], before: int, kind: ChipCardKind) -> None:
    wanted = 2 if kind is ChipCardKind.PURCHASE else 1
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _SEEN_WITHIN_S
    while len(new := _of_cards(events[before:])) < wanted:
        assert loop.time() < deadline, f"a {kind} card was not reported"  # noqa: S101
        await asyncio.sleep(0.1)
    assert isinstance(new[0], ChipCardSeen)  # noqa: S101
    assert new[0].card is kind, f"a {kind} card was reported as {new[0].card}"  # noqa: S101
    assert len(new) == wanted, f"a {kind} card was reported {len(new)} times"  # noqa: S101


def _of_cards(events: list[DeviceEvent]) -> list[DeviceEvent]:
    return [event for event in events if isinstance(event, (ChipCardSeen, PurchaseCardRead))]


CASE = Case(
    driver=PcscReader, twin=lambda: PcscTwin(PROFILE), exercise=_exercise, options=PcscOptions()
)
