"""How the names of counters and zones are read: free text, taken apart into clips.

Numbers below 100 are read as people say them (12 is 十二 and "twelve"), longer ones and those with
a leading zero digit by digit. Abbreviations of up to three capitals are spelt. Each stretch of
words between them is one clip, known or free text. Punctuation is not said.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from drivers.voice.parts import DIGITS, LETTERS

_SPELT_MAX = 3  # VIP and ATM are spelt; a longer word in capitals is only a loud word
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_STRETCH = re.compile(rf"[0-9]+|[{_LATIN}]+(?:['’][{_LATIN}]+)*|[^\W0-9_{_LATIN}]+")


def name_parts(language: str, name: str) -> tuple[str, ...]:
    """Return the parts that say `name` in `language`; none where there is nothing to say."""
    stretches: list[str] = _STRETCH.findall(unicodedata.normalize("NFKC", name))
    return tuple(f"{language}:{words}" for words in _words(language, stretches))


def _words(language: str, stretches: list[str]) -> Iterator[str]:
    breath: list[str] = []  # Latin words in a row are said in one breath
    for stretch in stretches:
        if _is_latin_word(stretch):
            breath.append(stretch.lower())
            continue
        if breath:
            yield " ".join(breath)
            breath = []
        yield from _read(language, stretch)
    if breath:
        yield " ".join(breath)


def _is_abbreviation(stretch: str) -> bool:
    return len(stretch) <= _SPELT_MAX and not set(stretch) - set(LETTERS)


def _is_latin_word(stretch: str) -> bool:
    return re.match(f"[{_LATIN}]", stretch) is not None and not _is_abbreviation(stretch)


def _read(language: str, stretch: str) -> Sequence[str]:
    if stretch[0] not in DIGITS:
        return stretch if _is_abbreviation(stretch) else [stretch]
    if len(stretch) > 2 or (len(stretch) == 2 and stretch.startswith("0")):
        return stretch
    return _chinese_number(int(stretch)) if language == "zh" else _english_number(int(stretch))


def _chinese_number(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    if not tens:
        return [str(ones)]
    return [str(tens)] * (tens > 1) + ["十"] + [str(ones)] * (ones > 0)


def _english_number(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    return [str(number)] if number < 20 or not ones else [str(tens * 10), str(ones)]
