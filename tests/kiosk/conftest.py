"""A small hall on a Unix socket and the screens' web server before it, both over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kiosk_hall import FakeHall, hall_at
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig


@pytest.fixture
def hall() -> FakeHall:
    return FakeHall()


@pytest.fixture
def hall_socket(tmp_path: Path) -> Path:
    return tmp_path / "hall.sock"


@pytest.fixture
async def kiosk(hall: FakeHall, hall_socket: Path) -> AsyncIterator[Kiosk]:
    config = KioskConfig(
        readers={"reader-1": "ticket-1"}, priority_groups=["elderly"], retry_pause_s=0.01
    )
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, config) as kiosk:
        async with kiosk.stream("/ticket/events") as stream:
            await stream.until(lambda state: "触摸取号" in state["html"])
        yield kiosk
