"""The multi-function reader keeps the drivers' contract."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.reader.mfreader.case import CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_reader_keeps_the_contract(check):
    virtualtime.run(check(CASE))


def test_the_reader_and_its_twin_are_registered():
    assert registry.driver_for(Kind.READER, "mfreader") is CASE.driver
    assert isinstance(registry.twin_for(Kind.READER, "mfreader", {}), CASE.twin)
