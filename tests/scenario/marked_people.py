"""Invented people whose names and numbers carry a mark, and a search that finds it anywhere."""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drivers.reader.id_number import check_character

# Characters nobody's name, no label and no text of this project has.
NAME_MARK = "龘靐齉"
ADDRESS_MARK = "麤厵灪"
NUMBER_MARK = "9182731949"  # no area has this code; all of them were born in one year
PHOTO_MARK = bytes(range(0xA0, 0xC0))
PHOTO = PHOTO_MARK * 32

_CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True)
class Person:
    """Somebody with a card."""

    name: str
    number: str

    @property
    def card(self) -> dict[str, str]:
        """What to lay on a reader's twin."""
        return {"name": self.name, "number": self.number, "address": f"{ADDRESS_MARK}路1号"}


def people(count: int, seed: int) -> list[Person]:
    """Return `count` different people, the same for the same seed."""
    dice = random.Random(seed)
    return [_person(dice, order) for order in range(count)]


def _person(dice: random.Random, order: int) -> Person:
    day = f"{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    digits = f"{NUMBER_MARK}{day}{order % 1000:03d}"
    last = chr(0x4E00 + dice.randrange(0x5000))
    return Person(NAME_MARK + last, digits + check_character(digits))


def leaks(name: str, data: bytes) -> list[str]:
    """Return what in `data` tells of a marked person, in whatever disguise."""
    return [f"{name}: {form}" for form, needle in _DISGUISES if needle in data]


def no_file_tells(state: Path) -> None:
    """Assert that no file of the hall holds anything of anybody."""
    for path in sorted(state.rglob("*")):
        if path.is_file():
            assert not leaks(path.name, path.read_bytes())


def _disguises() -> Iterator[tuple[str, bytes]]:
    for what, mark in (("name", NAME_MARK), ("address", ADDRESS_MARK), ("number", NUMBER_MARK)):
        for codec in _CODECS:
            yield from _forms(f"{what} in {codec}", mark.encode(codec))
        yield f"{what} escaped", mark.encode("unicode-escape")
    yield from _forms("photo", PHOTO_MARK)


def _forms(what: str, mark: bytes) -> Iterator[tuple[str, bytes]]:
    yield what, mark
    yield f"{what}, hex", mark.hex().encode()
    yield f"{what}, HEX", mark.hex().upper().encode()
    yield f"{what}, hex with spaces", mark.hex(" ").encode()
    for shift in range(3):
        # Base64 of the mark wherever it stands; the ends hold bits of its neighbours.
        whole = base64.b64encode(bytes(shift) + mark).rstrip(b"=")
        yield f"{what}, base64", whole[(shift * 8 + 5) // 6 : (shift + len(mark)) * 8 // 6]


_DISGUISES = [(what, needle) for what, needle in _disguises() if len(needle) >= 5]
