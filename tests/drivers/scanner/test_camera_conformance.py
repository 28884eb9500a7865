"""The camera keeps the drivers' contract."""

import pytest

from drivers import registry, virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.scanner.camera.case import CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_camera_keeps_the_contract(check):
    virtualtime.run(check(CASE))


def test_the_camera_and_its_twin_are_registered():
    assert registry.driver_for(Kind.SCANNER, "camera") is CASE.driver
    assert registry.twin_for(Kind.SCANNER, "camera", {"away_s": 1}).serves == "scanner.camera"
