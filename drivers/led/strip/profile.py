"""Reads the profile of a make of strip screens: a TOML file, and what is wrong with it in a line.

The keys are explained in `docs/devices/strip.md`; the shipped ones lie in `config/profiles/strips`.
"""

from functools import lru_cache
from pathlib import Path

from drivers.datafile import Table, nearest, read_table
from drivers.led.strip.checks import CheckKind
from drivers.led.strip.layout import (
    Checksum,
    Counter,
    Encoding,
    Field,
    Form,
    Layout,
    Length,
    Number,
    Order,
    Part,
    Span,
    Writing,
)
from drivers.led.strip.sense import objections
from drivers.shipped import data_file

_FOLDER = "profiles/strips"
_SIZE_MAX = 8
_TEXT_BYTES_MAX = 1024
_PAUSE_MAX_MS = 10_000


def load_profile(named: str) -> Layout:
    """Return a shipped profile by its name, or any by its path. Raises `DataFileError`."""
    return _load(data_file(named, _FOLDER))


@lru_cache(maxsize=16)
def _load(file: Path) -> Layout:
    table = read_table(file)
    address, addresses = _address(table.table("address"))
    layout = Layout(
        name=file.stem,
        title=table.text("title"),
        evidence=table.text("evidence"),
        strip=_parts(table, "strip"),
        summary=_parts(table, "summary"),
        writing=_writing(table),
        address=address,
        addresses=addresses,
        length=_length(table.table("length")) if "length" in table else None,
        sequence=_sequence(table.table("sequence")) if "sequence" in table else None,
        checksum=_checksum(table.table("checksum")) if "checksum" in table else None,
        pause_s=table.number("pause_ms", 100, 0, _PAUSE_MAX_MS) / 1000,
    )
    table.done()
    for key, reason in objections(layout):
        raise table.wrong(key, reason)
    return layout


def _parts(table: Table, key: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for number, written in enumerate(table.texts(key), 1):
        part = _part(written)
        if part is None:
            reason = f"{written!r} is neither bytes in hex nor a field"
            raise table.wrong(f"{key}[{number}]", f"{reason}{nearest(written, list(Field))}")
        parts.append(part)
    return tuple(parts)


def _part(written: str) -> Part | None:
    if written in set(Field):
        return Field(written)
    try:
        return bytes.fromhex(written) or None
    except ValueError:
        return None


def _writing(table: Table) -> Writing:
    try:
        after_char = bytes.fromhex(table.text("after_char"))
    except ValueError:
        raise table.wrong("after_char", "wants bytes in hex") from None
    return Writing(
        encoding=table.word("encoding", Encoding.GBK),
        after_char=after_char,
        bytes_max=table.number("text_bytes_max", 200, 1, _TEXT_BYTES_MAX),
        blank=table.text("blank", " "),
    )


def _number(table: Table, size: int = 1) -> Number:
    return Number(
        size=table.number("bytes", size, 1, _SIZE_MAX),
        form=table.word("form", Form.BINARY),
        order=table.word("order", Order.BIG),
    )


def _address(table: Table) -> tuple[Number, range]:
    number = _number(table)
    first, last = table.numbers("range", (1, min(number.max, 0xFFFF)))
    table.done()
    if not 0 <= first <= last <= number.max:
        raise table.wrong("range", f"{first} to {last} does not fit, {number.max} is the largest")
    return number, range(first, last + 1)


def _span(table: Table, key: str) -> Span:
    first, last = table.numbers(key, (0, 0))
    return Span(first, last)


def _length(table: Table) -> Length:
    length = Length(_number(table), _span(table, "counts"), table.number("plus", 0, -255, 255))
    table.done()
    return length


def _sequence(table: Table) -> Counter:
    number = _number(table)
    first, last = table.numbers("range", (0, number.max))
    table.done()
    if not 0 <= first <= last <= number.max:
        raise table.wrong("range", f"{first} to {last} does not fit, {number.max} is the largest")
    return Counter(number, first, last)


def _checksum(table: Table) -> Checksum:
    kind = table.word("kind", CheckKind.SUM8)
    checksum = Checksum(kind, _number(table, kind.size), _span(table, "covers"))
    table.done()
    if checksum.number.max < 256**kind.size - 1:
        raise table.wrong("bytes", f"{checksum.number.size} have no room for {kind}")
    return checksum
