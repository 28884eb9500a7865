"""Every no of the hall is a sentence in both languages wherever it can reach somebody."""

import pytest

import edge.api.app  # noqa: F401 - loads whatever can refuse
from edge.api.errors import known_codes
from edge.staff import words
from edge.staff.supervisor import words as supervisors_words

OF_THE_CLIENT = {"hall_unreachable"}


def test_each_code_of_the_hall_has_words_at_the_terminals_and_no_other_has() -> None:
    assert (
        set(words.REFUSALS) == set(supervisors_words.REFUSALS) == set(known_codes()) | OF_THE_CLIENT
    )


@pytest.mark.parametrize("code", sorted(words.REFUSALS))
def test_a_refusal_is_said_in_chinese_and_in_english(code: str) -> None:
    for said in (words.REFUSALS[code], supervisors_words.REFUSALS[code]):
        assert not said.chinese.isascii()
        assert said.english.isascii()


def test_a_code_that_is_not_known_yet_is_told_in_the_halls_own_words() -> None:
    assert words.refusal("brand_new", "no such thing").english == "no such thing"
