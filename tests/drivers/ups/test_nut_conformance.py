"""The UPS keeps every clause of the driver contract."""

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.registry import driver_for, probes, twin_for, wire_protocol
from drivers.ups.nut.case import CASE
from drivers.ups.nut.codec import WIRE_PROTOCOL
from drivers.ups.nut.driver import NutUps
from drivers.ups.nut.probe import PROBE
from drivers.ups.nut.twin import NutTwin


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


def test_the_registry_knows_the_ups_its_twin_its_probe_and_its_protocol():
    assert driver_for(Kind.UPS, "nut") is NutUps
    assert isinstance(twin_for(Kind.UPS, "nut", {}), NutTwin)
    assert PROBE in probes()
    assert wire_protocol("nut") is WIRE_PROTOCOL
