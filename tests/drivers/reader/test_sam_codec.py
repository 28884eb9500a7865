"""SAM-A frames: against the published ones, and against whatever a wire makes of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.reader.content import CardContent, join_content, split_content
from drivers.reader.sam.codec import (
    BAD_CHECKSUM,
    BAD_LENGTH,
    NO_PREAMBLE,
    UNFINISHED,
    WIRE_PROTOCOL,
    SamDecoder,
)
from drivers.reader.sam.frames import (
    FIND,
    LENGTH_MAX,
    PREAMBLE,
    READ,
    RESET,
    SELECT,
    STATUS,
    Answer,
    Command,
    FrameTooLongError,
    encode,
    may_answer,
)
from drivers.reader.sw3 import SW3_MEANINGS, Sw3
from drivers.wire import Noise, Side, decode

commands = st.builds(Command, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=40))
answers = st.builds(
    Answer, st.integers(0, 255), st.binary(max_size=40), st.integers(0, 255), st.integers(0, 255)
)
photos = st.lists(st.sampled_from([PREAMBLE, b"\xaa", b"\x96\x69", b"\0\x08"]), max_size=60).map(
    b"".join
)
pieces = st.one_of(
    answers.map(encode),
    photos,
    st.binary(max_size=30),
    photos.map(lambda photo: encode(Answer(Sw3.OK, photo))),
    answers.map(lambda answer: encode(answer)[:-1]),
    answers.map(lambda answer: encode(answer)[:-1] + b"\x00"),
)
streams = st.lists(pieces, max_size=8).map(b"".join)


def heard(data: bytes, side: Side = Side.DEVICE) -> list:
    decoder = SamDecoder(side)
    return [*decoder.feed(data), *decoder.finish()]


def whole(side: Side, published) -> dict[str, bytes]:
    return {
        name: frame.data
        for name, frame in published.items()
        if frame.side is side and not name.startswith(("TEXTBLOCK", "BAD"))
    }


def test_every_published_frame_is_one_frame_and_comes_out_as_it_went_in(published):
    for side in Side:
        for name, data in whole(side, published).items():
            (frame,) = heard(data, side)
            assert encode(frame) == data, name


def test_every_published_frame_has_a_name(published):
    for side in Side:
        for name, data in whole(side, published).items():
            (fields,) = decode(WIRE_PROTOCOL, data, side)["frames"]
            assert fields["name"] and "unknown" not in fields["name"], name


def test_the_published_commands_are_the_ones_the_reader_is_asked(published):
    assert encode(RESET) == published["reset SAM"].data
    assert encode(STATUS) == published["SAM status"].data
    assert encode(FIND) == published["find card"].data
    assert encode(SELECT) == published["select card"].data
    assert encode(READ) == published["read text+photo"].data


def test_a_published_frame_with_a_wrong_length_is_unfinished(published):
    (noise,) = heard(published["BAD length find card (len 4)"].data, Side.HOST)
    assert noise == Noise(published["BAD length find card (len 4)"].data, UNFINISHED)


def test_a_card_is_described_by_its_fields(published):
    data = published["30 01 response HK/Macau/Taiwan J (1295 B, photo all zero)"].data
    (fields,) = decode(WIRE_PROTOCOL, data, Side.DEVICE)["frames"]
    assert fields["name"] == "text and photo"
    assert fields["meaning"] == "ok"
    assert (fields["text_length"], fields["photo_length"]) == (256, 1024)
    assert fields["document"] == "hmt_permit"
    assert fields["text"]["name"] == "陳大文"
    assert fields["text"]["pass_number"] == "H00000000"
    assert "problem" not in fields


@pytest.mark.parametrize(
    ("name", "fingerprint_length"),
    [
        ("30 10 response citizen, no fingerprint (1297 B)", 0),
        ("30 10 response citizen, 2 fingerprints zero (2321 B)", 1024),
    ],
)
def test_fingerprints_are_counted_beside_the_text(published, name, fingerprint_length):
    (fields,) = decode(WIRE_PROTOCOL, published[name].data, Side.DEVICE)["frames"]
    assert fields["fingerprint_length"] == fingerprint_length
    assert fields["text"]["number"] == "11010519491231002X"


def test_a_sam_number_is_shown_as_it_is_printed(published):
    data = published["SAM id response, prints as 05.03-20180101-0001234567-0007654321"].data
    (fields,) = decode(WIRE_PROTOCOL, data, Side.DEVICE)["frames"]
    assert fields["sam_number"] == "05.03-20180101-0001234567-0007654321"


def test_unknown_commands_and_answers_are_frames_that_say_so():
    (command,) = decode(WIRE_PROTOCOL, encode(Command(0xDC, 0x01, b"\x07")), Side.HOST)["frames"]
    assert command["name"] == "unknown command DC01"
    assert command["data"] == "07"
    (answer,) = decode(WIRE_PROTOCOL, encode(Answer(0x77)), Side.DEVICE)["frames"]
    assert answer["name"] == "unknown answer 77"


def test_an_implausible_card_is_described_with_its_problem():
    data = encode(Answer(Sw3.OK, join_content(CardContent(bytes(256), bytes(1024)))))
    (fields,) = decode(WIRE_PROTOCOL, data, Side.DEVICE)["frames"]
    assert fields["problem"] == "unsupported document (type letter '\\x00')"


def test_every_status_code_has_a_meaning_of_its_own():
    assert set(SW3_MEANINGS) == set(Sw3)
    assert len(set(SW3_MEANINGS.values())) == len(Sw3)


def test_garbage_before_a_preamble_is_one_noise():
    assert heard(b"\x00\xaa\xaa" + encode(Answer(Sw3.OK))) == [
        Noise(b"\x00\xaa\xaa", NO_PREAMBLE),
        Answer(Sw3.OK),
    ]


def test_a_flipped_bit_is_reported_as_noise():
    broken = bytearray(encode(Answer(Sw3.CARD_FOUND, bytes(4))))
    broken[9] ^= 0x10
    assert heard(bytes(broken) + encode(Answer(Sw3.OK))) == [
        Noise(bytes(broken), BAD_CHECKSUM),
        Answer(Sw3.OK),
    ]


def test_a_broken_photo_with_a_frame_inside_is_one_noise():
    photo = encode(Answer(Sw3.FIND_FAILED))
    broken = encode(Answer(Sw3.OK, photo))[:-1] + b"\x77"
    assert heard(broken + encode(Answer(Sw3.OK))) == [
        Noise(broken, BAD_CHECKSUM),
        Answer(Sw3.OK),
    ]


def test_a_frame_within_a_photo_is_part_of_the_photo():
    answer = Answer(Sw3.OK, b"".join(encode(Answer(sw3)) for sw3 in Sw3))
    assert heard(encode(answer)) == [answer]


def test_a_lost_byte_costs_one_frame_and_not_the_next():
    damaged = encode(Answer(Sw3.CARD_FOUND, bytes(4)))
    damaged = damaged[:8] + damaged[9:]
    found = heard(damaged + encode(Answer(Sw3.OK)) + encode(Answer(Sw3.FIND_FAILED)))
    assert found == [Noise(damaged, BAD_CHECKSUM), Answer(Sw3.OK), Answer(Sw3.FIND_FAILED)]


@pytest.mark.parametrize("length", ["0000", "0003", "0911", "FFFF"])
def test_a_length_out_of_bounds_is_noise_up_to_the_next_preamble(length):
    broken = PREAMBLE + bytes.fromhex(length) + bytes(20)
    assert heard(broken + encode(Answer(Sw3.OK))) == [
        Noise(broken, BAD_LENGTH),
        Answer(Sw3.OK),
    ]


def test_a_length_that_swallows_what_follows_gives_it_back_in_the_end():
    swallowing = PREAMBLE + b"\x08\x00"
    good = encode(Answer(Sw3.OK))
    assert heard(swallowing + good + good) == [
        Noise(swallowing, UNFINISHED),
        Answer(Sw3.OK),
        Answer(Sw3.OK),
    ]


def test_noise_without_end_is_handed_out_in_bounded_pieces():
    decoder = SamDecoder(Side.DEVICE)
    found = [item for _ in range(100) for item in decoder.feed(bytes(1000))]
    assert {len(item.data) for item in found} == {4096}
    assert len(found) == 100_000 // 4096


def test_a_frame_longer_than_any_is_not_made():
    with pytest.raises(FrameTooLongError, match="0x0911"):
        encode(Answer(Sw3.OK, bytes(LENGTH_MAX - 3)))


def test_a_late_answer_is_not_taken_for_another_ones():
    content = Answer(Sw3.OK, bytes(1284))
    selected = Answer(Sw3.OK, bytes(8))
    well = Answer(Sw3.OK)
    found = Answer(Sw3.CARD_FOUND, bytes(4))
    belongs = {STATUS: well, RESET: well, FIND: found, SELECT: selected, READ: content}
    for command, own in belongs.items():
        for other in (content, selected, well, found):
            assert may_answer(command, other) == (other == own), (command, other)


def test_a_refusal_belongs_to_whatever_was_asked():
    for command in (STATUS, FIND, SELECT, READ):
        assert may_answer(command, Answer(Sw3.SELF_TEST_FAILED))
    assert not may_answer(STATUS, Answer(Sw3.FIND_FAILED))


def test_what_an_answer_carries_stays_out_of_its_repr():
    assert "carried" not in repr(Answer(Sw3.OK, b"carried"))


@given(commands)
def test_commands_round_trip(command):
    assert heard(encode(command), Side.HOST) == [command]


@given(answers)
def test_answers_round_trip(answer):
    assert heard(encode(answer)) == [answer]


@given(streams)
def test_every_byte_is_in_exactly_one_frame_or_noise(data):
    said = [item.data if isinstance(item, Noise) else encode(item) for item in heard(data)]
    assert b"".join(said) == data


@given(streams, st.lists(st.integers(0, 400)))
def test_any_cut_gives_the_same(data, cuts):
    decoder = SamDecoder(Side.DEVICE)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    found = [
        item for start, end in itertools.pairwise(edges) for item in decoder.feed(data[start:end])
    ]
    assert [*found, *decoder.finish()] == heard(data)


@given(st.binary(max_size=300), st.sampled_from(Side))
def test_any_bytes_are_survived_and_described(data, side):
    report = decode(WIRE_PROTOCOL, data, side)
    assert report["frames"] or report["errors"] or not data


@given(answers)
def test_any_answer_can_be_described(answer):
    fields = WIRE_PROTOCOL.describe(answer)
    assert fields["data_length"] == len(answer.data)


@given(st.binary(max_size=300), st.binary(max_size=50), st.none() | st.binary(max_size=50))
def test_card_content_round_trips(text, photo, fingerprints):
    content = CardContent(text, photo, fingerprints)
    data = join_content(content)
    split = split_content(data)
    assert split is not None
    assert join_content(split) == data


@given(st.binary(max_size=100))
def test_lengths_that_do_not_add_up_are_no_content(data):
    content = split_content(data)
    assert content is None or join_content(content) == data


def test_the_protocol_is_registered():
    assert registry.wire_protocol("sam") is WIRE_PROTOCOL
