"""Relay boards keep every clause of the driver contract, in RTU, in TCP and found out by asking."""

import dataclasses

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.contract import Kind
from drivers.modbus.codec import WIRE_PROTOCOL, WIRE_PROTOCOL_TCP, Framing
from drivers.registry import driver_for, probes, twin_for, wire_protocol
from drivers.relay.modbus.case import CASE
from drivers.relay.modbus.driver import RelayBoard
from drivers.relay.modbus.options import Board
from drivers.relay.modbus.probe import PROBE
from drivers.relay.modbus.twin import RelayTwin

TCP = dataclasses.replace(
    CASE,
    twin=lambda: RelayTwin(framing=Framing.TCP),
    options=dataclasses.replace(CASE.options, framing=Framing.TCP),
)
RTU = dataclasses.replace(CASE, options=dataclasses.replace(CASE.options, framing=Framing.RTU))
PLAIN = dataclasses.replace(
    CASE,
    twin=lambda: RelayTwin(flashes=False),
    options=dataclasses.replace(RTU.options, board=Board.PLAIN),
)
CASES = {"asking": CASE, "rtu": RTU, "plain": PLAIN}

# Below Modbus TCP lies TCP, which loses and flips nothing: its frames have no check of their own.
LINE_CHECKS = {"survives_a_lossy_wire", "survives_a_garbled_wire", "works_with_its_own_echo"}
TCP_CHECKS = [check for check in CHECKS if check.__name__ not in LINE_CHECKS]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept(check, case):
    virtualtime.run(check(case))


@pytest.mark.parametrize("check", TCP_CHECKS, ids=lambda check: check.__name__)
def test_the_contract_is_kept_over_tcp(check):
    virtualtime.run(check(TCP))


def test_the_registry_knows_the_board_its_twin_its_probe_and_its_protocols():
    assert driver_for(Kind.RELAY, "modbus-relay") is RelayBoard
    assert isinstance(twin_for(Kind.RELAY, "modbus-relay", {}), RelayTwin)
    assert PROBE in probes()
    assert wire_protocol("modbus") is WIRE_PROTOCOL
    assert wire_protocol("modbus-tcp") is WIRE_PROTOCOL_TCP
