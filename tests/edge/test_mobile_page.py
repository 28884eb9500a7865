"""The visitor's page, purely: its words, its language, its limits, and the colours of the house."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.leg import LegState
from edge.look import TOKENS
from edge.mobile.limits import Limit
from edge.mobile.page import Pages, Words, note_of
from edge.mobile.port import Pending
from edge.mobile.words import language_of, load_texts

TREE = Path(__file__).parents[2]
TEXTS = load_texts()
MINUTE_MS = 60_000


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_with_the_same_figures():
    chinese, english = TEXTS["zh"], TEXTS["en"]
    assert set(chinese) == set(english)
    assert {key for key in chinese if fields(chinese[key]) != fields(english[key])} == set()
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


@pytest.mark.parametrize("state", [each for each in LegState if each is not LegState.RESERVED])
def test_every_state_a_visitor_may_see_has_words(state: LegState):
    assert f"mobile_now_{state.value}" in TEXTS["zh"]


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", "", "zh"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("", "zh;q=0.2, en;q=0.7", "en"),
        ("", "fr-FR,fr;q=0.9", "en"),
        ("", "fr, zh;q=0.5", "zh"),
        ("", "*", "zh"),
        ("en", "zh-CN", "en"),
        ("xx", "zh-CN", "zh"),
        ("", "en;q=nonsense", "zh"),
    ],
)
def test_the_language_is_what_was_chosen_or_what_the_telephone_accepts(
    chosen: str, accepted: str, language: str
):
    assert language_of(chosen, accepted) == language


@given(st.text(), st.text())
def test_whatever_a_telephone_says_there_is_a_language(chosen: str, accepted: str):
    assert language_of(chosen, accepted) in TEXTS


def test_every_refusal_has_words_and_an_unknown_one_too():
    words = Words(TEXTS["en"], "en")
    assert "on its way" in note_of(Pending("delay"), words)
    assert "as often as possible" in note_of(Pending("delay", "delayed_enough"), words)
    assert "information desk" in note_of(Pending("leave", "never_heard_of"), words)


@pytest.mark.parametrize("why", ["gone", "often", "unreachable"])
def test_a_page_of_nobody_has_nothing_to_follow(why: str):
    page = Pages("/m").away("en", why)
    assert "<script" not in page and "<form" not in page


def test_a_limit_is_reached_and_comes_back_with_time():
    limit = Limit(3)
    assert [limit.takes("a", 0) for _ in range(4)] == [True, True, True, False]
    assert limit.takes("b", 0)
    assert limit.takes("a", MINUTE_MS // 3)
    assert not limit.takes("a", MINUTE_MS // 3)


def test_a_limit_remembers_no_more_than_some_thousand_names():
    limit = Limit(1)
    assert all(limit.takes(str(number), 0) for number in range(5000))
    assert not limit.takes("4999", 0)


def test_the_styles_name_no_colour_beside_those_of_the_house():
    rules = (TREE / "edge/mobile/static/mobile.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", rules) == []


def test_the_styles_use_what_the_house_has():
    rules = (TREE / "edge/mobile/static/mobile.css").read_text(encoding="utf-8")
    declared = re.findall(r"^ *(--[a-z-]+):", TOKENS.read_text(encoding="utf-8"), re.MULTILINE)
    used = set(re.findall(r"var\((--[a-z-]+)", rules))
    assert used
    assert used <= set(declared)
