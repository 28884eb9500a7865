"""What tables share: columns of times, names of things, and the order of rows."""

from collections.abc import Iterable, Mapping

from edge.reports import words as w
from edge.reports.model import Cell, Column, Unit, Words
from edge.reports.times import Times

NAMES = (
    Column("name", Words("名称", "Name"), Unit.TEXT),
    Column("name_english", Words("英文名称", "In English"), Unit.TEXT),
)


def text_column(key: str, chinese: str, english: str) -> Column:
    """Return a column of texts."""
    return Column(key, Words(chinese, english), Unit.TEXT)


def span_column(key: str, what: Words, how: Words) -> Column:
    """Return a column of lengths of time."""
    together = Words(f"{what.chinese}{how.chinese}", f"{what.english}, {how.english}")
    return Column(key, together, Unit.SPAN)


def times_columns(key: str, what: Words) -> tuple[Column, ...]:
    """Return the columns that `times_cells` fills."""
    return (
        span_column(f"{key}_mean", what, w.MEAN),
        span_column(f"{key}_median", what, w.MEDIAN),
        span_column(f"{key}_p90", what, w.NINE_OF_TEN),
        span_column(f"{key}_longest", what, w.LONGEST),
    )


def times_cells(times: Times) -> tuple[Cell, ...]:
    """Return mean, median, what nine of ten are within, and the longest."""
    return times.mean_ms, times.percentile_ms(50), times.percentile_ms(90), times.max_ms


def share(part: float, whole: float) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


def named(names: Mapping[str, Words], key: str) -> tuple[str, str]:
    """Return the name of something in both languages, or nothing where it has none."""
    words = names.get(key, Words(""))
    return words.chinese, words.english


def in_words(words: Mapping[str, Words], key: str) -> str:
    """Return a word of facts as people say it, or as it stands there."""
    return str(words.get(key, key))


def by_id(keys: Iterable[str]) -> list[str]:
    """Return ids in order: counter 10 comes after counter 9."""
    return sorted(keys, key=natural)


def natural(name: str) -> tuple[int, int, str]:
    """Return what an id is sorted by."""
    return (0, int(name), name) if name.isascii() and name.isdigit() else (1, 0, name)
