"""What simulated strip screens do with what they hear, and what hands can do to them."""

from pathlib import Path

import pytest

from drivers.led.strip.frames import Frame, encode
from drivers.led.strip.profile import load_profile
from drivers.led.strip.twin import StripTwin, make_twin
from drivers.twins import UnknownActionError

PINGAN = load_profile("pingan")
# Computed from the format and not by this project's code: what the twin shows is checked by more
# than the encoder it shares a profile with.
FRAMES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("strip_frames.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def said(text, address=1, summary=False):
    return encode(Frame(address, text, summary), PINGAN)


@pytest.mark.parametrize("line", FRAMES, ids=lambda line: f"{line[0]} {line[4]}")
def test_every_known_frame_is_shown_by_the_screen_it_was_meant_for(line):
    profile, screen, address, _sequence, text, digits = line
    where = "summary_addresses" if screen == "summary" else "addresses"
    twin = make_twin({"profile": profile, "addresses": [9], **{where: [int(address)]}})
    assert twin.receive(bytes.fromhex(digits)) == b""
    assert twin.text(int(address)) == text.strip("_")


def test_a_look_shows_text_and_power_of_each():
    twin = StripTwin(PINGAN, (1,), (32,))
    twin.receive(said("A001") + said("A002", 32, summary=True))
    look = twin.look()
    assert look["profile"] == "pingan"
    assert look["strips"]["1"] == {
        "text": "A001",
        "on": True,
        "powered": True,
        "summary": False,
        "plugged": True,
        "told": 1,
    }
    assert look["strips"]["32"]["text"] == "A002"


def test_a_strip_does_not_heed_what_is_for_a_summary_screen():
    twin = StripTwin(PINGAN, (1,))
    twin.receive(said("A001", 1, summary=True) + said("A001", 2))
    assert twin.text(1) == ""


def test_without_power_the_text_is_gone_and_nothing_is_heard():
    twin = StripTwin(PINGAN, (1,))
    twin.receive(said("A001"))
    twin.act("power_off", unit="1")
    twin.receive(said("A002"))
    assert (twin.text(1), twin.look()["strips"]["1"]["on"]) == ("", False)
    twin.act("power_on", unit=1)
    assert twin.text(1) == ""


def test_a_screen_off_the_line_keeps_what_it_shows():
    twin = StripTwin(PINGAN, (1,))
    twin.receive(said("A001"))
    twin.act("plug_out", unit="1")
    twin.receive(said("A002"))
    assert twin.text(1) == "A001"
    twin.act("plug_in", unit="1")
    twin.receive(said("A003"))
    assert twin.text(1) == "A003"


def test_half_a_frame_is_forgotten_after_a_silence_and_noise_is_remembered():
    twin = StripTwin(PINGAN, (1,))
    assert twin.due_s is None
    twin.receive(said("A001")[:-1])
    assert twin.due_s == 1.0
    assert twin.tick(0.5) == b""
    assert not twin.noise_log
    twin.tick(0.5)
    assert [noise.reason for noise in twin.noise_log] == ["unfinished frame"]
    assert twin.due_s is None
    twin.receive(said("A002"))
    assert twin.text(1) == "A002"


@pytest.mark.parametrize("unit", ["3", "one", ""])
def test_hands_are_told_which_screens_there_are(unit):
    with pytest.raises(UnknownActionError, match="1, 2"):
        StripTwin(PINGAN, (1, 2)).act("power_off", unit=unit)
