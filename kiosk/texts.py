"""The words of the screens, one data file per language, and how two languages share a screen.

Every file in `kiosk/texts/` is a language that a visitor may choose. Names that the hall gives are
there in Chinese and English alone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHINESE, ENGLISH = "zh", "en"
_FOLDER = Path(__file__).parent / "texts"

Texts = Mapping[str, str]


def languages(folder: Path = _FOLDER) -> tuple[str, ...]:
    """Return every language there is: Chinese, English, then the others by name."""
    found = {path.stem for path in folder.glob("*.toml")}
    return (CHINESE, ENGLISH, *sorted(found - {CHINESE, ENGLISH}))


def load_texts(folder: Path = _FOLDER) -> dict[str, Texts]:
    """Return the words of every language, by key. Each names itself, and its tag for HTML."""
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in languages(folder)
    }


@dataclass(frozen=True, slots=True)
class Words:
    """Two languages on one screen: the one that comes first, and the other beside it."""

    texts: Mapping[str, Texts]
    language: str

    @property
    def other(self) -> str:
        """The language that comes second: English, or Chinese beside that."""
        return CHINESE if self.language == ENGLISH else ENGLISH

    @property
    def others(self) -> tuple[str, ...]:
        """Every language that may be chosen instead."""
        return tuple(language for language in self.texts if language != self.language)

    @property
    def tag(self) -> str:
        """Language tag of the first, for HTML."""
        return self.tag_of(self.language)

    @property
    def other_tag(self) -> str:
        """Language tag of the second, for HTML."""
        return self.tag_of(self.other)

    @property
    def name_tag(self) -> str:
        """Language tag of what comes first of a name that the hall gives."""
        return self.tag_of(CHINESE if self.language == CHINESE else ENGLISH)

    def tag_of(self, language: str) -> str:
        """Return the tag of a language, for HTML."""
        return self.texts[language]["language_tag"]

    def name_of(self, language: str) -> str:
        """Return what a language calls itself."""
        return self.texts[language]["language"]

    def first(self, key: str, **values: object) -> str:
        """Return the text in the first language. Raises `KeyError` for an unknown key."""
        return self.texts[self.language][key].format(**values)

    def second(self, key: str, **values: object) -> str:
        """Return the text in the second language."""
        return self.texts[self.other][key].format(**values)

    def pick(self, chinese: str, english: str) -> tuple[str, str]:
        """Return a name that the hall gives in both languages, first and second."""
        named = {CHINESE: chinese, ENGLISH: english or chinese}
        return named.get(self.language, named[ENGLISH]), named[self.other]
