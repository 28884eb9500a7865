"""The four layouts of the text block: the published ones, and any other bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.reader.text_block import (
    BLOCK_BYTES,
    LAYOUTS,
    BlockLengthError,
    CardText,
    Document,
    FieldTooLongError,
    TextBlockError,
    UnsupportedDocumentError,
    build_block,
    split_block,
)

PUBLISHED = {
    "TEXTBLOCK citizen (256 B)": CardText(
        Document.CITIZEN,
        {
            "name": "张三",
            "sex": "2",
            "nation": "01",
            "birth": "19491231",
            "address": "北京市朝阳区示例路1号",
            "number": "11010519491231002X",
            "issuer": "北京市公安局朝阳分局",
            "valid_from": "20200101",
            "valid_to": "长期",
        },
    ),
    "TEXTBLOCK HK/Macau/Taiwan J (256 B)": CardText(
        Document.HMT_PERMIT,
        {
            "name": "陳大文",
            "sex": "1",
            "birth": "19900101",
            "address": "广东省深圳市示例路2号",
            "number": "810000199001010019",
            "issuer": "深圳市公安局",
            "valid_from": "20200101",
            "valid_to": "20250101",
            "pass_number": "H00000000",
            "issue_count": "01",
        },
    ),
    "TEXTBLOCK foreigner 2017 I (256 B)": CardText(
        Document.FOREIGNER_2017,
        {
            "english_name": "DOE, JOHN",
            "sex": "1",
            "number": "USA110085010101",
            "nationality": "USA",
            "chinese_name": "多约翰",
            "valid_from": "20180101",
            "valid_to": "20280101",
            "birth": "19850101",
            "version": "01",
            "authority": "1500",
        },
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_blocks_are_split_into_their_fields(published, name):
    assert split_block(published[name].data) == PUBLISHED[name]


@given(
    st.sampled_from(Document).flatmap(
        lambda document: st.tuples(
            st.just(document),
            st.fixed_dictionaries(
                {
                    name: st.text(
                        st.characters(codec="utf-16-le", max_codepoint=0xFFFF), max_size=length // 2
                    ).map(lambda text: text.rstrip(" \0"))
                    for name, (_at, length) in LAYOUTS[document].items()
                }
            ),
        )
    )
)
def test_fields_put_on_a_block_come_off_it_again(card):
    document, fields = card
    assert split_block(build_block(document, fields)) == CardText(document, fields)


@given(st.binary(min_size=BLOCK_BYTES, max_size=BLOCK_BYTES), st.sampled_from(" JIY"))
def test_any_block_with_a_known_letter_is_split(block, letter):
    block = block[:248] + letter.encode("utf-16-le") + block[250:]
    assert set(split_block(block).fields) == set(LAYOUTS[split_block(block).document])


@given(st.binary(max_size=300))
def test_any_bytes_are_fields_or_an_error_by_name(block):
    try:
        split_block(block)
    except TextBlockError as error:
        assert error.code in ("block_length", "unsupported_document")


def test_a_rare_character_is_kept_and_half_of_one_spoils_nothing_else():
    block = build_block(Document.CITIZEN, {"name": "王\U00020bb7"})
    assert split_block(block).fields["name"] == "王\U00020bb7"
    torn = block[:4] + b" \0" + block[6:]
    assert split_block(torn).fields["name"].startswith("王\ufffd")


def test_an_unknown_letter_is_named_and_nothing_is_guessed():
    block = build_block(Document.CITIZEN, {"name": "某人"}, letter="Z")
    with pytest.raises(UnsupportedDocumentError, match="type letter 'Z'"):
        split_block(block)


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_block_of_another_length_is_refused(size):
    with pytest.raises(BlockLengthError, match=f"{size} bytes"):
        split_block(bytes(size))


def test_a_name_too_long_for_a_card_is_refused_without_being_told():
    with pytest.raises(FieldTooLongError, match="name takes 16 of 15 UTF-16 units") as raised:
        build_block(Document.CITIZEN, {"name": "甲" * 16})
    assert "甲" not in str(raised.value)


def test_what_stands_on_a_card_stays_out_of_its_repr(published):
    text = split_block(published["TEXTBLOCK citizen (256 B)"].data)
    assert "张三" not in repr(text)
    assert "1949" not in repr(text)
