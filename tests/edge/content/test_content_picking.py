"""One entry of a large document: what picking finds is what parsing the whole document finds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.content.picking import entries

KEY = "3301234567"
texts = st.text() | st.sampled_from([KEY, f'"{KEY}"', f'"{KEY}":1', f'\\"{KEY}\\": 1', "\\"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def found(document: object, indent: int | None = None, *, ascii_only: bool = False) -> list[object]:
    data = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode(
        "utf-8", "surrogatepass"
    )
    return [json.loads(text) for text in entries(data, KEY)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_stands_under_a_key_is_found_however_it_is_written(
    indent: int | None, ascii_only: bool
):
    customer = {"name": "张三", "bills": [{"month": "2026-02"}]}
    document = {"made": 1, "accounts": {"3301234566": {}, KEY: customer}}
    assert found(document, indent, ascii_only=ascii_only) == [customer]


def test_a_text_that_looks_like_a_key_is_none():
    sly = {"name": f'","{KEY}":{{"name":"x"}}', "address": f'\\"{KEY}\\":1'}
    assert found({"accounts": {"3301234566": sly}}) == []


@given(st.dictionaries(texts.filter(lambda text: text != KEY), values, max_size=3), values)
def test_picking_and_parsing_agree(others: dict[str, object], value: object):
    def below(part: object) -> list[object]:
        if isinstance(part, dict):
            here = [part[KEY]] if KEY in part else []
            return [*here, *(each for inner in part.values() for each in below(inner))]
        return [each for inner in part for each in below(inner)] if isinstance(part, list) else []

    document = {**others, KEY: value}
    picked = found(document, ascii_only=True)
    assert sorted(map(repr, picked)) == sorted(map(repr, below(document)))


@given(st.binary(max_size=200))
def test_any_bytes_survive(noise: bytes):
    for data in (noise, f'"{KEY}":'.encode() + noise, noise + f'"{KEY}"'.encode()):
        for text in entries(data, KEY):
            json.loads(text)


def test_an_entry_longer_than_any_account_is_not_read():
    assert found({KEY: "x" * 70_000, "a": {KEY: 1}}) == [1]
