"""Letters to one hall: opened by that hall, about that alone; keys that both sides derive alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.domain.letters import (
    BadKeyError,
    UnreadableLetterError,
    code_key,
    headquarters_keys,
    key_text,
    open_letter,
    public_of,
    read_headquarters_keys,
    read_key,
    write_letter,
)

HALL, OTHER, HEADQUARTERS = bytes(32), b"\x01" * 32, b"\x02" * 32
SECRETS = st.binary(min_size=32, max_size=32)


@settings(max_examples=25)
@given(SECRETS, SECRETS, st.binary(max_size=80), st.binary(max_size=20))
def test_a_letter_is_opened_by_its_hall(hall: bytes, once: bytes, words: bytes, about: bytes):
    assert open_letter(hall, about, write_letter(public_of(hall), once, about, words)) == words


def test_a_letter_is_opened_by_nobody_else_and_about_nothing_else():
    letter = write_letter(public_of(HALL), bytes(32), b"C1", b"who")
    for secret, about, changed in (
        (OTHER, b"C1", letter),
        (HALL, b"C2", letter),
        (HALL, b"C1", letter[:-1]),
        (HALL, b"C1", b"\x02" + letter[1:]),
        (HALL, b"C1", letter[:1] + bytes(32) + letter[33:]),
        (HALL, b"C1", b""),
    ):
        with pytest.raises(UnreadableLetterError):
            open_letter(secret, about, changed)


def test_both_sides_derive_the_same_key_for_codes_and_others_another():
    of_hall = code_key(HALL, headquarters_keys(HEADQUARTERS).agreement)
    assert of_hall == code_key(HEADQUARTERS, public_of(HALL))
    assert of_hall != code_key(OTHER, headquarters_keys(HEADQUARTERS).agreement)


@given(st.binary(min_size=64, max_size=64))
def test_public_keys_are_read_back(both: bytes):
    assert read_headquarters_keys(key_text(both)).text() == key_text(both)


@pytest.mark.parametrize("text", ["", "abc", "ä" * 43, key_text(bytes(31)), "=" * 44])
def test_what_is_no_key_is_refused(text: str):
    with pytest.raises(BadKeyError):
        read_key(text)


def test_a_key_that_nothing_can_be_agreed_with_is_refused():
    with pytest.raises(BadKeyError):
        code_key(HALL, bytes(32))
