"""A hall's devices in a process of their own, so that what they cost does not count.

`python -m bench.twins_beside CONFIG STATE` plugs a twin into every wire of the configuration. A
line `DEVICE ACTION {"name": value}` to the socket `hands` in the state's folder is done to a twin.
"""

import asyncio
import json
import sys
from pathlib import Path

from drivers.twins import TwinOnPty
from edge.demo.twins import twins_for
from edge.settings import load_settings


async def serve(config: Path, state: Path) -> None:
    """Be all devices of `config`, until killed."""
    twins = twins_for(load_settings(config).devices, state)
    for twin in twins.values():
        await twin.plug()

    async def obey(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            _act(twins, line.decode())

    async with await asyncio.start_unix_server(obey, hands_of(state)) as hands:
        await hands.serve_forever()


def hands_of(state: Path) -> Path:
    """Return the socket at which the twins are told what people's hands do."""
    return state / "hands"


def _act(twins: dict[str, TwinOnPty], line: str) -> None:
    device, action, values = line.split(maxsplit=2)
    twins[device].twin.act(action, **json.loads(values))


if __name__ == "__main__":
    asyncio.run(serve(*map(Path, sys.argv[1:3])))
