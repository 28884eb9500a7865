"""The callers keep every clause of the driver contract."""

import pytest

from drivers import virtualtime
from drivers.caller.ff68.case import CASE
from drivers.caller.ff68.codec import WIRE_PROTOCOL
from drivers.caller.ff68.driver import Ff68Bus
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.registry import driver_for, wire_protocol


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check):
    virtualtime.run(check(CASE))


def test_the_registry_knows_the_driver_and_its_protocol():
    assert driver_for(Kind.CALLER, "ff68") is Ff68Bus
    assert wire_protocol("ff68") is WIRE_PROTOCOL
