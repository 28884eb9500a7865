"""The words of the screens: the same in every language, and all of them used."""

import string
from pathlib import Path

import kiosk
from kiosk.texts import Words, languages, load_texts

TEXTS = load_texts()
LANGUAGES = languages()
PACKAGE = Path(kiosk.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_every_text():
    assert {language: set(TEXTS[language]) for language in LANGUAGES} == {
        language: set(TEXTS["zh"]) for language in LANGUAGES
    }


def test_no_text_is_empty():
    assert all(text.strip() for language in LANGUAGES for text in TEXTS[language].values())


def test_every_language_fills_in_the_same_values():
    for key, text in TEXTS["zh"].items():
        assert {language: fields(TEXTS[language][key]) for language in LANGUAGES} == {
            language: fields(text) for language in LANGUAGES
        }, key


def test_every_text_is_used():
    sources = [*(PACKAGE / "templates").glob("*.html"), *PACKAGE.rglob("*.py")]
    used = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    # Their keys are put together.
    built = {
        "refused_",
        "closed_",
        "at_month_",
        "help_",
        "voice_lost",
        "led_lost",
        "card_",
        "known_",
        "number_kind_",
        "number_title_",
        "number_hint_",
        "map_",
        "pairing_",
        "query_month_",
        "query_short_month_",
        "query_day_",
        "query_tile_",
        "query_unknown_",
        "query_locked_",
        "query_topic_",
        "entry_what_",
        "form_wrong_",
        "form_trouble_",
        "form_paper_",
        "form_keys_",
        "side_document_",
    }
    for key in TEXTS["zh"]:
        assert any(quote + key + quote in used for quote in "'\"") or any(
            key.startswith(start) for start in built
        ), key


def test_a_name_without_english_is_given_in_chinese_twice():
    words = Words(TEXTS, "en")
    assert words.pick("过户", "") == ("过户", "过户")
    assert words.pick("过户", "Transfer") == ("Transfer", "过户")
