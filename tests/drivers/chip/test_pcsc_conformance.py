"""The chip card reader keeps the drivers' contract."""

import pytest

from drivers import registry, virtualtime
from drivers.chip.pcsc.case import CASE
from drivers.conformance import CHECKS
from drivers.contract import Kind


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_chip_card_reader_keeps_the_contract(check):
    virtualtime.run(check(CASE))


def test_the_chip_card_reader_and_its_twin_are_registered():
    assert registry.driver_for(Kind.CHIP, "pcsc") is CASE.driver
    assert registry.twin_for(Kind.CHIP, "pcsc", {}).serves == "chip.pcsc"
