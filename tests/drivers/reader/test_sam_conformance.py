"""The reader keeps the drivers' contract."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.reader.sam.case import CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_reader_keeps_the_contract(check):
    virtualtime.run(check(CASE))


def test_the_reader_is_registered():
    assert registry.driver_for(Kind.READER, "sam") is CASE.driver
