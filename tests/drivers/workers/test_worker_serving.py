"""A twin in a worker's place, on the hall's real socket."""

import asyncio

import pytest

from drivers.chip.pcsc.driver import PcscReader
from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.twin import PcscTwin
from drivers.conformance.bench import NOW
from drivers.contract import ChipCardKind, ChipCardSeen, Context, Health, WireLostError
from drivers.transports import open_wire
from drivers.transports.worker import worker_port, worker_socket
from drivers.workers.driver import LINE
from drivers.workers.serving import TwinAsWorker

WITHIN_S = 60.0


async def test_a_twin_is_plugged_pulled_and_plugged_again(tmp_path):
    device = TwinAsWorker(PcscTwin(), worker_socket(tmp_path, "card-1"), LINE)
    assert not device.plugged
    for _time in range(2):
        await device.plug()
        await device.plug()
        assert device.plugged
        wire = await open_wire(worker_port("worker:card-1", tmp_path), LINE)
        events = asyncio.Queue()
        driver = PcscReader(wire, PcscOptions(), Context(events.put_nowait, lambda: NOW))
        running = asyncio.create_task(driver.run())
        async with asyncio.timeout(WITHIN_S):
            assert (await events.get()).health is Health.ONLINE
            device.twin.act("insert_card", card="bank")
            assert isinstance(seen := await events.get(), ChipCardSeen)
            assert seen.card is ChipCardKind.BANK
            await device.unplug()
            await device.unplug()
            with pytest.raises(WireLostError, match="worker card-1: its process has ended"):
                await running
        await wire.close()
