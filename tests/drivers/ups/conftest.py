"""The real NUT server of these tests."""

import pytest_asyncio
from nut_server import RealNut


@pytest_asyncio.fixture
async def nut(tmp_path):
    """Give a real upsd and its driver, both running."""
    real = RealNut(tmp_path)
    try:
        await real.start_driver()
        await real.start_server()
        yield real
    finally:
        await real.close()
