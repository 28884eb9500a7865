"""Light, clock and status: what is sent to a card, and what its answer says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.led.onbon.codec import Frame, OnbonDecoder, encode
from drivers.led.onbon.commands import ERRORS, error_meaning
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.requests import (
    HARMLESS,
    Answer,
    ForbiddenCommandError,
    encode_request,
    ping,
    request,
)
from drivers.led.onbon.settings import (
    Status,
    clock_set,
    encode_status,
    level_of,
    read_status,
    set_clock,
    set_level,
    set_power,
    status_of,
)
from drivers.wire import Side

# The manual's sample (8.10): reserved bytes 08 00, Friday is 5.
PUBLISHED_TIME = "A5A5A5A5A5A5A5A501000080000000000000FE020D00A2030108001320012511172605B03F5A"
SAMPLE = dt.datetime(2013, 1, 25, 11, 17, 26)


def answered(data):
    [frame] = OnbonDecoder(Side.DEVICE).feed(encode(Frame(0x8000, 1, data, Side.DEVICE)))
    return status_of(frame)


def test_the_clock_is_set_byte_for_byte_as_in_the_manual():
    assert encode_request(set_clock(1, SAMPLE)).hex().upper() == PUBLISHED_TIME


def test_brightness_8_is_written_byte_for_byte_as_the_format_says():
    wanted = "A5A5A5A5A5A5A5A501000080000000000000FE020700A302010000010826565A"
    assert encode_request(set_level(1, 8)).hex().upper() == wanted


@pytest.mark.parametrize(("on", "last"), [(True, 1), (False, 2)])
def test_power_is_one_for_lit_and_two_for_dark(on, last):
    assert set_power(1, on).data == bytes((0xA3, 0x00, 1, 0, 0, last))


@pytest.mark.parametrize(
    ("percent", "level"), [(0, 0), (1, 1), (40, 6), (50, 8), (99, 15), (100, 15)]
)
def test_a_little_light_is_never_none(percent, level):
    assert level_of(percent) == level


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_brightness_out_of_range_is_refused_by_name(percent):
    with pytest.raises(OutOfRangeError, match=f"brightness: {percent}"):
        level_of(percent)


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 12, 31)))
def test_the_two_orders_of_the_time_are_not_mixed_up(now):
    now = now.replace(microsecond=0)
    assert clock_set(set_clock(1, now).data[5:]) == now
    status = Status(True, 7, now, 0)
    assert answered(encode_status(status, b"\0")) == status


def test_a_status_is_read_with_the_weekday_before_the_hour():
    told = bytes.fromhex("A102000000 01 0F 2620030201093000 02 50303030 000001".replace(" ", ""))
    assert answered(told) == Status(True, 15, dt.datetime(2026, 3, 2, 9, 30), 2)


@pytest.mark.parametrize("time", ["0000000000000000", "AB20030201093000", "2620130201093000"])
def test_a_clock_that_was_never_set_is_no_time(time):
    told = answered(bytes.fromhex("A102000000020F" + time + "00"))
    assert told == Status(False, 15, None, 0)
    assert clock_set(bytes.fromhex(time[:4])) is None


def test_a_status_may_be_refused_cut_short_or_another_answer():
    assert answered(bytes.fromhex("A001030000")) == Answer(False, 3)
    assert answered(bytes.fromhex("A000000000")) is None
    assert answered(bytes.fromhex("A1020000000101")) is None
    assert answered(b"") is None


def test_nothing_but_what_leaves_no_mark_is_ever_written():
    for group in range(256):
        for command in set(range(256)) - {code[1] for code in HARMLESS if code[0] == group}:
            with pytest.raises(ForbiddenCommandError):
                encode_request(request(1, (group, command)))


def test_the_list_of_what_is_sent_is_known():
    assert sorted(f"{group:02X} {command:02X}" for group, command in HARMLESS) == [
        "A1 02",
        "A2 00",
        "A2 03",
        "A3 00",
        "A3 02",
        "A3 06",
    ]
    assert encode_request(ping(1))
    assert encode_request(read_status(1))


def test_a_frame_without_a_command_is_never_written():
    with pytest.raises(ForbiddenCommandError):
        encode_request(Frame(1, 0x8000, b""))


def test_every_error_of_the_manual_has_a_name():
    assert sorted(ERRORS) == list(range(17))
    assert error_meaning(99) == "unknown error 99"
