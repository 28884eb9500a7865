"""What every codec shares: how broken bytes are named, and how a protocol is registered to decode.

A decoder takes bytes in any cut and gives back, in order, frames and the stretches between them
that were none. Nothing is skipped silently, memory is bounded, and no bytes make it raise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

MASK = "(not shown)"


class Side(StrEnum):
    """Who sent the bytes."""

    HOST = "host"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of bytes that is no frame, and why: a bad checksum, garbage, an unfinished tail."""

    data: bytes
    reason: str


FrameT_co = TypeVar("FrameT_co", covariant=True)


class Decoder(Protocol[FrameT_co]):
    """Takes bytes as they come, in any cut."""

    def feed(self, data: bytes) -> Sequence[FrameT_co | Noise]:
        """Return what `data` completes."""

    def finish(self) -> Sequence[FrameT_co | Noise]:
        """Return what is left when no more bytes come: complete frames, then the tail as noise."""


@dataclass(frozen=True, slots=True)
class WireProtocol:
    """A protocol that `atrium wire decode` knows.

    `decoder` makes a fresh decoder for what one side says; `describe` puts a frame into fields by
    name, with JSON values, the name of the frame under `name`.
    `personal` names the fields that may hold a person's data.
    """

    name: str
    decoder: Callable[[Side], Decoder[Any]]
    describe: Callable[[Any], Mapping[str, Any]]
    personal: frozenset[str] = frozenset()

    def describe_masked(self, frame: Any) -> dict[str, Any]:
        """Return what `describe` does, with everything personal left out."""
        return {
            name: MASK if name in self.personal else value
            for name, value in self.describe(frame).items()
        }


def decode(protocol: WireProtocol, data: bytes, side: Side) -> dict[str, list[dict[str, Any]]]:
    """Decode a recording: `{"frames": […], "errors": […]}`, each in the order of the bytes."""
    decoder = protocol.decoder(side)
    found = [*decoder.feed(data), *decoder.finish()]
    frames = [dict(protocol.describe(item)) for item in found if not isinstance(item, Noise)]
    errors = [
        {"reason": item.reason, "hex": item.data.hex().upper()}
        for item in found
        if isinstance(item, Noise)
    ]
    return {"frames": frames, "errors": errors}
