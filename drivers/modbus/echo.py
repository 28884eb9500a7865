"""A wire without its own echo: many two-wire RS-485 adapters hear what they say themselves."""

from drivers.contract import Wire


class EchoFilter:
    """Takes the echo of what was written last off what is read.

    An answer to a read never begins like its question, so there the echo shows itself. The answer
    to a written coil or register *is* the question again: there one copy is taken off only on a
    wire that is known to echo, and where one copy was lost the device seems silent, never obedient.
    """

    def __init__(self, wire: Wire) -> None:
        self.answered_alike = False  # whether what is written next is answered by the same bytes
        self._wire = wire
        self._echoes = False
        self._awaited = b""
        self._held = b""

    async def write(self, data: bytes) -> None:
        """Write a question or an order."""
        self._awaited = data if self._echoes or not self.answered_alike else b""
        self._held = b""
        await self._wire.write(data)

    async def read(self, within_s: float) -> bytes:
        """Return what has arrived, without the echo; empty on silence, and while it may be one."""
        return self._without_echo(await self._wire.read(within_s))

    async def close(self) -> None:
        """Let go of the wire."""
        await self._wire.close()

    def _without_echo(self, data: bytes) -> bytes:
        if not self._awaited:
            return data
        heard = self._held + data
        if self._awaited.startswith(heard) and heard != self._awaited:
            self._held = heard
            return b""
        awaited, self._awaited, self._held = self._awaited, b"", b""
        if not heard.startswith(awaited):
            return heard
        self._echoes = True
        return heard[len(awaited) :]
