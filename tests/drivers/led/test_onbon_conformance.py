"""The strips keep every clause of the driver contract."""

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.led.onbon.case import CASE
from drivers.led.onbon.codec import WIRE_PROTOCOL
from drivers.led.onbon.driver import OnbonStrips
from drivers.registry import driver_for, wire_protocol


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


def test_the_registry_knows_the_driver_and_its_protocol():
    assert driver_for(Kind.LED, "onbon") is OnbonStrips
    assert wire_protocol("onbon") is WIRE_PROTOCOL
