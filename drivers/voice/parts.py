"""The parts an announcement is made of: which there are, and what a voice has to say for each.

| part | clip |
|---|---|
| `gong`, `pause` | the hall's own sounds |
| `zh:请`, `en:ticket` | a language and the words said in it |
| `zh:0` … `zh:9`, `en:A` … `en:Z` | one digit, one letter |
| `zh:十`, `en:10` … `en:19`, `en:20` … `en:90` | what the numbers of counters are made of |
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import groupby

from drivers.contract import DeviceRefusedError
from drivers.voice.notices import NOTICES

GONG = "gong"
PAUSE = "pause"
OWN_SOUNDS = (GONG, PAUSE)
LANGUAGES = ("zh", "en")

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHINESE_DIGITS = dict(zip(DIGITS, "零一二三四五六七八九", strict=True))

_CHINESE_WORDS = (
    *("请", "号", "到", "等候", "窗口", "号窗口", "柜台", "号柜台", "区", "号区", "十", "办理"),
    *dict.fromkeys(words for notice in NOTICES.values() for words in notice.chinese),
)
_ENGLISH_WORDS = (
    *("ticket", "please go to", "please wait in", "counter", "window", "desk", "zone", "service"),
    *dict.fromkeys(words for notice in NOTICES.values() for words in notice.english),
)
_ENGLISH_NUMBERS = (*map(str, range(10, 20)), *map(str, range(20, 100, 10)))

PHRASES: tuple[str, ...] = (
    *OWN_SOUNDS,
    *(f"zh:{words}" for words in (*_CHINESE_WORDS, *DIGITS, *LETTERS)),
    *(f"en:{words}" for words in (*_ENGLISH_WORDS, *_ENGLISH_NUMBERS, *DIGITS, *LETTERS)),
)
"""Every part the hall's own sentences are made of. Any other part is free text."""


class UnknownPartError(DeviceRefusedError):
    """A part names no clip: it is neither one of the hall's sounds nor words in a language."""

    code = "unknown_part"

    def __init__(self, part: str) -> None:
        languages = ", ".join(f"{language}:words" for language in LANGUAGES)
        super().__init__(part, f"no such clip, expected {', '.join(OWN_SOUNDS)}, {languages}")


@dataclass(frozen=True, slots=True)
class Clip:
    """What a part stands for. `language` and `words` are empty for the hall's own sounds.

    `words` is what a voice has to say; `shipped` tells the phrases from free text.
    """

    part: str
    language: str
    words: str
    shipped: bool


def clips_of(parts: Iterable[str]) -> tuple[Clip, ...]:
    """Return what `parts` stand for, in their order. Raises `UnknownPartError`."""
    return tuple(map(_clip_of, parts))


def _clip_of(part: str) -> Clip:
    if part in OWN_SOUNDS:
        return Clip(part, "", "", shipped=True)
    language, _, words = part.partition(":")
    if language not in LANGUAGES or not words.strip():
        raise UnknownPartError(part)
    # A digit in Chinese text is read as a number or dropped (espeak-ng), its character is not.
    spoken = _CHINESE_DIGITS.get(words, words) if language == "zh" else words
    return Clip(part, language, spoken, shipped=part in PHRASES)


def sentences_that_can_be_said(parts: Iterable[str], clips: Container[str]) -> tuple[str, ...]:
    """Return `parts` without the sentences of which a clip is missing in `clips`.

    Half a sentence would send somebody to the wrong counter; the gong and the sentences in other
    languages still help. Sentences are what stands between pauses.
    """
    said: list[str] = []
    for is_pause, group in groupby(parts, lambda part: part == PAUSE):
        sentence = [] if is_pause else _whole_or_wordless(list(group), clips)
        said += [PAUSE, *sentence] if said and sentence else sentence
    return tuple(said)


def _whole_or_wordless(sentence: list[str], clips: Container[str]) -> list[str]:
    if all(part in clips for part in sentence):
        return sentence
    return [part for part in sentence if part in OWN_SOUNDS]
