"""Reading data files: one table at a time, and what is wrong said in one line.

The line names the file, the key, the nearest key that is known, and the reason.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

_BYTES_MAX = 64 * 1024

WordT = TypeVar("WordT", bound=StrEnum)


class DataFileError(ValueError):
    """A data file cannot be used; the message is one line for the person who wrote it."""


class Table:
    """A table of a data file. Each key is taken by name; `done` refuses those nobody took."""

    def __init__(self, file: Path, values: Mapping[str, Any], place: str = "") -> None:
        self.file = file
        self.place = place
        self._values = values
        self._taken: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str = "") -> str:
        """Take a string."""
        text: str = self._take(key, str, default, "text in quotes")
        return text

    def switch(self, key: str, default: bool = False) -> bool:
        """Take true or false."""
        on: bool = self._take(key, bool, default, "true or false")
        return on

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """Take a whole number from `low` to `high`."""
        number: int = self._take(key, int, default, f"a whole number from {low} to {high}")
        if isinstance(number, bool) or not low <= number <= high:
            raise self.wrong(key, f"{number!r} is not {low} to {high}")
        return number

    def word(self, key: str, default: WordT) -> WordT:
        """Take one of the words of an enumeration."""
        words = type(default)
        word = self._take(key, str, default.value, f"one of {', '.join(words)}")
        if word not in list(words):
            raise self.wrong(key, f"{word!r} is not known{nearest(word, list(words))}")
        return words(word)

    def table(self, key: str) -> "Table":
        """Take a table within this one; an empty one where there is none."""
        return Table(self.file, self._take(key, dict, {}, "a table"), self._at(key))

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables."""
        found = self._take(key, list, [], f"a list, written [[{self._at(key)}]]")
        if not all(isinstance(values, dict) for values in found):
            raise self.wrong(key, f"wants a list of tables, written [[{self._at(key)}]]")
        return [
            Table(self.file, values, f"{self._at(key)}[{number}]")
            for number, values in enumerate(found, 1)
        ]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def done(self) -> None:
        """Raise `DataFileError` for a key that nobody took."""
        for key in self._values:
            if key not in self._taken:
                raise self.wrong(key, f"unknown key{nearest(key, list(self._taken))}")

    def wrong(self, key: str, reason: str) -> DataFileError:
        """Return the error that says what is wrong with `key`."""
        return DataFileError(f"{self.file}: {self._at(key)}: {reason}")

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _take(self, key: str, kind: type[Any], default: Any, wanted: str) -> Any:
        self._taken[key] = None
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self.wrong(key, f"wants {wanted}, not {value!r}")
        return value


def read_table(file: Path) -> Table:
    """Return the whole file as a table. Raises `DataFileError`."""
    try:
        data = file.read_bytes()
        if len(data) > _BYTES_MAX:
            raise DataFileError(f"{file}: {len(data)} bytes are too many, {_BYTES_MAX} at most")
        return Table(file, tomllib.loads(data.decode("utf-8")))
    except OSError as error:
        raise DataFileError(f"{file}: {error.strerror}{_others(file)}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(f"{file}: {error}") from None


def _others(file: Path) -> str:
    """Return the files that lie where `file` was looked for."""
    others = sorted(path.stem for path in file.parent.glob("*.toml"))
    return f"; there are: {', '.join(others)}" if others else ""


def nearest(key: str, known: Sequence[str]) -> str:
    """Return what to say of a word that is not among `known`."""
    near = difflib.get_close_matches(key, known, 1, cutoff=0.5)
    return (
        f"; the nearest known is {str(near[0])!r}"
        if near
        else f"; known: {', '.join(sorted(known))}"
    )
