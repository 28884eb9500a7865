"""A line with a long way: a TCP proxy that hands every byte on a while later, in order.

`python -m bench.far_line PORT TO_PORT DELAY_MS` delays both directions by `DELAY_MS`, without a
limit to how much is under way.
"""

import asyncio
import sys
from collections import deque


class _Way:
    """One direction: what came at a moment leaves `delay_s` after it."""

    def __init__(self, writer: asyncio.StreamWriter, delay_s: float) -> None:
        self._writer = writer
        self._delay_s = delay_s
        self._loop = asyncio.get_running_loop()
        self._under_way: deque[bytes] = deque()

    def put(self, data: bytes) -> None:
        """Send `data` on its way; empty bytes are the end."""
        self._under_way.append(data)
        self._loop.call_later(self._delay_s, self._arrive)

    def _arrive(self) -> None:
        # Timers of one moment may come in any order; what they hand on may not.
        data = self._under_way.popleft()
        if data:
            self._writer.write(data)
        else:
            self._writer.close()


async def _pass_on(reader: asyncio.StreamReader, way: _Way) -> None:
    try:
        while data := await reader.read(65536):
            way.put(data)
    except ConnectionError:
        pass
    finally:
        way.put(b"")


async def serve(port: int, to_port: int, delay_s: float) -> None:
    """Pass connections on until killed."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to_port)
        await asyncio.gather(
            _pass_on(reader, _Way(far_writer, delay_s)),
            _pass_on(far_reader, _Way(writer, delay_s)),
        )

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000))
