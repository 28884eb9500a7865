"""Who a card is about, and cards that contradict themselves."""

import datetime as dt

import pytest

from drivers.reader.holder import (
    FieldImplausibleError,
    NumberImplausibleError,
    NumberMismatchError,
    holder_of,
)
from drivers.reader.text_block import CardText, Document, split_block

CITIZEN = {
    "name": "张三",
    "sex": "2",
    "birth": "19491231",
    "number": "11010519491231002X",
    "valid_to": "长期",
}
FOREIGNER = {
    "chinese_name": "多约翰",
    "english_name": "DOE, JOHN",
    "sex": "1",
    "birth": "19850101",
    "number": "USA110085010101",
    "valid_to": "20280101",
}


def citizen(**changes: str) -> CardText:
    return CardText(Document.CITIZEN, CITIZEN | changes)


def foreigner(**changes: str) -> CardText:
    return CardText(Document.FOREIGNER_2017, FOREIGNER | changes)


@pytest.mark.parametrize(
    ("name", "document", "holder", "born", "sex", "valid_to"),
    [
        ("citizen", "citizen", "张三", dt.date(1949, 12, 31), "female", "long_term"),
        (
            "HK/Macau/Taiwan J",
            "hmt_permit",
            "陳大文",
            dt.date(1990, 1, 1),
            "male",
            "2025-01-01",
        ),
        (
            "foreigner 2017 I",
            "foreigner_2017",
            "DOE, JOHN",
            dt.date(1985, 1, 1),
            "male",
            "2028-01-01",
        ),
        (
            "foreigner 2023 Y",
            "foreigner_2023",
            "DOE, JOHN",
            dt.date(1985, 1, 1),
            "male",
            "2033-12-01",
        ),
    ],
)
def test_the_published_cards_have_holders(published, name, document, holder, born, sex, valid_to):
    found = holder_of(split_block(published[f"TEXTBLOCK {name} (256 B)"].data))
    assert (found.document, found.name, found.born) == (document, holder, born)
    assert (found.sex, found.valid_to) == (sex, valid_to)


@pytest.mark.parametrize(
    "text",
    [
        citizen(number="110105194912310021"),
        citizen(number=""),
        foreigner(number="11010519491231002X"),
        CardText(Document.HMT_PERMIT, CITIZEN),
        CardText(Document.FOREIGNER_2023, FOREIGNER),
    ],
)
def test_a_number_that_is_none_of_the_documents_is_refused(text):
    with pytest.raises(NumberImplausibleError, match=str(text.document)):
        holder_of(text)


def test_a_number_with_another_birth_date_than_the_card_is_refused():
    with pytest.raises(NumberMismatchError, match="another birth date"):
        holder_of(citizen(birth="19491230"))


def test_a_number_with_another_sex_than_the_card_is_refused():
    with pytest.raises(NumberMismatchError, match="another sex"):
        holder_of(citizen(sex="1"))


@pytest.mark.parametrize(("code", "word"), [("0", "unknown"), ("9", "not_stated"), ("", "")])
def test_a_sex_that_is_not_told_contradicts_no_number(code, word):
    assert holder_of(citizen(sex=code)).sex == word


@pytest.mark.parametrize("birth", ["19850230", "1985", "", "２０２００１０１", "00000101"])
def test_a_birth_that_is_no_date_is_refused(birth):
    with pytest.raises(FieldImplausibleError, match="birth"):
        holder_of(foreigner(birth=birth))


def test_a_card_without_a_name_is_refused():
    with pytest.raises(FieldImplausibleError, match="no name"):
        holder_of(citizen(name=""))


def test_a_foreigner_without_a_latin_name_has_the_chinese_one():
    assert holder_of(foreigner(english_name="")).name == "多约翰"


def test_a_long_latin_name_is_put_together_from_its_two_parts():
    text = CardText(
        Document.FOREIGNER_2023,
        FOREIGNER
        | {
            "number": "911840198501010001",
            "english_name": "MONTGOMERY-FEATHERSTONEHAUGH, JOHN",
            "english_name_rest": "PAUL",
        },
    )
    assert holder_of(text).name == "MONTGOMERY-FEATHERSTONEHAUGH, JOHN PAUL"


def test_an_end_of_validity_that_makes_no_sense_is_left_empty():
    assert holder_of(citizen(valid_to="soon")).valid_to == ""


@pytest.mark.parametrize(
    "text",
    [citizen(number="110105194912310021"), citizen(birth="19500101"), citizen(sex="1")],
)
def test_no_error_and_no_repr_tells_the_person(text):
    with pytest.raises(ValueError) as raised:
        holder_of(text)
    for shown in (str(raised.value), repr(raised.value), repr(holder_of(citizen()))):
        assert "张三" not in shown
        assert "1949" not in shown
        assert "1101051949" not in shown
