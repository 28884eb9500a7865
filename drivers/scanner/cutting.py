"""What the scanners' decoders share: a buffer from whose head frames and noise are cut."""

import abc
from typing import Generic, TypeVar

from drivers.wire import Noise

UNFINISHED = "unfinished"

FrameT = TypeVar("FrameT")


class Cutter(abc.ABC, Generic[FrameT]):
    """Takes bytes in any cut. Whoever inherits says what stands at the head of the buffer."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[FrameT | Noise]:
        """Return what `data` completes."""
        self._buffer += data
        return self._cut(ended=False)

    def finish(self) -> list[FrameT | Noise]:
        """Return what is left when no more comes. What is fed afterwards begins anew."""
        return self._cut(ended=True)

    def _cut(self, *, ended: bool) -> list[FrameT | Noise]:
        found: list[FrameT | Noise] = []
        while self._buffer and (head := self._head(ended=ended)) is not None:
            size, what = head
            data = bytes(self._buffer[:size])
            del self._buffer[:size]
            found.append(Noise(data, what) if isinstance(what, str) else what)
        return found

    @abc.abstractmethod
    def _head(self, *, ended: bool) -> tuple[int, FrameT | str] | None:
        """Return the size of what stands at the head of `_buffer`, and the frame it is, or why not.

        None where more has to come; with `ended` nothing more does, and something is returned.
        """
