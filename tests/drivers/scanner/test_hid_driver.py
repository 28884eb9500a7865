"""Wedge scanners: input events, keys, a recording, and bad days on the twin in virtual time."""

import asyncio
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import virtualtime
from drivers.contract import CodeScanned, Context, Health, WireLostError
from drivers.scanner.hid import keys
from drivers.scanner.hid.codec import NO_EVENT, WIRE_PROTOCOL, HidDecoder
from drivers.scanner.hid.driver import HidOptions, HidScanner
from drivers.scanner.hid.events import (
    EVENT_BYTES_32,
    SYN_DROPPED,
    EventType,
    InputEvent,
    Press,
    encode,
)
from drivers.scanner.hid.keystrokes import CHARACTERS_MAX, Typed, Typing
from drivers.scanner.hid.twin import HidTwin
from drivers.transports.capture import ReplayWire, read_capture
from drivers.wire import MASK, Noise, Side

SESSION = Path(__file__).with_name("hid_session.capture")
SHIFT, CTRL, ENTER, TAB, F13 = 42, 29, 28, 15, 183
NOW_US = 1_772_413_200_654_321
PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))


@pytest.fixture
def counter(desk):
    def open_counter(twin: HidTwin | None = None, **options):
        return desk(HidScanner, twin or HidTwin(), HidOptions(**options))

    return open_counter


def told(story):
    virtualtime.run(story())


def typed(presses, pause_s=0.2):
    """Type (milliseconds, key, value) and return all that comes of it."""
    typing = Typing(pause_s)
    events = [InputEvent(ms * 1000, EventType.KEY, key, value) for ms, key, value in presses]
    return [done for event in events if (done := typing.take(event)) is not None]


def down(*pressed):
    return [(number, key, Press.DOWN) for number, key in enumerate(pressed)]


def test_a_recorded_session_gives_its_codes_and_ends_with_the_unplugging():
    pieces = read_capture(iter(SESSION.read_text().splitlines()), SESSION.name)
    events = []
    scanner = HidScanner(ReplayWire(pieces), HidOptions(), Context(events.append, None))
    with pytest.raises(WireLostError, match="at its end"):
        virtualtime.run(scanner.run())
    codes = [event.text for event in events if isinstance(event, CodeScanned)]
    # Between the second and the third, two keys were typed and nothing that ended them.
    assert codes == ["A007-12", "6901234567892", "A:1?"]


def test_the_recorded_session_is_events_and_no_noise():
    pieces = read_capture(iter(SESSION.read_text().splitlines()), SESSION.name)
    decoder = HidDecoder(Side.DEVICE)
    found = [item for piece in pieces for item in decoder.feed(piece.data)]
    assert not any(isinstance(item, Noise) for item in found)
    names = {WIRE_PROTOCOL.describe(item)["name"] for item in found}
    assert names == {"key down", "key up", "msc", "syn"}


def test_an_event_is_described_by_its_key_and_masked_where_it_is_personal():
    event = InputEvent(1_500_000, EventType.KEY, 30, Press.DOWN)
    fields = WIRE_PROTOCOL.describe(event)
    assert (fields["name"], fields["key"], fields["at_s"]) == ("key down", "a", 1.5)
    assert WIRE_PROTOCOL.describe_masked(event)["key"] == MASK
    assert "30" not in repr(event)
    enter = InputEvent(0, EventType.KEY, ENTER, Press.UP)
    assert WIRE_PROTOCOL.describe(enter)["key"] == "Enter"
    assert WIRE_PROTOCOL.describe(InputEvent(0, 0, 3, 0))["name"] == "events were dropped"
    assert WIRE_PROTOCOL.describe(InputEvent(0, 1, F13, 1))["key"] == "key 183"


@pytest.mark.parametrize(
    "event",
    [
        InputEvent(NOW_US, EventType.KEY, 0x300, 1),
        InputEvent(NOW_US, EventType.KEY, 30, 3),
        InputEvent(NOW_US, 0x15, 0, 0),
        InputEvent((1 << 33) * 1_000_000, EventType.KEY, 30, 1),
    ],
)
def test_what_no_keyboard_says_is_noise_up_to_the_next_event(event):
    good = InputEvent(NOW_US + 8000, EventType.KEY, 30, 1)
    found = HidDecoder(Side.DEVICE).feed(encode(event) + encode(good))
    assert found == [Noise(encode(event), NO_EVENT), good]


def test_a_kernel_with_32_bit_words_says_the_same_in_sixteen_bytes():
    event = InputEvent(1_700_000_000_123_456, EventType.KEY, 30, Press.DOWN)
    data = encode(event, EVENT_BYTES_32)
    assert len(data) == 16
    assert HidDecoder(Side.DEVICE, EVENT_BYTES_32).feed(data) == [event]


@given(
    st.integers(0, (1 << 33) * 1_000_000 - 1), st.integers(0, 0x2FF), st.sampled_from(list(Press))
)
def test_events_round_trip(at_us, key, value):
    event = InputEvent(at_us, EventType.KEY, key, value)
    assert HidDecoder(Side.DEVICE).feed(encode(event)) == [event]


