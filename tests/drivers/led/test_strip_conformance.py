"""Strip screens of every make keep every clause of the driver contract."""

from pathlib import Path

import pytest
from strip_line import PROFILES

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.led.strip.case import CASE, case_of
from drivers.led.strip.driver import StripScreens
from drivers.led.strip.options import StripOptions
from drivers.registry import driver_for, twin_for, wire_protocol


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


@pytest.mark.parametrize("profile", PROFILES[1:], ids=lambda profile: Path(profile).stem)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept_by_the_same_code_whatever_the_make(check, profile):
    virtualtime.run(check(case_of(StripOptions(profile=profile))))


def test_the_registry_knows_driver_twin_and_protocols():
    assert driver_for(Kind.LED, "strip") is StripScreens
    twin = twin_for(Kind.LED, "strip", {"profile": "yinda", "addresses": [1, 2]})
    assert list(twin.look()["strips"]) == ["1", "2"]
    for name in ("strip-pingan", "strip-xinrui", "strip-yinda"):
        assert wire_protocol(name).name == name
