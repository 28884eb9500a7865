"""A hall's devices in a process of their own, so that what they cost does not count.

`python -m bench.twins_beside CONFIG STATE` plugs a twin into every wire of the configuration.
"""

import asyncio
import sys
from pathlib import Path

from edge.demo.twins import twins_for
from edge.settings import load_settings


async def serve(config: Path, state: Path) -> None:
    """Be all devices of `config`, until killed."""
    for twin in twins_for(load_settings(config).devices, state).values():
        await twin.plug()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*map(Path, sys.argv[1:3])))
