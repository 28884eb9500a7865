"""What the kill script asks of every system: one small protocol, and the error of a lost offer."""

from dataclasses import dataclass
from typing import Protocol

STRANGER = 0
"""The number of an arrival that belongs to no fact: something the producer never got to know."""


class NotAcknowledgedError(Exception):
    """The system did not say that it has the fact. Whether it has it, nobody knows."""


class SetupError(Exception):
    """A part that the comparison needs is missing or does not start; the message says which."""


@dataclass(frozen=True)
class Description:
    """What people must know of a row: what was run, how it was set, what counted as its word.

    `why` is what its documentation or source says of the moment between its word and the disk.
    `whole` is False for a part of a system that people do not run by itself.
    """

    name: str
    title: str
    setting: str
    acknowledged_when: str
    retry: str
    why: str
    whole: bool = True


class System(Protocol):
    """A system with an edge side, which is killed, and a centre, which is away until the end.

    `start` may raise `SetupError`. Everything a system starts is ended by `stop`.
    """

    description: Description

    async def versions(self) -> dict[str, str]:
        """Return the name and version of each part."""
        ...

    async def start(self) -> None:
        """Start the edge side, or start it again; return when it takes facts."""
        ...

    async def offer(self, number: int) -> None:
        """Hand over a fact; return once it is acknowledged. Raises `NotAcknowledgedError`."""
        ...

    async def kill(self) -> None:
        """End the edge side by SIGKILL, all its processes at once."""
        ...

    async def connect_centre(self) -> None:
        """Bring up the centre; from here on the edge side can deliver."""
        ...

    def arrived(self) -> list[int]:
        """Return the numbers of the facts that the centre has, in the order they came."""
        ...

    async def stop(self) -> None:
        """End everything. Safe to repeat, and where `start` has failed."""
        ...
