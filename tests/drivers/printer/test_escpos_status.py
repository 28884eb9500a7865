from functools import reduce
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract import Health, Paper
from drivers.printer.escpos import status
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.status import State

_TOLD_BY_ALL = [flag for flag in State if flag is not State.TICKET_IN_EXIT]
_STATES = st.sets(st.sampled_from(_TOLD_BY_ALL)).map(lambda flags: reduce(or_, flags, State(0)))
EPSON = load_profile("epson")


@pytest.mark.parametrize(
    ("name", "n", "state"),
    [
        ("DLE EOT 1 offline", 1, State.OFFLINE),
        ("DLE EOT 2 cover open", 2, State.COVER_OPEN),
        ("DLE EOT 2 feeding by button", 2, State.FEEDING),
        ("DLE EOT 2 stopped by paper end", 2, State.PAPER_END),
        ("DLE EOT 2 error", 2, State.FAILED),
        ("DLE EOT 3 cutter error", 3, State.CUTTER_JAMMED),
        ("DLE EOT 3 unrecoverable", 3, State.BROKEN),
        ("DLE EOT 3 auto-recoverable", 3, State.OVERHEATED),
        ("DLE EOT 4 near end", 4, State.PAPER_LOW),
        ("DLE EOT 4 paper end (+near end)", 4, State.PAPER_END | State.PAPER_LOW),
    ],
)
def test_a_published_real_time_status_reads_and_writes(samples, name, n, state):
    (byte,) = samples[name].data
    assert status.read_bits(byte, status.REAL_TIME[n]) == state
    assert status.real_time_byte(state, status.REAL_TIME[n]) == byte


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("ASB idle", State(0)),
        ("ASB offline", State.OFFLINE),
        ("ASB cover open + offline", State.OFFLINE | State.COVER_OPEN),
        ("ASB cutter error", State.OFFLINE | State.CUTTER_JAMMED),
        ("ASB near end", State.PAPER_LOW),
        ("ASB paper end + offline", State.OFFLINE | State.PAPER_END | State.PAPER_LOW),
    ],
)
def test_a_published_automatic_status_reads_and_writes(samples, name, state):
    assert status.read_bytes(samples[name].data, status.AUTO) == state
    assert status.auto_packet(state) == samples[name].data


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("GS r 1 paper ok", State(0)),
        ("GS r 1 near end", State.PAPER_LOW),
        ("GS r 1 paper end", State.PAPER_END),
    ],
)
def test_a_published_paper_status_reads(samples, name, state):
    assert status.read_bits(samples[name].data[0], status.PAPER) == state


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("DLE EOT 20 all well", State(0)),
        ("DLE EOT 20 near end, ticket in exit", State.PAPER_LOW | State.TICKET_IN_EXIT),
        ("DLE EOT 20 cover open", State.COVER_OPEN),
    ],
)
def test_a_published_status_of_a_kiosk_printer_reads(samples, name, state):
    assert status.read_bytes(samples[name].data, status.FULL) == state


def test_a_ticket_in_the_exit_is_no_trouble():
    state = State.TICKET_IN_EXIT | State.PAPER_LOW
    assert (state.ready, state.blocked, state.health) == (True, False, Health.ONLINE)


@given(_STATES)
def test_every_state_keeps_the_fixed_bits(state):
    assert all(
        status.real_time_byte(state, status.REAL_TIME[n]) & 0x93 == 0x12 for n in (1, 2, 3, 4)
    )
    first, *others = status.auto_packet(state)
    assert first & 0x93 == 0x10
    assert not any(byte & 0x90 for byte in others)


@given(_STATES)
def test_every_state_comes_back_from_its_four_answers(state):
    answers = bytes(status.real_time_byte(state, status.REAL_TIME[n]) for n in (1, 2, 3, 4))
    assert EPSON.read_real_time(answers) == state


@pytest.mark.parametrize(
    ("state", "paper", "health"),
    [
        (State(0), Paper.FULL, Health.ONLINE),
        (State.PAPER_LOW, Paper.LOW, Health.ONLINE),
        (State.PAPER_END | State.PAPER_LOW | State.OFFLINE, Paper.OUT, Health.USER_ERROR),
        (State.COVER_OPEN | State.OFFLINE, Paper.FULL, Health.USER_ERROR),
        (State.CUTTER_JAMMED | State.OFFLINE, Paper.JAMMED, Health.HARDWARE_ERROR),
        (State.BROKEN | State.OFFLINE, Paper.FULL, Health.HARDWARE_ERROR),
        (State.FAILED, Paper.FULL, Health.HARDWARE_ERROR),
        (State.OVERHEATED | State.OFFLINE, Paper.FULL, Health.DEVICE_BUSY),
        (State.FEEDING | State.OFFLINE, Paper.FULL, Health.DEVICE_BUSY),
        (State.OFFLINE, Paper.FULL, Health.OFFLINE),
    ],
)
def test_a_state_in_the_words_of_the_contract(state, paper, health):
    assert (state.paper, state.health) == (paper, health)


def test_a_hot_head_passes_and_an_open_cover_does_not():
    assert not (State.OVERHEATED | State.OFFLINE | State.FAILED).blocked
    assert (State.OVERHEATED | State.COVER_OPEN).blocked
    assert State.OFFLINE.blocked
    assert not State.PAPER_LOW.blocked
