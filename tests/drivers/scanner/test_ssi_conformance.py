"""SSI scanners keep the drivers' contract, those that always look and those that are triggered."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.ssi.case import CASE, TRIGGERED_CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, TRIGGERED_CASE], ids=["always", "triggered"])
def test_the_ssi_scanner_keeps_the_contract(check, case):
    virtualtime.run(check(case))


def test_the_ssi_scanner_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "ssi") is CASE.driver
    assert registry.twin_for(Kind.SCANNER, "ssi", {"host_trigger": True}).look()["beeps"] == 0
