from pathlib import Path
from typing import NamedTuple

import pytest


class Sample(NamedTuple):
    name: str
    side: str
    data: bytes


@pytest.fixture(scope="session")
def samples():
    """The published frames, by name."""
    lines = Path(__file__).with_name("escpos_samples.txt").read_text(encoding="utf-8").splitlines()
    fields = [line.split(" | ") for line in lines if not line.startswith("#")]
    found = [Sample(name, side, bytes.fromhex(digits)) for name, side, digits, _source in fields]
    return {sample.name: sample for sample in found}
