"""Newland scanners keep the drivers' contract in both their languages."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.newland.case import CASE, HEX_CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, HEX_CASE], ids=["text", "hex"])
def test_the_newland_scanner_keeps_the_contract(check, case):
    virtualtime.run(check(case))


def test_the_newland_scanner_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "newland") is CASE.driver
    assert not registry.twin_for(Kind.SCANNER, "newland", {}).look()["scanning"]
