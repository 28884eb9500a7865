"""The visitor's page, purely: its words, its language, its limits, and the colours of the house."""

import json
import re
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mobile_visits import looked

from edge.config import check_table
from edge.domain.leg import LegState
from edge.look import TOKENS
from edge.mobile.filled import Form
from edge.mobile.page import FormShown, Pages, note_of
from edge.mobile.port import Pending
from edge.mobile.refused import Refused
from edge.mobile.words import Words, language_of, load_texts

TREE = Path(__file__).parents[2]
CONSULT = TREE / "config/forms/consult.toml"
TEXTS = load_texts()
NOW = 1_790_000_000_000
REFUSED = Refused("delay", "not_waiting", "called", NOW)


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
    assert language_of(chosen, accepted, TEXTS) == language


@given(st.text(), st.text())
def test_whatever_a_telephone_says_there_is_a_language(chosen: str, accepted: str):
    assert language_of(chosen, accepted, TEXTS) in TEXTS


def test_every_refusal_has_words_and_an_unknown_one_too():
    words = Words(TEXTS, "en")
    assert "on its way" in note_of(Pending("delay"), words)
    assert "as often as possible" in note_of(Pending("delay", "delayed_enough"), words)
    assert "information desk" in note_of(Pending("leave", "never_heard_of"), words)


def test_a_refusal_is_told_and_goes_with_the_language_until_the_state_changes():
    pages = Pages("/m")
    called = pages.visit(looked("called"), "S", "zh", "k", NOW, REFUSED)
    assert "没能推迟：已经叫到您的号了" in called
    assert f'href="/m/S?lang=en&amp;no={REFUSED.text()}"' in called
    serving = pages.visit(looked("serving"), "S", "zh", "k", NOW, REFUSED)
    assert "没能推迟" not in serving and "no=" not in serving


def test_what_is_wished_stands_apart_from_what_is_told():
    page = Pages("/m").visit(looked(), "S", "zh", "k", NOW)
    told, wished = page.split('id="wishes"')
    assert "您前面还有 1 人" in told and "<form" not in told
    assert "我要晚" in wished and "A001" not in wished


def test_a_form_says_how_the_visit_stands():
    form = check_table(tomllib.loads(CONSULT.read_text(encoding="utf-8")), Form, "consult")
    shown = FormShown(looked("called").visit, form, "S", "k")
    assert "请到1号窗口" in Pages("/m").form(shown, "zh", NOW)


def test_the_scale_is_worded_as_on_the_screens():
    for language, texts in TEXTS.items():
        screens = tomllib.loads((TREE / f"kiosk/texts/{language}.toml").read_text(encoding="utf-8"))
        assert [texts[f"mobile_grade_{grade}"] for grade in range(1, 6)] == [
            screens[f"rate_{grade}"] for grade in range(1, 6)
        ]


# --- a third language ---


@pytest.fixture
def three(tmp_path: Path) -> Pages:
    """Return pages whose words were laid beside the others in Uyghur, as it were."""
    for language, texts in TEXTS.items():
        lines = [f"{key} = {json.dumps(text)}" for key, text in texts.items()]
        (tmp_path / f"{language}.toml").write_text("\n".join(lines), encoding="utf-8")
    third = {key: f"ئ {text}" for key, text in TEXTS["en"].items()} | {"mobile_language_tag": "ug"}
    lines = [f"{key} = {json.dumps(text)}" for key, text in third.items()]
    (tmp_path / "ug.toml").write_text("\n".join(lines), encoding="utf-8")
    return Pages("/m", load_texts(tmp_path))


def test_a_third_language_is_one_file(three: Pages):
    assert three.languages == ("zh", "en", "ug")
    page = three.visit(looked(), "S", "ug", "k", NOW)
    assert '<html lang="ug">' in page and "ئ Waiting" in page and "Pay a bill" in page
    assert "ئ My number" in three.away("ug", "gone")


def test_every_other_language_is_offered_by_its_own_name(three: Pages):
    page = three.visit(looked(), "S", "zh", "k", NOW)
    offered = re.findall(r'\?lang=(\w+)" lang="([\w-]+)" hreflang="[\w-]+">([^<]+)<', page)
    assert offered == [("en", "en", "English"), ("ug", "ug", "ئ English")]


def test_a_telephone_of_a_third_language_reads_it():
    assert language_of("", "ug-CN,zh;q=0.5", ["zh", "en", "ug"]) == "ug"


@pytest.mark.parametrize("why", ["gone", "often", "unreachable"])
def test_a_page_of_nobody_has_nothing_to_follow(why: str):
    page = Pages("/m").away("en", why)
    assert "<script" not in page and "<form" not in page


def test_a_page_that_cannot_be_seen_just_now_is_left_by_itself():
    page = Pages("/m").away("zh", "unreachable", "/m/S?lang=zh")
    assert 'content="20; url=/m/S?lang=zh"' in page and 'href="/m/S?lang=zh"' in page
    assert "http-equiv" not in Pages("/m").away("zh", "gone")


def test_the_styles_name_no_colour_beside_those_of_the_house():
    rules = (TREE / "edge/mobile/static/mobile.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", rules) == []


def test_the_styles_use_what_the_house_has():
    rules = (TREE / "edge/mobile/static/mobile.css").read_text(encoding="utf-8")
    declared = re.findall(r"^ *(--[a-z0-9-]+):", TOKENS.read_text(encoding="utf-8"), re.MULTILINE)
    used = set(re.findall(r"var\((--[a-z0-9-]+)", rules))
    assert used
    assert used <= set(declared)
