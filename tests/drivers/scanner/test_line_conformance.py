"""Line scanners keep the drivers' contract, deaf ones and those that answer."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.line.case import ASKED_CASE, CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, ASKED_CASE], ids=["deaf", "asked"])
def test_the_line_scanner_keeps_the_contract(check, case):
    virtualtime.run(check(case))


def test_the_line_scanner_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "line") is CASE.driver
    assert registry.twin_for(Kind.SCANNER, "line", {}).look()["scanning"]
