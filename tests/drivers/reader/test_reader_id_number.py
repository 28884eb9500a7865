"""Citizen identity numbers, against the examples of the standard's annex."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.reader import id_number


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_gb_11643_pass(number):
    assert id_number.is_well_formed(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491231002x",
        "1101051949123100",
        "",
        "1101051949123100２X",
        "11010519491231002X\n",
    ],
)
def test_another_check_character_or_shape_does_not_pass(number):
    assert not id_number.is_well_formed(number)


def test_a_number_tells_birth_and_sex():
    assert id_number.birth_digits("11010519491231002X") == "19491231"
    assert id_number.sex_code("11010519491231002X") == "2"
    assert id_number.sex_code("440524188001010014") == "1"


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits, place, change):
    number = digits + id_number.check_character(digits)
    wrong = str((int(number[place]) + change) % 10)
    assert id_number.is_well_formed(number)
    assert not id_number.is_well_formed(number[:place] + wrong + number[place + 1 :])


@given(st.text())
def test_any_text_is_judged(text):
    assert id_number.is_well_formed(text) in (True, False)