@pytest.mark.parametrize("char", PRINTABLE)
def test_every_printable_character_has_a_key_that_types_it(char):
    found = keys.key_for(char)
    assert found is not None
    key, shifted = found
    assert keys.typed(key, shifted=shifted) == char


def test_the_keypad_types_its_digits():
    keypad = {char: 71 + place for place, char in enumerate("789-456+1230.")}
    assert typed(down(*(keypad[char] for char in "1203."), 96)) == [Typed("1203.")]


@pytest.mark.parametrize("terminator", [ENTER, TAB, 96])
def test_enter_tab_and_keypad_enter_end_a_code(terminator):
    assert typed(down(30, 48, terminator)) == [Typed("ab")]


def test_shift_holds_until_it_is_let_go():
    presses = [(0, SHIFT, 1), (1, 30, 1), (2, 30, 0), (3, SHIFT, 0), (4, 30, 1), (5, ENTER, 1)]
    assert typed(presses) == [Typed("Aa")]


def test_keys_too_far_apart_are_not_of_one_code():
    assert typed([(0, 2, 1), (150, 3, 1), (400, 4, 1), (500, ENTER, 1)]) == [Typed("3")]


def test_a_clock_that_is_set_back_in_between_begins_anew():
    assert typed([(9000, 2, 1), (100, 3, 1), (110, ENTER, 1)]) == [Typed("2")]


def test_repeats_of_a_key_held_down_and_lone_terminators_are_nothing():
    assert typed([(0, 2, 1), (1, 2, 2), (2, 2, 2), (3, ENTER, 1), (4, ENTER, 1)]) == [Typed("1")]


def test_the_rest_of_a_code_after_dropped_events_is_no_code_however_much_was_dropped():
    typing = Typing(0.2)
    typing.take(InputEvent(0, EventType.KEY, 2, Press.DOWN))
    typing.take(InputEvent(900_000, EventType.SYN, SYN_DROPPED, 0))
    typing.take(InputEvent(1_000_000, EventType.KEY, 3, Press.DOWN))
    done = typing.take(InputEvent(1_010_000, EventType.KEY, ENTER, Press.DOWN))
    assert done is not None and done.problem == "the kernel dropped events"


@pytest.mark.parametrize(
    ("presses", "problem"),
    [
        ((2, F13, 3, ENTER), "types nothing here: 183"),
        ((2, CTRL, 46, ENTER), "Ctrl, Alt or Meta"),
        ((2,) * (CHARACTERS_MAX + 1) + (ENTER,), "more than 8192 characters"),
    ],
)
def test_what_cannot_be_a_code_says_why(presses, problem):
    at_once = [(0, key, Press.DOWN) for key in presses]
    (done,) = typed(at_once)
    assert problem in done.problem
    assert done.text not in repr(done)


def test_a_shown_code_is_typed_and_reported(counter):
    async def story():
        async with counter() as at:
            at.twin.act("scan", text="https://Hall.example/t?k=A_007")
            await at.until_texts("https://Hall.example/t?k=A_007")
            at.twin.terminator = TAB
            at.twin.act("scan", text="B001")
            await at.until(lambda: at.texts[1:] == ["B001"])
            assert at.healths == [Health.ASSUMED]
            assert "Hall" not in repr(at.events)

    told(story)


def test_a_code_held_there_is_reported_once(counter):
    async def story():
        async with counter() as at:
            at.twin.act("hold", text="A007", reads=6, every_s=0.7)
            await asyncio.sleep(10.0)
            assert at.texts == ["A007"]
            at.twin.act("scan", text="A007")
            await at.until_texts("A007", "A007")

    told(story)


@pytest.mark.parametrize(
    ("action", "text", "complaint"),
    [
        ("odd_key", "1101051949", "a key that types nothing here: 183"),
        ("drop_events", "1101051949", "the kernel dropped events"),
        (None, "1101051949请", "Ctrl, Alt or Meta"),
    ],
)
def test_a_code_that_came_incomplete_is_dropped_and_the_next_is_read(
    counter, caplog, action, text, complaint
):
    async def story():
        async with counter() as at:
            if action:
                at.twin.act(action)
            at.twin.act("scan", text=text)
            await asyncio.sleep(1.0)
            at.twin.act("scan", text="B001")
            await at.until_texts("B001")

    with caplog.at_level(logging.DEBUG):
        told(story)
    assert complaint in caplog.text
    assert "11010" not in caplog.text


def test_a_self_test_says_what_can_be_known(counter):
    async def story():
        async with counter(aim_id=True) as at:
            assert [finding.ok for finding in await at.driver.self_test()] == [True, True]

    told(story)


@pytest.mark.parametrize("options", [{"event_bytes": 20}, {"hold_s": 0}, {"pause_s": -1}])
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        HidOptions(**options)
