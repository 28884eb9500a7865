"""The words of the visitor's page, one file for each language, and which language is shown."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = {"zh": "zh-CN", "en": "en"}
_FOLDER = Path(__file__).parent / "texts"

Texts = Mapping[str, str]


def load_texts() -> dict[str, Texts]:
    """Return the words of every language, by key."""
    return {
        language: tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


def language_of(chosen: str, accepted: str) -> str:
    """Return the language to show: what was `chosen`, or what the telephone says it accepts.

    `accepted` is the header `Accept-Language`, such as `en-GB,en;q=0.9,zh;q=0.8`. Whoever speaks
    neither of ours reads English, and who says nothing Chinese.
    """
    if chosen in LANGUAGES:
        return chosen
    wanted = sorted(map(_weighed, accepted[:200].split(",")), key=lambda each: -each[1])
    named = [language for language, weight in wanted if language and weight > 0]
    ours = [language for language in named if language in LANGUAGES]
    return (ours or ["en" if named and named != ["*"] else "zh"])[0]


def _weighed(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    text = weight.strip().removeprefix("q=")
    try:
        value = float(text) if text else 1.0
    except ValueError:
        value = 0.0
    return tag.strip().lower().partition("-")[0], value
