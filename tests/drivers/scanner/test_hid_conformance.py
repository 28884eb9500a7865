"""Wedge scanners keep the drivers' contract, on kernels with 64-bit words and with 32."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.hid.case import CASE, CASE_32


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, CASE_32], ids=["64-bit", "32-bit"])
def test_the_wedge_scanner_keeps_the_contract(check, case):
    virtualtime.run(check(case))


def test_the_wedge_scanner_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "hid") is CASE.driver
    assert registry.twin_for(Kind.SCANNER, "hid", {"event_bytes": 16}).look()["scanning"]
