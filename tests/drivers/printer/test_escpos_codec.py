from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printer.escpos import commands
from drivers.printer.escpos.codec import WIRE_PROTOCOL, DeviceDecoder, HostDecoder
from drivers.printer.escpos.commands import Align, QrLevel, UnprintableError
from drivers.wire import Noise, Side, decode

# Letters that begin and end commands turn up often, so that most streams hold some.
_STREAMS = st.lists(
    st.one_of(
        st.binary(max_size=4),
        st.sampled_from(
            [b"\x1b", b"\x1c", b"\x1d", b"\x10", b"\x1d(k", b"\x1dk", b"\x00", b"\xb5"]
        ),
        st.sampled_from(["电力", "A012", "é", "𠀀"]).map(lambda words: words.encode("gb18030")),
        st.sampled_from(
            [b"\x10\x04\x01", commands.cut(), commands.qr(b"A"), commands.kanji(False)]
        ),
    ),
    max_size=30,
).map(b"".join)
_ANSWERS = st.lists(
    st.one_of(
        st.binary(max_size=3),
        st.sampled_from(
            [
                b"\x10\x0f\x20\x00\x00\x00",
                b"\x10\x00\x00\x00",
                b"\x18\x00\x0f\x00",
                b"\x12",
                b"\x00",
                b"7%\x00",
            ]
        ),
    ),
    max_size=20,
).map(b"".join)


def _whole(decoder, data):
    return [*decoder.feed(data), *decoder.finish()]


def _cut_anywhere(decoder, data, places):
    cuts = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    found = []
    for start, end in pairwise(cuts):
        found += decoder.feed(data[start:end])
    return [*found, *decoder.finish()]


def _host(data):
    return decode(WIRE_PROTOCOL, data, Side.HOST)


def _device(data):
    return decode(WIRE_PROTOCOL, data, Side.DEVICE)


def _frames(data):
    return _host(data)["frames"]


def test_every_published_host_sample_decodes_without_noise(samples):
    for sample in samples.values():
        if sample.side == "H":
            assert _host(sample.data)["errors"] == [], sample.name


def test_every_published_status_decodes_into_one_frame(samples):
    for sample in samples.values():
        if sample.side == "S":
            decoded = _device(sample.data)
            assert (len(decoded["frames"]), decoded["errors"]) == (1, []), sample.name


@pytest.mark.parametrize(
    ("name", "built"),
    [
        ("initialise", commands.initialise()),
        ("Kanji mode on FS &", commands.kanji(True)),
        ("Kanji mode off FS .", commands.kanji(False)),
        ("ASB enable all GS a FF", commands.auto_status()),
        ("ASB disable GS a 0", commands.auto_status(0)),
        ("DLE EOT 1", commands.real_time_status(1)),
        ("DLE EOT 4", commands.real_time_status(4)),
        ("GS r 1 paper", commands.queued_status(1)),
        ("GS r 2 drawer", commands.queued_status(2)),
        ("DLE EOT 20", commands.full_status()),
        ("GS I 66", commands.identify(66)),
        ("GS v 0, 16 x 2 dots", commands.raster(b"\x80\x01\xff\x00", 2)),
        ("text '电力' (GB18030, library adds no FS &)", commands.text("电力")),
        ("QR native 'A001' model2 size6 ecM", commands.qr(b"A001", 6, QrLevel.M)),
        ("partial cut, feed 0 (fn 66)", commands.cut()),
        ("feed 6 + full cut", commands.feed_lines(6) + commands.cut(full=True, feed=False)),
        (
            "CODE128 '{BA001' h64 w2 centred HRI below",
            commands.align(Align.CENTRE) + commands.code128_bars("A001", 64, 2),
        ),
        (
            "centre+bold+2x2",
            commands.size(2, 2) + commands.bold(True) + commands.align(Align.CENTRE),
        ),
    ],
)
def test_a_built_command_is_the_published_one(samples, name, built):
    assert built == samples[name].data


def test_commands_have_names_and_fields():
    data = commands.align(Align.RIGHT) + commands.size(8, 3) + commands.feed_lines(6)
    assert [{**frame, "hex": ""} for frame in _frames(data)] == [
        {"name": "align", "to": "right", "hex": ""},
        {"name": "size", "width": 8, "height": 3, "hex": ""},
        {"name": "feed lines", "lines": 6, "hex": ""},
    ]


