"""Where the data of a purchase card (购电卡) stand: data of a file, which differ by grid.

Without a profile no purchase card is read. Reading these files needs no key; nothing is written.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

# Registered application providers of payment schemes: what a profile selects is never one of them.
_PAYMENT_RIDS = tuple(
    bytes.fromhex(rid)
    for rid in ("A000000333", "A000000003", "A000000004", "A000000025", "A000000065", "A000000152")
)
_PAYMENT_DIRECTORIES = (b"1PAY", b"2PAY")


class ProfileError(ValueError):
    """A profile cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes within a file's data."""

    at: int
    size_bytes: int

    def __post_init__(self) -> None:
        if self.at < 0 or self.size_bytes < 1:
            raise ValueError("at is 0 or more and size_bytes 1 or more")

    def cut(self, data: bytes) -> bytes:
        """Return these bytes of `data`, fewer where it is shorter."""
        return data[self.at : self.at + self.size_bytes]


@dataclass(frozen=True, slots=True)
class ParameterFile:
    """The user card's parameter file, a data string: 68, command, length, data, sum, 16.

    `length_field` is `u16` (two bytes, binary) or `bcd` (one byte, as in older text). The card's
    type is one byte: 01 opens an account, 02 buys, 03 replaces a lost card.
    """

    size_bytes: int = 45
    file: str = ""
    short_file: int = 0
    command: int = 0x01
    length_field: str = "u16"
    meter: Place = Place(26, 6)
    customer: Place = Place(32, 6)
    card_type_at: int = 38

    def __post_init__(self) -> None:
        if self.length_field not in ("u16", "bcd"):
            raise ValueError(f"length_field: {self.length_field!r} is neither u16 nor bcd")
        _check_file(self.file, self.short_file, self.size_bytes)


@dataclass(frozen=True, slots=True)
class WalletFile:
    """The wallet file: what was bought last (0.01 yuan) and how often, both binary."""

    size_bytes: int = 8
    file: str = ""
    short_file: int = 0
    amount: Place = Place(0, 4)
    count: Place = Place(4, 4)

    def __post_init__(self) -> None:
        _check_file(self.file, self.short_file, self.size_bytes)


@dataclass(frozen=True, slots=True)
class PurchaseProfile:
    """A grid's purchase card: how to get to its files, and what stands where in them.

    `application` is the application's name (AID) in hex; `directories` are file identifiers in
    hex, selected in this order after it.
    """

    title: str = ""
    application: str = ""
    directories: tuple[str, ...] = ()
    parameters: ParameterFile = field(default_factory=lambda: ParameterFile(short_file=1))
    wallet: WalletFile | None = None

    def __post_init__(self) -> None:
        name = bytes.fromhex(self.application)
        if name.startswith((*_PAYMENT_RIDS, *_PAYMENT_DIRECTORIES)):
            raise ValueError("application: it is a payment application, which is never read")
        for directory in self.directories:
            _check_identifier(directory)
        if not name and not self.directories:
            raise ValueError("application or directories must say where the files are")


def _check_file(file: str, short_file: int, size_bytes: int) -> None:
    if bool(file) == bool(short_file):
        raise ValueError("file or short_file, one of them, must say which file it is")
    if file:
        _check_identifier(file)
    elif not 1 <= short_file <= 30:
        raise ValueError(f"short_file: {short_file} is not from 1 to 30")
    if not 1 <= size_bytes <= 255:
        raise ValueError(f"size_bytes: {size_bytes} is not from 1 to 255")


def _check_identifier(file: str) -> None:
    if len(bytes.fromhex(file)) != 2:
        raise ValueError(f"{file!r} is not a file identifier of four hex digits")


def load_profile(path: Path) -> PurchaseProfile:
    """Read a profile. Raises `ProfileError`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise ProfileError(f"{path}: {error}") from None
    profile: PurchaseProfile = _made(PurchaseProfile, table, str(path))
    return profile


_PARTS: dict[str, Any] = {
    "parameters": ParameterFile,
    "wallet": WalletFile,
    "meter": Place,
    "customer": Place,
    "amount": Place,
    "count": Place,
}


def _made(schema: Any, table: Mapping[str, Any], where: str) -> Any:
    known = {one.name: one for one in fields(schema)}
    values = {}
    for key, value in table.items():
        place = f"{where}: {key}"
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, cutoff=0.5)
            hint = f"the nearest known is {near[0]!r}" if near else f"known: {', '.join(known)}"
            raise ProfileError(f"{where}: unknown key {key!r}; {hint}")
        values[key] = _value(key, value, place)
    for key, one in known.items():
        if key not in values and one.default is MISSING and one.default_factory is MISSING:
            raise ProfileError(f"{where}: {key} is missing")
    try:
        return schema(**values)
    except ValueError as error:
        raise ProfileError(f"{where}: {error}") from None


def _value(key: str, value: object, place: str) -> object:
    if key in _PARTS:
        if not isinstance(value, dict):
            raise ProfileError(f"{place}: expected a table")
        return _made(_PARTS[key], value, place)
    wanted = _KINDS[key]
    if type(value) is not wanted:
        raise ProfileError(f"{place}: expected {_WORDS[wanted]}, found {value!r}")
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise ProfileError(f"{place}: expected a list of texts")
        return tuple(value)
    return value


_WORDS = {str: "a text", int: "a whole number", list: "a list of texts"}
_KINDS: dict[str, type] = {
    "title": str,
    "application": str,
    "directories": list,
    "size_bytes": int,
    "file": str,
    "short_file": int,
    "command": int,
    "length_field": str,
    "card_type_at": int,
    "at": int,
}
