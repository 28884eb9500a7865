"""The virtual reader's wire: published frames, any cut, any bytes."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from drivers.chip.pcsc.card import ATR, VirtualCard
from drivers.chip.pcsc.vpcd import EMPTY, UNFINISHED, WIRE_PROTOCOL, VpcdDecoder, answer, encode
from drivers.wire import Noise, Side, decode


def named(data, side):
    return decode(WIRE_PROTOCOL, data, side)


def test_published_frames_have_their_names(published):
    controls = ["vpcd power off", "vpcd power on", "vpcd reset", "vpcd get ATR"]
    said = b"".join(published[name] for name in [*controls, "vpcd command"])
    frames = named(said, Side.HOST)["frames"]
    assert [frame["name"] for frame in frames] == [
        "power off",
        "power on",
        "reset",
        "get ATR",
        "command",
    ]
    assert frames[-1]["command"] == "00A4040008A000000333010101"
    assert named(published["vpcd ATR answer"], Side.DEVICE)["frames"][0]["answer"] == (
        ATR.hex().upper()
    )
    assert named(b"\0\1\x77", Side.HOST)["frames"] == [{"name": "unknown control 77"}]


def test_a_card_answers_atr_and_commands_and_nothing_else(published):
    card = VirtualCard()
    said = {}
    for name in ("vpcd power on", "vpcd reset", "vpcd get ATR", "vpcd command"):
        (frame,) = VpcdDecoder(Side.HOST).feed(published[name])
        said[name] = answer(card, frame)
    assert said == {
        "vpcd power on": b"",
        "vpcd reset": b"",
        "vpcd get ATR": published["vpcd ATR answer"],
        "vpcd command": bytes.fromhex("00026A82"),
    }
    (unknown,) = VpcdDecoder(Side.HOST).feed(encode(bytes.fromhex("00D6000000")))
    assert answer(card, unknown) == published["vpcd answer 6D00"]


@given(st.lists(st.binary(min_size=1, max_size=20), max_size=5), st.data())
def test_frames_come_out_as_they_went_in_any_cut(payloads, data):
    said = b"".join(encode(payload) for payload in payloads)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(said)), max_size=5)))
    decoder = VpcdDecoder(Side.HOST)
    found = []
    for start, end in itertools.pairwise([0, *cuts, len(said)]):
        found += decoder.feed(said[start:end])
    assert [frame.payload for frame in [*found, *decoder.finish()]] == payloads


@given(st.binary(max_size=80))
def test_every_byte_is_in_one_frame_or_noise(said):
    decoder = VpcdDecoder(Side.DEVICE)
    found = [*decoder.feed(said), *decoder.finish()]
    parts = [item.data if isinstance(item, Noise) else encode(item.payload) for item in found]
    assert b"".join(parts) == said


def test_what_is_no_frame_says_why():
    assert [error["reason"] for error in named(b"\0\0\0\5ab", Side.HOST)["errors"]] == [
        EMPTY,
        UNFINISHED,
    ]