def test_a_qr_code_is_five_commands_and_shows_its_text():
    frames = _frames(commands.qr("电 https://hall".encode()))
    assert [frame["name"] for frame in frames] == [
        "QR model",
        "QR module size",
        "QR error correction",
        "QR data",
        "QR print",
    ]
    assert frames[3]["text"] == "电 https://hall"


def test_a_barcode_shows_its_text_without_the_code_set():
    frames = _frames(commands.code128_bars("A{01"))
    assert (frames[-1]["kind"], frames[-1]["text"]) == ("CODE128", "A{01")


@given(
    st.text(min_size=1).filter(lambda words: commands.text(words).strip()), st.lists(st.integers())
)
def test_text_comes_back_wherever_it_is_cut(words, places):
    data = commands.text(words)
    found = _cut_anywhere(HostDecoder(), data + commands.LINE_FEED, places)
    assert "".join(item.fields["text"] for item in found[:-1]) == data.decode("gb18030")
    assert found[-1].name == "line feed"


def test_outside_kanji_mode_bytes_are_read_in_the_code_page():
    data = commands.kanji(False) + b"\x1bt\x00\x82\n" + commands.kanji(True) + b"\xb5\xe7\n"
    texts = [frame["text"] for frame in _frames(data) if frame["name"] == "text"]
    assert texts == ["é", "电"]


def test_initialising_turns_kanji_mode_on_again():
    data = commands.kanji(False) + commands.initialise() + b"\xb5\xe7\n"
    assert _frames(data)[2]["text"] == "电"


def test_unknown_commands_keep_their_parameters_out_of_the_text():
    data = b"\x1bp\x0012" + b"\x1d(Z\x02\x00AB" + b"\x1bZ" + b"A\n"
    names = [frame["name"] for frame in _frames(data)]
    assert names == ["unknown ESC p", "unknown GS ( Z", "unknown ESC Z", "text", "line feed"]


def test_an_unknown_symbol_and_an_unknown_status_request_are_named():
    data = b"\x1d(k\x03\x000C\x05" + b"\x10\x04\x15" + b"\x10\x14\x01\x00\x01"
    names = [frame["name"] for frame in _frames(data)]
    assert names == ["unknown GS ( k", "unknown DLE EOT", "unknown DLE DC4"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x1ba\x09", "to has no value 9"),
        (b"\x1d!\x08", "size has no value 8"),
        (b"\x1dV\x07", "cut has no mode 7"),
        (b"\x1b\x01", "ESC 01 is no command"),
        (b"\x1dkI\x03AB1", "CODE128 begins with none of {A, {B, {C"),
        (b"\x1dk\x20", "barcode has no kind 32"),
        (b"\x1dv0\x00\xff\xff\xff\xff", "picture claims 4294836231 bytes"),
        (b"\x1dv1\x00\x01\x00\x01\x00A", "picture has no mode 3100"),
        (b"\x1d(L\x0b\x000p0\x01\x011\x08\x00\x02\x00a", "stored picture is not 8 × 2 dots"),
        (b"\x1d(L\x0b\x000p0\xff\x011\x08\x00\x01\x00a", "stored picture is not 8 × 1 dots"),
        (b"\x00\x07\x00", "no command begins with this"),
        (b"\xff\x80", "no character of this code"),
        (b"\x1d(k\x10\x00", "unfinished"),
        (b"\xb5", "unfinished"),
    ],
)
def test_what_is_broken_is_one_noise_with_a_reason(data, reason):
    decoded = _host(data)
    assert decoded == {"frames": [], "errors": [{"reason": reason, "hex": data.hex().upper()}]}


def test_a_broken_command_does_not_hide_what_follows():
    decoded = _host(b"\x1ba\x09" + b"A012\n")
    assert [frame["name"] for frame in decoded["frames"]] == ["text", "line feed"]


@given(_STREAMS)
def test_each_host_byte_is_in_exactly_one_frame_or_noise(data):
    assert b"".join(item.data for item in _whole(HostDecoder(), data)) == data


