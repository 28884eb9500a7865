"""Single answers: what can be right, how it is written down, and what is refused by which name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.reader import id_number
from edge.domain.forms import Choice, Field, FormKind, WrongAnswerError, read_answer
from edge.domain.forms.answering import _READERS
from edge.domain.forms.company_code import check_character, is_well_formed

IDENTITY = "11010119560307771" + id_number.check_character("11010119560307771")
# The sample code of GB 32100-2015, appendix A.
COMPANY = "91350100M000100Y43"


def field(kind: FormKind, **settings: object) -> Field:
    return Field("it", kind, "它", "it", **settings)  # type: ignore[arg-type]


CAPACITY = field("number", least=1, most=10_000, places=1)
YES_OR_NO = field("choice", choices=(Choice("yes", "是", "Yes"), Choice("no", "否", "No")))

RIGHT = [
    (field("text"), "  张三 ", "张三"),
    (field("text"), "人民路１号，甲座", "人民路１号，甲座"),
    (field("long_text"), "一\r\n二 \n", "一\n二"),
    (field("digits"), "００１２", "0012"),
    (CAPACITY, "10.50", "10.5"),
    (CAPACITY, "0100", "100"),
    (YES_OR_NO, "no", "no"),
    (field("date"), "2026-02-28", "2026-02-28"),
    (field("phone"), "138 0013 8000", "13800138000"),
    (field("phone"), "+8613800138000", "13800138000"),
    (field("phone"), "010-66598888", "010-66598888"),
    (field("identity"), IDENTITY.lower(), IDENTITY),
    (field("company"), "91350100m000100y43", COMPANY),
    (field("account"), "3301 2345 67", "3301234567"),
    (field("agreed"), "yes", "yes"),
]

WRONG = [
    (field("text"), "a\x00b", "characters", {}),
    (field("text"), "two\nlines", "characters", {}),
    (field("text"), "\u202eabc", "characters", {}),
    (field("text", length_max=3), "abcd", "too_long", {"length_max": 3}),
    (field("digits"), "12a", "digits", {}),
    (CAPACITY, "ten", "number", {}),
    (CAPACITY, "1e3", "number", {}),
    (CAPACITY, "1.25", "places", {"places": 1}),
    (CAPACITY, "0.5", "too_small", {"least": "1"}),
    (CAPACITY, "10001", "too_large", {"most": "10000"}),
    (YES_OR_NO, "maybe", "choice", {}),
    (field("date"), "2026-02-29", "date", {}),
    (field("date"), "20260228", "date", {}),
    (field("phone"), "12800138000", "phone", {}),
    (field("phone"), "66598888", "phone", {}),
    (field("identity"), IDENTITY[:17] + "?", "identity", {"length": 18}),
    (field("company"), COMPANY[:17] + "4", "company", {}),
    (field("company"), "I" * 18, "company", {}),
    (field("account"), "12345", "account", {"shortest": 6, "longest": 20}),
    (field("agreed"), "no", "agreed", {}),
]


@pytest.mark.parametrize(("asked", "typed", "written"), RIGHT)
def test_an_answer_is_written_down_one_way(asked: Field, typed: str, written: str):
    assert read_answer(asked, typed) == written
    assert read_answer(asked, written) == written


@pytest.mark.parametrize(("asked", "typed", "code", "details"), WRONG)
def test_an_answer_that_cannot_be_right_is_refused_by_name(
    asked: Field, typed: str, code: str, details: dict[str, object]
):
    with pytest.raises(WrongAnswerError) as refused:
        read_answer(asked, typed)
    assert (refused.value.code, refused.value.details) == (code, details)
    assert typed not in str(refused.value)


def test_every_kind_is_tried_right_and_wrong():
    assert {asked.kind for asked, *_rest in RIGHT} == set(_READERS)
    assert {asked.kind for asked, *_rest in WRONG} >= set(_READERS) - {"long_text"}


@given(kind=st.sampled_from(sorted(_READERS)), typed=st.text(max_size=40))
def test_whatever_is_typed_is_an_answer_or_refused(kind: FormKind, typed: str):
    asked = field(kind, choices=YES_OR_NO.choices if kind == "choice" else ())
    try:
        written = read_answer(asked, typed)
    except WrongAnswerError:
        return
    assert read_answer(asked, written) == written


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(2, 16))
def test_a_company_code_with_one_wrong_character_is_found(own: str, place: int):
    code = "91350100" + own
    code += check_character(code)
    assert is_well_formed(code)
    other = "1" if code[place] != "1" else "2"
    assert not is_well_formed(code[:place] + other + code[place + 1 :])
