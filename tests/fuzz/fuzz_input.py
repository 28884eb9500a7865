"""What one input of the fuzzer is: a side (even: host), how many cuts, where they are, the data."""

from collections.abc import Sequence

from drivers.wire import Side


def written(side: Side, cuts: Sequence[int], data: bytes) -> bytes:
    """Return the input that has `data` said by `side`, cut at these places (0 to 255)."""
    return bytes((side is Side.DEVICE, len(cuts), *cuts)) + data


def read(given: bytes) -> tuple[Side, bytes, bytes]:
    """Return side, cuts and data of any input."""
    side = Side.DEVICE if given[:1] and given[0] & 1 else Side.HOST
    count = given[1] if len(given) > 1 else 0
    return side, given[2 : 2 + count], given[2 + count :]
