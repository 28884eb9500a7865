"""A recording from the field stands for a device in a hall: its port is `replay:FILE`."""

import asyncio
import datetime as dt
import shutil
from pathlib import Path

from edgefakes import in_virtual_time

from drivers.contract import CardRead, DeviceEvent, Kind
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool, wires_in

SESSION = Path(__file__).parents[2] / "drivers" / "reader" / "sam_session.capture"


@in_virtual_time
async def test_a_recorded_card_is_read_again_in_a_hall(tmp_path: Path):
    shutil.copy(SESSION, tmp_path / "reader.capture")
    reader = DeviceConfig("reader-1", Kind.READER, "sam", "replay:reader.capture")
    pool = DevicePool(
        [reader], "hall.toml", tmp_path, wires_in(tmp_path), dt.datetime.now, lambda: 0
    )
    heard: list[DeviceEvent] = []
    pool.subscribe(lambda _slot, event: heard.append(event))
    running = asyncio.create_task(pool.run())
    async with asyncio.timeout(60):
        while not any(isinstance(event, CardRead) for event in heard):
            await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
