"""An atheris target: one protocol's decoder against whatever bytes, and every invariant of it.

`fuzz_one.py PROTOCOL`, then libFuzzer's options and folders; a file in their place is replayed.
"""

import sys

import atheris

with atheris.instrument_imports(include=["drivers"]):
    from drivers.registry import wire_protocol

    PROTOCOL = wire_protocol(sys.argv[1])

import fuzz_input
from codec_invariants import check_cut, check_described, check_every_byte
from samples import samples_of

SAMPLES = samples_of(sys.argv[1])


def check_one_input(given: bytes) -> None:
    side, cuts, data = fuzz_input.read(given)
    check_described(PROTOCOL, side, data)
    check_every_byte(PROTOCOL, SAMPLES, side, data)
    check_cut(PROTOCOL, side, data, cuts)


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], check_one_input)
    atheris.Fuzz()
