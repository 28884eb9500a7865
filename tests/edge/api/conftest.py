"""Halls for the API's tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from api_hall import ApiHall, open_hall, short_dir


@pytest.fixture
def state() -> Iterator[Path]:
    with short_dir() as path:
        yield path / "hall"


@pytest.fixture
async def hall(state: Path) -> AsyncIterator[ApiHall]:
    async with open_hall(state) as opened:
        yield opened


@pytest.fixture
async def open_access_hall(state: Path) -> AsyncIterator[ApiHall]:
    async with open_hall(state, open_access=True) as opened:
        yield opened
