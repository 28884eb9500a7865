"""People counters keep every clause of the driver contract."""

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.footfall.modbus.case import CASE
from drivers.footfall.modbus.driver import PulseCounter
from drivers.footfall.modbus.twin import FootfallTwin
from drivers.registry import driver_for, twin_for


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


def test_the_registry_knows_the_counter_and_its_twin():
    assert driver_for(Kind.FOOTFALL, "modbus-counter") is PulseCounter
    assert isinstance(twin_for(Kind.FOOTFALL, "modbus-counter", {}), FootfallTwin)
