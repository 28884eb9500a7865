"""The words of the visitor's page: every file in `edge/mobile/texts/` is a language to choose.

Names that the hall gives are there in Chinese and English alone.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

CHINESE, ENGLISH = "zh", "en"
_FOLDER = Path(__file__).parent / "texts"

Texts = Mapping[str, str]


def load_texts(folder: Path = _FOLDER) -> dict[str, Texts]:
    """Return the words of every language, by key: Chinese, English, then the others by name."""
    found = {path.stem for path in folder.glob("*.toml")} - {CHINESE, ENGLISH}
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in (CHINESE, ENGLISH, *sorted(found))
    }


class Words:
    """The words of one language."""

    def __init__(self, texts: Mapping[str, Texts], language: str) -> None:
        self._texts = texts
        self.language = language
        self.tag = self.tag_of(language)
        self.others = [each for each in texts if each != language]

    def __call__(self, key: str, **values: object) -> str:
        """Return a sentence. Raises `KeyError`."""
        return self._texts[self.language][f"mobile_{key}"].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return f"mobile_{key}" in self._texts[self.language]

    def pick(self, chinese: str, english: str) -> str:
        """Return a name that the hall gives, in Chinese or English; the other where it has none."""
        return (chinese or english) if self.language == CHINESE else (english or chinese)

    def tag_of(self, language: str) -> str:
        """Return the tag of a language, for HTML."""
        return self._texts[language]["mobile_language_tag"]

    def name_of(self, language: str) -> str:
        """Return what a language calls itself."""
        return self._texts[language]["mobile_language"]


def language_of(chosen: str, accepted: str, ours: Collection[str]) -> str:
    """Return the language to show of `ours`: the `chosen` one, or what the telephone accepts.

    `accepted` is the header `Accept-Language`, such as `en-GB,en;q=0.9,zh;q=0.8`. Whoever speaks
    none of ours reads English, and who says nothing Chinese.
    """
    if chosen in ours:
        return chosen
    wanted = sorted(map(_weighed, accepted[:200].split(",")), key=lambda each: -each[1])
    named = [language for language, weight in wanted if language and weight > 0]
    spoken = [language for language in named if language in ours]
    return (spoken or [ENGLISH if named and named != ["*"] else CHINESE])[0]


def _weighed(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    text = weight.strip().removeprefix("q=")
    try:
        value = float(text) if text else 1.0
    except ValueError:
        value = 0.0
    return tag.strip().lower().partition("-")[0], value
