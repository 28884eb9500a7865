"""An atheris target: one protocol's decoder against whatever bytes, and every invariant of it.

`fuzz_one.py PROTOCOL`, then libFuzzer's options and folders; a file in their place is replayed.

An input is: which side (1 byte, even: host), where to cut (1 byte: how many, then so many), data.
"""

import sys

import atheris

with atheris.instrument_imports(include=["drivers"]):
    from drivers.registry import wire_protocol

    PROTOCOL = wire_protocol(sys.argv[1])

from codec_invariants import check_cut, check_described, check_every_byte
from samples import samples_of

from drivers.wire import Side

SAMPLES = samples_of(sys.argv[1])


def seed(side: Side, data: bytes, cuts: bytes = b"") -> bytes:
    """Return the input that has `data` said by `side`."""
    return bytes((side is Side.DEVICE, len(cuts))) + cuts + data


def check_one_input(given: bytes) -> None:
    if len(given) < 2:
        return
    side = Side.DEVICE if given[0] & 1 else Side.HOST
    cuts = given[2 : 2 + given[1]]
    data = given[2 + len(cuts) :]
    check_described(PROTOCOL, side, data)
    check_every_byte(PROTOCOL, SAMPLES, side, data)
    check_cut(PROTOCOL, side, data, cuts)


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], check_one_input)
    atheris.Fuzz()