@given(_STREAMS, st.lists(st.integers(min_value=0), max_size=8))
def test_any_cut_of_the_host_stream_gives_the_same_frames(data, places):
    assert _cut_anywhere(HostDecoder(), data, places) == _whole(HostDecoder(), data)


@given(_ANSWERS, st.lists(st.integers(min_value=0), max_size=8))
def test_any_cut_of_the_answers_gives_the_same_frames(data, places):
    whole = _whole(DeviceDecoder(), data)
    assert _cut_anywhere(DeviceDecoder(), data, places) == whole
    assert b"".join(item.data for item in whole) == data


@given(st.binary(max_size=300), st.sampled_from(Side))
def test_any_bytes_can_be_described(data, side):
    decode(WIRE_PROTOCOL, data, side)


def test_a_long_stretch_of_noise_and_a_long_text_are_given_out_in_pieces():
    noise = _whole(HostDecoder(), b"\x00" * 3000)
    texts = _whole(HostDecoder(), b"x" * 3000)
    assert max(len(item.data) for item in noise) <= 1024
    assert max(len(item.data) for item in texts) <= 256


def test_two_automatic_statuses_in_one_read_are_two_frames():
    frames = _device(bytes.fromhex("18000F00 10000000"))["frames"]
    assert [frame["state"] for frame in frames] == [["offline", "paper low", "paper end"], []]


def test_a_status_between_other_answers_is_told_apart_by_its_bits():
    names = [frame["name"] for frame in _device(bytes.fromhex("12 10000000 0F 372500"))["frames"]]
    assert names == [
        "answer to DLE EOT",
        "automatic status",
        "answer to GS r",
        "buffers cleared",
    ]


def test_an_answer_to_an_unknown_question_is_given_with_every_reading():
    (frame,) = _device(b"\x32")["frames"]
    assert frame["if_asked_1"] == []
    assert frame["if_asked_2"] == ["paper end"]
    assert frame["if_asked_3"] == ["broken"]
    assert frame["if_asked_4"] == ["paper end"]


def test_the_six_bytes_of_a_kiosk_printer_are_one_answer_in_any_cut():
    data = bytes.fromhex("12 100F 24600801 10000000")
    names = [frame["name"] for frame in _device(data)["frames"]]
    assert names == ["answer to DLE EOT", "answer to DLE EOT 20", "automatic status"]
    (state,) = [frame["state"] for frame in _device(data)["frames"] if "20" in frame["name"]]
    assert state == ["feeding", "paper low", "cutter jammed", "failed", "ticket in exit"]


def test_an_automatic_status_that_breaks_off_is_noise_and_the_next_is_read():
    decoded = _device(bytes.fromhex("1800 10000000"))
    assert decoded["errors"] == [{"reason": "automatic status broken off", "hex": "1800"}]
    assert [frame["name"] for frame in decoded["frames"]] == ["automatic status"]


def test_software_handshake_and_answer_blocks_have_names():
    frames = _device(b"\x11\x13_EPSON\x007!A\x00")["frames"]
    names = [frame["name"] for frame in frames]
    assert names == ["XON", "XOFF", "answer to GS I", "unknown block 37"]
    assert [frame["text"] for frame in frames[2:]] == ["EPSON", "!A"]


def test_a_block_that_does_not_end_is_noise():
    assert isinstance(_whole(DeviceDecoder(), b"_" + b"A" * 200)[0], Noise)


@pytest.mark.parametrize(
    "build",
    [
        lambda: commands.size(0, 1),
        lambda: commands.size(1, 9),
        lambda: commands.feed_lines(256),
        lambda: commands.qr(b""),
        lambda: commands.qr(b"A", 17),
        lambda: commands.qr(b"\x10\x04\x01"),
        lambda: commands.code128_bars(""),
        lambda: commands.code128_bars("电"),
        lambda: commands.code128_bars("A\n"),
        lambda: commands.real_time_status(5),
        lambda: commands.identify(70),
        lambda: commands.raster(b"", 8),
        lambda: commands.raster(b"A" * 256, 1),
    ],
)
def test_what_no_printer_could_print_is_refused_by_name(build):
    with pytest.raises(UnprintableError):
        build()


def test_text_cannot_smuggle_commands_in():
    assert commands.text("A\x1b@\x10\x04\x01\n\ud800B") == b"A @     B"
