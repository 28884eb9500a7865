"""Reading configuration: one TOML file, each section checked by the dataclass beside its code.

Whatever is wrong is said in one line that names the file, the key and, for a key nobody knows,
the nearest one that somebody does.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from edge.errors import UnusableError

SectionT = TypeVar("SectionT")

# Each section and the code that declares it. A file may hold any of them and nothing else.
SECTIONS = (
    "hall",
    "calendar",
    "special_days",
    "admission",
    "appointments",
    "headquarters",
    "library",
    "accounts",
    "journal",
    "ticket",
    "rules",
    "alerts",
    "announcements",
    "light",
    "power",
    "services",
    "priorities",
    "counters",
    "staff",
    "roster",
    "pauses",
    "reasons",
    "outputs",
    "forms",
    "mobile",
    "devices",
    "kiosk",
    "reception",
    "counter",
    "query",
    "form",
    "sync",
    "backoffice",
)


class ConfigError(UnusableError):
    """The configuration cannot be used; the message is one line for the person who wrote it."""


def text_of(path: Path) -> str:
    """Return what a text file holds. Raises `ConfigError`."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from None


def read_file(path: Path) -> dict[str, Any]:
    """Return the whole file. Raises `ConfigError` for a missing file, bad TOML, unknown section."""
    try:
        content = tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None
    for key in content:
        if key not in SECTIONS:
            raise ConfigError(f"{path}: unknown section [{key}]{_nearest(key, SECTIONS)}")
    return content


def load_section(path: Path, section: str, schema: type[SectionT]) -> SectionT:
    """Return the table `[section]` of `path` as `schema`; defaults where the file is silent.

    Raises `ConfigError` naming the file and the key.
    """
    table = read_file(path).get(section, {})
    return _checked(table, schema, f"{path}: {section}")


def load_list(path: Path, section: str, schema: type[SectionT]) -> list[SectionT]:
    """Return the tables `[[section]]` of `path`, in order. Raises `ConfigError`."""
    tables = read_file(path).get(section, [])
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: {section}: expected a list, written [[{section}]]")
    return [
        _checked(table, schema, f"{path}: {section}[{number}]")
        for number, table in enumerate(tables, 1)
    ]


def check_table(table: object, schema: type[SectionT], where: str) -> SectionT:
    """Return `table` as the dataclass `schema`. Raises `ConfigError` that begins with `where`."""
    return _checked(table, schema, where)


def _checked(table: object, schema: type[SectionT], where: str) -> SectionT:
    _refuse_unknown_keys(table, schema, where)
    try:
        return TypeAdapter(schema).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = "".join(_place(part) for part in first["loc"])
        # What a dataclass says of itself begins with its key already.
        message = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{where}{key}: {message}") from None


def _place(part: int | str) -> str:
    return f"[{part + 1}]" if isinstance(part, int) else f".{part}"


def _refuse_unknown_keys(table: object, schema: Any, where: str) -> None:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: expected a table, found {type(table).__name__}")
    known = get_type_hints(schema)
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{where}: unknown key {key!r}{_nearest(key, list(known))}")
        for nested in _schemas_within(known[key]):
            for number, inner in enumerate(value if isinstance(value, list) else [value], 1):
                place = f"{where}.{key}" + (f"[{number}]" if isinstance(value, list) else "")
                _refuse_unknown_keys(inner, nested, place)


def _schemas_within(hint: Any) -> Iterator[Any]:
    if is_dataclass(hint):
        yield hint
    elif get_origin(hint) in (list, tuple, UnionType) or get_origin(hint) is not None:
        for argument in get_args(hint):
            if is_dataclass(argument):
                yield argument


def _nearest(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, 1, cutoff=0.5)
    return f"; the nearest known is {near[0]!r}" if near else f"; known: {', '.join(sorted(known))}"
