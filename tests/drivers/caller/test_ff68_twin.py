"""What simulated callers do by themselves, and what hands can do to them."""

import pytest

from drivers.caller.ff68 import messages
from drivers.caller.ff68.codec import Ff68Decoder, Frame, encode
from drivers.caller.ff68.twin import Ff68Twin
from drivers.twins import UnknownActionError
from drivers.wire import Noise, Side


def say(twin, frame):
    return twin.receive(encode(frame))


def heard(data):
    decoder = Ff68Decoder(Side.DEVICE)
    return [*decoder.feed(data), *decoder.finish()]


def acknowledge(twin, data):
    for frame in heard(data):
        say(twin, messages.acknowledge(frame))


def test_an_idle_bus_does_nothing_by_itself():
    twin = Ff68Twin()
    assert twin.due_s is None
    assert twin.tick(3600) == b""


def test_a_pressed_key_is_said_at_once():
    twin = Ff68Twin((1, 2))
    twin.act("press_key", unit="2", key="next")
    assert twin.due_s == 0.0
    assert heard(twin.tick(0)) == [Frame(2, 1, b"\x0c", Side.DEVICE)]


def test_a_key_is_repeated_until_it_is_acknowledged():
    twin = Ff68Twin()
    twin.act("press_key", unit="1", key="recall")
    first = twin.tick(0)
    assert twin.tick(twin.due_s) == first
    acknowledge(twin, first)
    assert twin.due_s is None
    assert twin.look()["units"]["1"]["acknowledged"] == "recall"


def test_a_unit_that_is_never_acknowledged_gives_up():
    twin = Ff68Twin()
    twin.act("press_rating", unit="1", key=2)
    said = 0
    while twin.due_s is not None:
        said += bool(twin.tick(twin.due_s))
    assert said == 5
    unit = twin.look()["units"]["1"]
    assert (unit["gave_up"], unit["acknowledged"], unit["telling"]) == ("rating 2", "", "")


def test_an_acknowledgement_for_somebody_else_changes_nothing():
    twin = Ff68Twin((1, 2))
    twin.act("press_key", unit="1", key="next")
    twin.tick(0)
    say(twin, Frame(2, 1, b"\x0c"))
    say(twin, Frame(1, 1, b"\x0d"))
    assert twin.look()["units"]["1"]["telling"] == "next"


def test_units_that_speak_at_once_garble_each_other_and_then_take_turns():
    twin = Ff68Twin((1, 2))
    twin.act("collide", first="1", second="2", key="next")
    assert all(isinstance(item, Noise) for item in heard(twin.tick(0)))
    addresses = [heard(twin.tick(twin.due_s))[0].address for _turn in range(2)]
    assert addresses == [1, 2]


@pytest.mark.parametrize(
    ("fault", "reason"), [("unequal_lengths", "lengths differ"), ("bad_check", "check is")]
)
def test_a_spoilt_frame_is_spoilt_once(fault, reason):
    twin = Ff68Twin()
    twin.act(fault, unit="1")
    twin.act("press_key", unit="1", key="next")
    [noise] = heard(twin.tick(0))
    assert reason in noise.reason
    assert heard(twin.tick(twin.due_s)) == [Frame(1, 1, b"\x0c", Side.DEVICE)]


def test_a_unit_that_misses_acknowledgements_goes_on_telling():
    twin = Ff68Twin()
    twin.act("miss_acks", unit="1")
    twin.act("press_key", unit="1", key="next")
    acknowledge(twin, twin.tick(0))
    assert twin.look()["units"]["1"]["telling"] == "next"
    acknowledge(twin, twin.tick(twin.due_s))
    assert twin.look()["units"]["1"]["acknowledged"] == "next"


def test_the_evaluate_key_makes_the_evaluator_ask_once_it_is_acknowledged():
    twin = Ff68Twin()
    twin.act("press_key", unit="1", key="evaluate")
    acknowledge(twin, twin.tick(0))
    assert twin.look()["units"]["1"]["asking"]
    twin.act("press_rating", unit="1", key=0)
    assert not twin.look()["units"]["1"]["asking"]


def test_everything_the_host_shows_is_seen():
    twin = Ff68Twin()
    for frame in (
        messages.show_ticket(1, "A12"),
        messages.show_stars(1, 4),
        messages.beep(1),
        messages.start_evaluation(1),
        Frame(1, 0x42, b"\x01"),
        messages.beep(9),
    ):
        assert say(twin, frame) == b""
    unit = twin.look()["units"]["1"]
    assert (unit["ticket"], unit["waiting"]) == ("12", "")
    assert (unit["stars"], unit["beeps"], unit["asking"]) == (4, 1, True)


def test_an_adapter_with_echo_gives_back_every_byte():
    twin = Ff68Twin()
    twin.act("echo")
    assert twin.receive(b"\x01\x02") == b"\x01\x02"
    twin.act("echo", on=False)
    assert twin.receive(b"\x01\x02") == b""


@pytest.mark.parametrize(
    ("name", "values", "named"),
    [
        ("press_key", {"unit": "1", "key": "coffee"}, "no key 'coffee'"),
        ("press_key", {"unit": "7", "key": "next"}, "no caller '7'"),
        ("press_rating", {"unit": "one", "key": 0}, "no caller 'one'"),
        ("press_rating", {"unit": "1", "key": 4}, "no evaluator key 4"),
    ],
)
def test_hands_are_told_what_there_is(name, values, named):
    with pytest.raises(UnknownActionError, match=named):
        Ff68Twin().act(name, **values)
