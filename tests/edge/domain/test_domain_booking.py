"""What a command about an appointment says, and what it cannot say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.booking import (
    Booking,
    Cancellation,
    person_text,
    read_booking,
    read_cancellation,
    read_person,
)
from edge.domain.refusals import RefusedError

SAID = {"appointment": "A-00001", "service": "bill", "due": 0, "until": 60_000, "segments": []}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def test_a_booking_and_a_cancellation_are_read_back():
    booking = Booking("A-7K3M9", "bill", 60_000, 120_000, ("vip", "quick"))
    assert read_booking(booking.text()) == booking
    cancellation = Cancellation("A-7K3M9", "headquarters")
    assert read_cancellation(cancellation.text()) == cancellation


@pytest.mark.parametrize(
    "change",
    [
        {"appointment": "B-00001"},
        {"appointment": "A-0000U"},
        {"service": ""},
        {"service": "s" * 65},
        {"service": "a,b"},
        {"due": 1},
        {"due": 0.0},
        {"until": 0},
        {"until": 2**16 * 60_000},
        {"segments": ["vip"] * 9},
        {"segments": [5]},
        {"more": 1},
    ],
)
def test_what_cannot_be_booked_anywhere_is_refused(change: dict[str, object]):
    with pytest.raises(RefusedError):
        read_booking(json.dumps({**SAID, **change}))


@given(st.sampled_from(sorted(SAID)), ODD)
def test_whatever_stands_in_a_field_is_a_booking_or_refused(name: str, value: object):
    try:
        booking = read_booking(json.dumps({**SAID, name: value}))
    except RefusedError:
        return
    assert read_booking(booking.text()) == booking


def test_a_reason_to_cancel_is_one_that_there_is():
    with pytest.raises(RefusedError):
        read_cancellation('{"appointment": "A-00001", "reason": "missed"}')


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9), min_size=1, max_size=5))
def test_a_person_is_read_back(person: dict[str, str]):
    assert read_person(person_text(person)) == person


@pytest.mark.parametrize(
    "words", [b"", b"{}", b"[]", b"\xff", b"[" * 5000, b'{"name": 5}', b'{"name": "' + b"x" * 600]
)
def test_a_person_that_is_none_is_refused_without_a_word_of_it(words: bytes):
    with pytest.raises(RefusedError) as refused:
        read_person(words)
    assert "xxx" not in str(refused.value)
