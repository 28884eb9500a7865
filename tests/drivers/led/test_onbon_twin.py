"""What simulated font cards do with what they hear, and what hands can do to them."""

import datetime as dt

import pytest

from drivers.led.onbon.areas import Area, Box, Update
from drivers.led.onbon.codec import CARD_PREAMBLE, Frame, OnbonDecoder, encode
from drivers.led.onbon.requests import EVERYBODY, EVERYBODY_ANSWERS, answer_of, ping, set_areas
from drivers.led.onbon.settings import Status, read_status, set_clock, status_of
from drivers.led.onbon.text import encode_text
from drivers.led.onbon.twin import OnbonTwin
from drivers.twins import UnknownActionError
from drivers.wire import Noise, Side

HOST = 0x8000
STRIP = Box(0, 0, 128, 16)


def say(twin, frame):
    return OnbonDecoder(Side.DEVICE).feed(twin.receive(encode(frame)))


def errors(twin, frame):
    answers = [answer_of(answer) for answer in say(twin, frame)]
    return [answer.error for answer in answers if answer is not None]


def text(address, words, number=0):
    return set_areas(address, Update((Area(STRIP, encode_text(words), id=number),)))


def command(address, digits):
    return Frame(address, HOST, bytes.fromhex(digits))


def test_an_answer_begins_with_nine_bytes_of_preamble_and_has_the_addresses_swapped():
    twin = OnbonTwin((7,))
    data = twin.receive(encode(ping(7)))
    assert data.startswith(b"\xa5" * CARD_PREAMBLE)
    [answer] = OnbonDecoder(Side.DEVICE).feed(data)
    assert (answer.to, answer.sender) == (HOST, 7)


def test_a_text_is_shown_by_the_strip_it_was_meant_for():
    twin = OnbonTwin((1, 2))
    assert errors(twin, text(2, "请A001号")) == [0]
    look = twin.look()["strips"]
    assert (look["1"]["text"], look["2"]["text"]) == ("", "请A001号")
    assert look["2"]["areas"][0]["width_px"] == 128
    assert list(twin.shown_log) == [(2, "请A001号")]


def test_nobody_answers_for_an_address_that_is_not_there():
    assert say(OnbonTwin((1,)), ping(2)) == []


def test_everybody_obeys_the_silent_broadcast_and_nobody_answers():
    twin = OnbonTwin((1, 2))
    assert say(twin, text(EVERYBODY, "闭馆")) == []
    assert (twin.text(1), twin.text(2)) == ("闭馆", "闭馆")


def test_the_other_broadcast_is_answered_under_its_own_address():
    [answer] = say(OnbonTwin((1, 2)), ping(EVERYBODY_ANSWERS))
    assert answer.sender == EVERYBODY_ANSWERS


def test_a_command_that_wants_no_answer_gets_none_and_is_obeyed():
    twin = OnbonTwin()
    frame = text(1, "A001")
    assert say(twin, Frame(1, HOST, b"\xa3\x06\x02" + frame.data[3:])) == []
    assert twin.text(1) == "A001"


def test_a_broken_checksum_is_protested():
    twin = OnbonTwin()
    data = bytearray(encode(ping(1)))
    data[-2] ^= 1
    [answer] = OnbonDecoder(Side.DEVICE).feed(twin.receive(bytes(data)))
    assert answer_of(answer).error == 5


def test_updates_closer_than_a_second_find_the_card_busy():
    twin = OnbonTwin()
    assert errors(twin, text(1, "A001")) == [0]
    twin.tick(0.9)
    assert errors(twin, text(1, "A002")) == [3]
    twin.tick(0.2)
    assert errors(twin, text(1, "A003")) == [0]
    assert twin.text(1) == "A003"


@pytest.mark.parametrize(
    ("digits", "error"), [("A2880100", 2), ("B0000100", 1), ("A306010000000900", 2), ("A2", 1)]
)
def test_what_a_card_does_not_know_it_refuses(digits, error):
    twin = OnbonTwin()
    frame = command(1, digits)
    assert errors(twin, frame) == ([error] if len(frame.data) > 2 else [])


def test_areas_add_up_and_are_deleted_by_number_or_all_together():
    twin = OnbonTwin()
    for number, words in enumerate(("A001", "A002", "A003")):
        twin.tick(2)
        say(twin, text(1, words, number))
    assert twin.text(1) == "A001\nA002\nA003"
    twin.tick(2)
    say(twin, set_areas(1, Update(delete=(0, 9))))
    assert twin.text(1) == "A002\nA003"
    twin.tick(2)
    say(twin, set_areas(1, Update(delete_all=True)))
    assert twin.text(1) == ""


