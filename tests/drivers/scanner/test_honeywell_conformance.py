"""Honeywell scanners keep the drivers' contract."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.honeywell.case import CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_honeywell_scanner_keeps_the_contract(check):
    virtualtime.run(check(CASE))


def test_the_honeywell_scanner_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "honeywell") is CASE.driver
    assert not registry.twin_for(Kind.SCANNER, "honeywell", {}).look()["scanning"]
