"""Reading the little-endian fields of a command's body, one after the other."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class MalformedBodyError(ValueError):
    """The frame is whole and its body is not what the command's table says."""


class OutOfRangeError(ValueError):
    """A value does not fit the field it is to stand in."""


class Fields:
    """A body and how far it has been read. Reading past its end raises `MalformedBodyError`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """Bytes not read so far."""
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise MalformedBodyError(f"{size} bytes expected at {self._at}, {self.left} there")
        self._at += size
        return self._data[self._at - size : self._at]

    def rest(self) -> bytes:
        return self.take(self.left)

    def u8(self) -> int:
        return self.take(1)[0]

    def u16(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "little")


def counted(
    count: Callable[[Fields], int], item: Callable[[Fields], T]
) -> Callable[[Fields], list[T]]:
    """Return a reader of a count and then that many items."""
    return lambda fields: [item(fields) for _ in range(count(fields))]


def hexed(size: int) -> Callable[[Fields], str]:
    """Return a reader of `size` bytes as hex."""
    return lambda fields: fields.take(size).hex().upper()


def lettered(size: int) -> Callable[[Fields], str]:
    """Return a reader of a name of `size` ASCII characters, padding left out."""
    return lambda fields: fields.take(size).decode("ascii", "replace").rstrip("\0 ")
