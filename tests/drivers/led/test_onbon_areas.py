"""Realtime areas and the text in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.led.onbon.areas import (
    Area,
    Box,
    Display,
    Motion,
    Sound,
    Style,
    Update,
    decode_update,
    describe_area,
    describe_update,
    encode_update,
)
from drivers.led.onbon.fields import MalformedBodyError, OutOfRangeError
from drivers.led.onbon.layout import text_update
from drivers.led.onbon.text import Colour, encode_text, readable, visible, width_px

BYTE = st.integers(0, 255)
WORD = st.integers(0, 0xFFFF)
PIXELS = st.integers(0, 0x7FFF)
BOX = Box(0, 0, 128, 16)


def areas():
    return st.builds(
        Area,
        st.builds(Box, PIXELS, WORD, PIXELS, WORD),
        st.binary(max_size=40),
        BYTE,
        BYTE,
        st.builds(Style, BYTE, BYTE, BYTE, BYTE, st.binary(max_size=12)),
        st.builds(Motion, BYTE, BYTE, BYTE, BYTE, BYTE, WORD),
        st.none()
        | st.builds(
            Sound,
            st.integers(0, 15),
            st.integers(0, 15),
            BYTE,
            BYTE,
            st.none() | st.binary(max_size=10),
        ),
    )


def updates():
    return st.builds(
        Update,
        st.lists(areas(), max_size=3).map(tuple),
        st.booleans(),
        st.just(()),
        BYTE,
    ) | st.builds(
        Update, st.just(()), st.just(False), st.lists(BYTE, max_size=8).map(tuple), st.just(0)
    )


@given(updates())
def test_what_is_written_is_read_again(update):
    assert decode_update(encode_update(update)) == update


@given(st.binary(max_size=120))
def test_any_body_is_an_update_or_malformed(body):
    try:
        describe_update(decode_update(body))
    except MalformedBodyError as error:
        assert str(error)


@given(updates(), st.data())
def test_a_body_cut_short_is_malformed(update, draw):
    body = encode_update(update)
    short = body[: draw.draw(st.integers(0, len(body) - 1))]
    with pytest.raises(MalformedBodyError):
        decode_update(short)


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        (Update((Area(Box(0x8000, 0, 1, 1), b""),)), "pixels"),
        (Update((Area(Box(0, -1, 1, 1), b""),)), "areas"),
        (Update((Area(BOX, b"", id=256),)), "areas"),
        (Update((Area(BOX, b"", sound=Sound(person=16)),)), "voice"),
        (Update(delete=(300,)), "areas"),
        (Update(delete=tuple(range(255))), "would mean all"),
    ],
)
def test_values_that_fit_no_field_are_refused_by_name(update, reason):
    with pytest.raises(OutOfRangeError, match=reason):
        encode_update(update)


def test_widths_in_units_of_eight_pixels_are_read_as_pixels():
    body = bytearray(encode_update(Update((Area(BOX, b""),))))
    at = 3 + 1 + 2 + 1 + 4  # head, number of areas, area length, kind, x and y
    body[at : at + 2] = (16).to_bytes(2, "little")
    assert decode_update(bytes(body)).areas[0].box == BOX


def test_a_sound_without_a_text_of_its_own_is_described():
    described = describe_area(Area(BOX, b"A1", sound=Sound(1, 2, 3, 4)))
    assert described["sound"] == {"person": 1, "times": 2, "volume": 3, "speed": 4, "text": None}
    assert describe_area(Area(BOX, b"", motion=Motion(display=9)))["display"] == "9"


def test_an_unknown_sound_mode_is_named():
    body = bytearray(encode_update(Update((Area(BOX, b""),))))
    body[3 + 1 + 2 + 9 + 5] = 3
    with pytest.raises(MalformedBodyError, match="sound mode 3"):
        decode_update(bytes(body))


def test_text_begins_with_its_font_and_colour():
    assert encode_text("A1", 24, Colour.GREEN) == b"\\FO001\\C2A1"
    assert readable(encode_text("请A001号")) == "\\FO000\\C1请A001号"


@given(st.text())
def test_any_text_can_be_shown_and_reads_the_same_without_what_cannot_be_sent(text):
    seen = visible(encode_text(text))
    assert "\\" not in seen
    kept = "".join(char for char in text if char == "\n" or (char.isprintable() and char != "\\"))
    assert seen == kept.encode("gbk", "replace").decode("gbk")


def test_a_character_whose_second_byte_is_a_backslash_is_left_alone():
    assert "乗".encode("gbk")[1:] == b"\\"
    assert visible(encode_text("乗C1n")) == "乗C1n"


def test_escapes_are_seen_as_what_they_do():
    data = "\\FE000\\C3今天\\DY年\\n\\WC01 \\T000star|ok".encode("gbk")
    assert visible(data) == "今天<Y>年\n<C01> <000star>ok"


def test_half_a_chinese_character_does_not_break_the_reading():
    assert visible(b"A\xd6") == "A\ufffd"


@pytest.mark.parametrize(
    ("text", "font_px", "wide_px"),
    [("", 16, 0), ("A001", 16, 32), ("请A001号", 16, 64), ("请", 32, 32), ("请请\nA", 16, 32)],
)
def test_chinese_is_as_wide_as_high_and_ascii_half_of_it(text, font_px, wide_px):
    assert width_px(text, font_px) == wide_px


def test_text_that_fits_stands_and_text_that_does_not_runs_left():
    fits = text_update("请A1号到3号窗", BOX, 16, Colour.RED, 2, 1024)
    runs = text_update("请A001号到13号窗口办理", BOX, 16, Colour.RED, 2, 1024)
    assert fits.areas[0].motion.display is Display.STATIC
    assert runs.areas[0].motion.display is Display.LEFT


def test_no_text_takes_every_area_away():
    assert text_update("", BOX, 16, Colour.RED, 2, 1024) == Update(delete_all=True)


def test_more_text_than_an_area_holds_is_refused():
    with pytest.raises(OutOfRangeError, match="1024"):
        text_update("号" * 600, BOX, 16, Colour.RED, 2, 1024)
