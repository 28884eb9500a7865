"""The words of the screens, one data file per language, and how two languages share a screen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("zh", "en")
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}

_FOLDER = Path(__file__).parent / "texts"

Texts = Mapping[str, str]


def load_texts() -> dict[str, Texts]:
    """Return the words of every language, by key."""
    return {language: _load(language) for language in LANGUAGES}


def _load(language: str) -> Texts:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Words:
    """Two languages on one screen: the one that comes first, and the other beside it."""

    texts: Mapping[str, Texts]
    language: str

    @property
    def other(self) -> str:
        """The language that comes second."""
        return next(language for language in LANGUAGES if language != self.language)

    @property
    def tag(self) -> str:
        """Language tag of the first, for HTML."""
        return LANGUAGE_TAGS[self.language]

    @property
    def other_tag(self) -> str:
        """Language tag of the second, for HTML."""
        return LANGUAGE_TAGS[self.other]

    def first(self, key: str, **values: object) -> str:
        """Return the text in the first language. Raises `KeyError` for an unknown key."""
        return self.texts[self.language][key].format(**values)

    def second(self, key: str, **values: object) -> str:
        """Return the text in the second language."""
        return self.texts[self.other][key].format(**values)

    def pick(self, chinese: str, english: str) -> tuple[str, str]:
        """Return a name that the hall gives in both languages, first and second."""
        named = (chinese, english or chinese)
        return named if self.language == "zh" else (named[1], named[0])