def test_a_strip_switched_off_is_dark_and_keeps_its_text():
    twin = OnbonTwin()
    say(twin, text(1, "A001"))
    assert errors(twin, command(1, "A30001000002")) == [0]
    assert twin.text(1) == ""
    say(twin, command(1, "A30001000001"))
    assert twin.text(1) == "A001"
    say(twin, command(1, "A3100100 00"))
    assert twin.text(1) == ""


def test_brightness_is_seen():
    twin = OnbonTwin()
    say(twin, command(1, "A3020100000108"))
    assert twin.look()["strips"]["1"]["brightness"] == 8


def test_a_reset_costs_the_fonts_and_no_text_is_shown_any_more():
    twin = OnbonTwin()
    say(twin, command(1, "A201010000"))
    assert errors(twin, text(1, "A001")) == [12]


def test_without_power_nothing_answers_and_the_text_is_gone():
    twin = OnbonTwin((1, 2))
    say(twin, text(1, "A001"))
    twin.act("power_off", unit="1")
    assert say(twin, ping(1)) == []
    assert errors(twin, ping(2)) == [0]
    twin.act("power_on", unit="1")
    assert errors(twin, ping(1)) == [0]
    assert twin.text(1) == ""


def test_a_silenced_strip_hears_and_does_not_answer():
    twin = OnbonTwin()
    twin.act("silence", unit=1)
    assert say(twin, text(1, "A001")) == []
    assert twin.text(1) == "A001"
    twin.act("speak", unit=1)
    assert errors(twin, ping(1)) == [0]


def test_the_next_command_is_refused_as_hands_want_it():
    twin = OnbonTwin()
    twin.act("nack_next", unit="1", error=12)
    assert errors(twin, ping(1)) == [0]
    assert errors(twin, text(1, "A001")) == [12]
    assert errors(twin, text(1, "A001")) == [0]


def test_the_next_answer_is_garbled_as_hands_want_it():
    twin = OnbonTwin()
    twin.act("garble_next", unit="1")
    assert all(isinstance(item, Noise) for item in say(twin, ping(1)))
    assert errors(twin, ping(1)) == [0]


def test_the_next_answer_has_an_escaped_checksum_as_hands_want_it():
    twin = OnbonTwin()
    twin.act("escape_next", unit="1")
    data = twin.receive(encode(ping(1)))
    assert data[-3:-1] in (b"\xa6\x02", b"\x5b\x02")
    assert len(OnbonDecoder(Side.DEVICE).feed(data)) == 1


@pytest.mark.parametrize("unit", ["3", "one", ""])
def test_hands_are_told_which_strips_there_are(unit):
    with pytest.raises(UnknownActionError, match="1, 2"):
        OnbonTwin((1, 2)).act("silence", unit=unit)


def test_what_strips_showed_is_remembered_within_bounds():
    twin = OnbonTwin()
    for number in range(1100):
        twin.tick(2)
        say(twin, text(1, f"A{number}"))
    assert len(twin.shown_log) == 1000
    assert twin.shown_log[-1] == (1, "A1099")


@pytest.mark.parametrize(("count", "seen"), [(1, 1), (8, 8), ("9", 9), (0, 1)])
def test_answers_begin_with_as_many_bytes_of_preamble_as_hands_want(count, seen):
    twin = OnbonTwin()
    twin.act("preamble", unit="1", count=count)
    data = twin.receive(encode(ping(1)))
    assert data.startswith(b"\xa5" * seen)
    assert len(OnbonDecoder(Side.DEVICE).feed(data)) == 1
    assert data[seen] != 0xA5


def test_the_clock_is_set_goes_on_and_is_told():
    twin = OnbonTwin()
    say(twin, set_clock(1, dt.datetime(2026, 3, 2, 9, 30)))
    twin.tick(90.0)
    assert twin.look()["strips"]["1"]["clock"] == "2026-03-02 09:31:30"
    [answer] = say(twin, read_status(1))
    assert status_of(answer) == Status(True, 15, dt.datetime(2026, 3, 2, 9, 31, 30), 0)


@pytest.mark.parametrize("digits", ["A203010000 2620133209300001", "A203010000"])
def test_a_time_that_is_none_is_refused(digits):
    assert errors(OnbonTwin(), command(1, digits)) == [14]


@pytest.mark.parametrize(("series", "areas", "size"), [("6K", 5, 1024), ("5K", 8, 512)])
def test_a_card_takes_as_many_areas_and_as_much_text_as_its_series_can(series, areas, size):
    twin = OnbonTwin((1,), series)
    for number in range(areas + 1):
        twin.tick(2)
        assert errors(twin, text(1, "A", number)) == ([4] if number == areas else [0])
    twin.tick(2)
    assert errors(twin, set_areas(1, Update((Area(STRIP, b"A" * size),)))) == [0]
    twin.tick(2)
    assert errors(twin, set_areas(1, Update((Area(STRIP, b"A" * (size + 1)),)))) == [4]
