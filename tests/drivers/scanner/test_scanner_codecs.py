"""What every scanner's codec owes: any bytes, in any cut, in bounded memory, none of them lost."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers import registry
from drivers.contract import Kind
from drivers.scanner.hid import events
from drivers.scanner.hid.twin import HidTwin
from drivers.scanner.honeywell import frames as honeywell
from drivers.scanner.lines import encode_line
from drivers.scanner.newland import frames as newland
from drivers.scanner.ssi import packets as ssi
from drivers.wire import Noise, Side, decode

CODE = b"HALL-A007\r"
_KEYS = HidTwin()
_KEYS.act("scan", text="A7")

ENCODERS = {
    "scanner-line": encode_line,
    "ssi": ssi.encode,
    "newland": newland.encode,
    "honeywell": honeywell.encode,
    "hid": events.encode,
}
# Frames of either side, and what they look like when something is wrong with them.
WHOLE = {
    "scanner-line": [CODE, "请\r\n".encode(), b"\n"],
    "ssi": [
        ssi.encode(ssi.Packet(ssi.Opcode.DECODE_DATA, b"\x03A007", Side.DEVICE)),
        ssi.encode(ssi.ack()),
        b"\x00",
    ],
    "newland": [
        CODE,
        newland.encode(newland.HexReply(0, b"\x00")),
        newland.encode(newland.TextReply(b"SCNTRG1\x06")),
        newland.encode(newland.TextCommand("SCNTRG1")),
        newland.encode(newland.HexCommand(8, 2, b"\x01")),
        newland.encode(newland.HexCommand(8, 2, b"\x01", checked=False)),
    ],
    "honeywell": [
        CODE,
        honeywell.encode(honeywell.Reply("CBRENA1", honeywell.Verdict.OK, ".")),
        honeywell.encode(honeywell.Reply("SSX0", honeywell.Verdict.BAD_DATA, ",")),
        honeywell.encode(honeywell.Menu("CBRENA?", ".")),
        honeywell.TRIGGER_ON,
    ],
    "hid": [_KEYS.tick(0.0), events.encode(events.InputEvent(1, 0, 3, 0))],
}
NAMES = sorted(WHOLE)


def streams(name):
    whole = st.sampled_from(WHOLE[name])
    cut = whole.flatmap(lambda data: st.integers(0, len(data)).map(lambda at: data[:at]))
    flipped = whole.flatmap(
        lambda data: st.integers(0, len(data) - 1).map(
            lambda at: data[:at] + bytes((data[at] ^ 0x41,)) + data[at + 1 :]
        )
    )
    return st.lists(st.one_of(whole, cut, flipped, st.binary(max_size=12)), max_size=8).map(
        b"".join
    )


some_stream = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(st.just(name), streams(name), st.sampled_from(Side))
)


def heard(name, data, side):
    decoder = registry.wire_protocol(name).decoder(side)
    return [*decoder.feed(data), *decoder.finish()]


@given(some_stream)
def test_every_byte_is_in_exactly_one_frame_or_noise(stream):
    name, data, side = stream
    found = heard(name, data, side)
    said = [item.data if isinstance(item, Noise) else ENCODERS[name](item) for item in found]
    assert b"".join(said) == data


@given(some_stream, st.lists(st.integers(0, 400), max_size=12))
def test_any_cut_gives_the_same(stream, cuts):
    name, data, side = stream
    decoder = registry.wire_protocol(name).decoder(side)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [
        item for start, end in itertools.pairwise(edges) for item in decoder.feed(data[start:end])
    ]
    assert [*found, *decoder.finish()] == heard(name, data, side)


@settings(max_examples=30)
@given(some_stream)
def test_every_frame_is_described_and_none_shows_its_text_in_repr(stream):
    name, data, side = stream
    report = decode(registry.wire_protocol(name), data, side)
    assert all(fields["name"] for fields in report["frames"])
    assert report["frames"] or report["errors"] or not data
    if name != "ssi":  # its source byte may be any
        assert "HALL" not in repr([x for x in heard(name, data, side) if not isinstance(x, Noise)])


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("byte", [b"\x02", b"\x7e", b"\x16", b"\xff", b"A"])
def test_noise_without_end_is_handed_out_in_bounded_pieces(name, side, byte):
    decoder = registry.wire_protocol(name).decoder(side)
    found = [item for _ in range(50) for item in decoder.feed(byte * 1000)]
    assert all(isinstance(item, Noise) for item in found)
    assert max(len(item.data) for item in found) <= 8192
    assert sum(len(item.data) for item in found) > 50_000 - 10_000


@settings(max_examples=30)
@given(some_stream)
def test_after_a_pause_the_decoder_is_as_new(stream):
    name, data, side = stream
    decoder = registry.wire_protocol(name).decoder(side)
    decoder.feed(data)
    decoder.finish()
    for whole in WHOLE[name]:
        assert [*decoder.feed(whole), *decoder.finish()] == heard(name, whole, side)


@pytest.mark.parametrize("name", NAMES)
def test_every_codec_is_registered_by_its_name(name):
    assert registry.wire_protocol(name).name == name
    assert registry.wire_protocol(name).personal


def test_scanners_that_can_be_asked_are_searched_for():
    searched = {probe.protocol for probe in registry.probes() if probe.kind is Kind.SCANNER}
    assert searched >= {"ssi", "newland", "honeywell"}
