"""SSI packets: against the computed ones, and against whatever a wire makes of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.scanner.cutting import UNFINISHED
from drivers.scanner.ssi.codec import BAD_CHECKSUM, NO_PACKET, WIRE_PROTOCOL, SsiDecoder
from drivers.scanner.ssi.packets import (
    DATA_BYTES_MAX,
    Opcode,
    Packet,
    PacketTooLongError,
    Status,
    Wakeup,
    ack,
    encode,
    send_packeted,
)
from drivers.scanner.ssi.probe import PROBE
from drivers.wire import MASK, Noise, Side, decode

CODE = Packet(Opcode.DECODE_DATA, b"\x0b6901234567892", Side.DEVICE)

packets = st.builds(
    Packet, st.integers(0, 255), st.binary(max_size=40), st.just(Side.DEVICE), st.integers(0, 15)
)
pieces = st.one_of(
    packets.map(encode),
    st.binary(max_size=20),
    packets.map(lambda packet: encode(packet)[:-1]),
    packets.map(lambda packet: encode(packet)[:-1] + b"\x00"),
    st.sampled_from([b"\x00", b"\xff", b"\x04\xd0\x04", b"\x40\xf3\x00"]),
)
streams = st.lists(pieces, max_size=8).map(b"".join)


def heard(data, side=Side.DEVICE):
    decoder = SsiDecoder(side)
    return [*decoder.feed(data), *decoder.finish()]


def test_every_recorded_packet_is_one_packet_and_comes_out_as_it_went_in(recorded):
    for line in recorded("ssi_packets.txt"):
        (packet,) = heard(line.data, line.side)
        assert encode(packet) == line.data, line.name
        assert WIRE_PROTOCOL.describe(packet)["name"] == line.name.partition(":")[0]


def test_what_is_said_to_a_scanner_is_what_was_computed(recorded):
    said = {line.name: line.data for line in recorded("ssi_packets.txt")}
    assert encode(ack()) == said["ack"]
    assert encode(send_packeted()) == said["param send"]
    for opcode in (Opcode.SCAN_ENABLE, Opcode.SCAN_DISABLE, Opcode.REQUEST_REVISION):
        assert encode(Packet(opcode)) == said[opcode.name.lower().replace("_", " ")]
    assert PROBE.question == said["request revision"]


def test_a_code_is_described_with_its_symbology():
    (fields,) = decode(WIRE_PROTOCOL, encode(CODE), Side.DEVICE)["frames"]
    assert fields == {
        "name": "decode data",
        "code_type": "0B",
        "symbology": "ean13",
        "text": "6901234567892",
    }


def test_a_packet_is_described_with_its_status_its_cause_and_its_revision():
    again = Packet(Opcode.NAK, b"\x06", Side.DEVICE, Status.RETRANSMITTED | Status.CONTINUED)
    assert WIRE_PROTOCOL.describe(again) == {
        "name": "nak",
        "retransmitted": True,
        "continued": True,
        "cause": 6,
        "meaning": "it is not allowed",
    }
    reply = Packet(Opcode.REPLY_REVISION, b"PAAAAS00-006-R00", Side.DEVICE)
    assert WIRE_PROTOCOL.describe(reply)["revision"] == "PAAAAS00-006-R00"
    assert WIRE_PROTOCOL.describe(Packet(Opcode.EVENT, b"\x03"))["event"] == "03"
    unknown = Packet(Opcode.NAK, b"\x77", Side.DEVICE)
    assert WIRE_PROTOCOL.describe(unknown)["meaning"] == "unknown cause"


def test_an_opcode_that_nobody_knows_is_a_packet_that_says_so():
    (fields,) = decode(WIRE_PROTOCOL, encode(Packet(0x73, b"\x01")), Side.HOST)["frames"]
    assert fields == {"name": "unknown opcode 73", "data": "01"}


def test_a_code_is_personal_and_stays_out_of_repr_and_masked_fields():
    assert "690" not in repr(CODE)
    assert WIRE_PROTOCOL.describe_masked(CODE)["text"] == MASK


def test_a_code_that_is_no_text_is_described_all_the_same():
    fields = WIRE_PROTOCOL.describe(Packet(Opcode.DECODE_DATA, b"\x03\x00\x01", Side.DEVICE))
    assert fields["data"] == "0001" and "problem" in fields


def test_a_wake_up_is_a_frame_of_its_own():
    assert heard(encode(Wakeup()) + encode(ack()), Side.HOST) == [Wakeup(), ack()]
    assert WIRE_PROTOCOL.describe(Wakeup()) == {"name": "wake up"}


def test_garbage_before_a_packet_is_one_noise():
    garbage = bytes.fromhex("FF 80 0D 55 FE 7F")
    assert heard(garbage + encode(CODE)) == [Noise(garbage, NO_PACKET), CODE]


def test_what_noise_seems_to_begin_is_not_waited_for():
    decoder = SsiDecoder(Side.DEVICE)
    garbage = bytes.fromhex("FF FE FF 55 F3 00")
    assert decoder.feed(garbage + encode(CODE)) == [Noise(garbage, NO_PACKET), CODE]


def test_a_flipped_bit_is_reported_as_noise():
    broken = bytearray(encode(CODE))
    broken[8] ^= 0x10
    assert heard(bytes(broken) + encode(ack(Side.DEVICE))) == [
        Noise(bytes(broken), BAD_CHECKSUM),
        ack(Side.DEVICE),
    ]


def test_a_length_that_swallows_what_follows_gives_it_back_after_a_pause():
    swallowing = b"\xf0" + encode(CODE)[1:]
    decoder = SsiDecoder(Side.DEVICE)
    assert decoder.feed(swallowing + encode(CODE)) == []
    assert decoder.finish() == [Noise(swallowing, UNFINISHED), CODE]


def test_an_own_echo_is_noise():
    echo = encode(Packet(Opcode.SCAN_ENABLE))
    assert heard(echo + encode(ack(Side.DEVICE))) == [Noise(echo, NO_PACKET), ack(Side.DEVICE)]


def test_noise_without_end_is_handed_out_in_bounded_pieces():
    decoder = SsiDecoder(Side.DEVICE)
    found = [item for _ in range(100) for item in decoder.feed(b"\xff" * 1000)]
    assert {len(item.data) for item in found} == {512}
    assert sum(len(item.data) for item in found) > 99_000


def test_data_that_fits_no_packet_is_not_sent():
    encode(Packet(Opcode.DECODE_DATA, bytes(DATA_BYTES_MAX)))
    with pytest.raises(PacketTooLongError, match="252"):
        encode(Packet(Opcode.DECODE_DATA, bytes(DATA_BYTES_MAX + 1)))


def test_a_scanner_is_recognised_by_its_revision_and_nothing_else_is():
    reply = Packet(Opcode.REPLY_REVISION, b"PAAAAS00", Side.DEVICE)
    assert PROBE.recognise(b"\xff\xff" + encode(reply)) == "SSI scanner, revision PAAAAS00"
    assert PROBE.recognise(encode(Packet(Opcode.NAK, b"\x06", Side.DEVICE))) == "SSI scanner"
    assert PROBE.recognise(b"6901234567892\r\n") == ""
    assert PROBE.recognise(PROBE.question) == ""


@given(packets)
def test_packets_round_trip(packet):
    assert heard(encode(packet)) == [packet]


@given(streams)
def test_every_byte_is_in_exactly_one_packet_or_noise(data):
    said = [item.data if isinstance(item, Noise) else encode(item) for item in heard(data)]
    assert b"".join(said) == data


@given(streams, st.lists(st.integers(0, 300)), st.sampled_from(Side))
def test_any_cut_gives_the_same(data, cuts, side):
    decoder = SsiDecoder(side)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [
        item for start, end in itertools.pairwise(edges) for item in decoder.feed(data[start:end])
    ]
    assert [*found, *decoder.finish()] == heard(data, side)


@given(st.binary(max_size=300), st.sampled_from(Side))
def test_any_bytes_are_survived_and_described(data, side):
    report = decode(WIRE_PROTOCOL, data, side)
    assert report["frames"] or report["errors"] or not data


@given(packets)
def test_after_noise_the_decoder_is_in_step_within_one_packet(packet):
    decoder = SsiDecoder(Side.DEVICE)
    decoder.feed(b"\x20\xf3\x00\x00half a packet")
    decoder.finish()
    assert decoder.feed(encode(packet)) == [packet]


def test_the_protocol_is_registered():
    assert registry.wire_protocol("ssi") is WIRE_PROTOCOL
