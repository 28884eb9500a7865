"""Numeric panels keep every clause of the driver contract."""

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.led.panel.case import CASE
from drivers.led.panel.driver import NumericPanels
from drivers.led.panel.probe import PROBE
from drivers.led.panel.twin import PanelTwin
from drivers.registry import driver_for, probes, twin_for


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


def test_the_registry_knows_the_panels_their_twin_and_their_probe():
    assert driver_for(Kind.LED, "modbus-panel") is NumericPanels
    assert isinstance(twin_for(Kind.LED, "modbus-panel", {}), PanelTwin)
    assert PROBE in probes()
