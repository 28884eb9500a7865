"""The 256-byte text block of an identity card: its four layouts, taken apart and put together.

UTF-16LE in fixed fields padded with spaces. The letter at byte 248 tells the document: a space is
a citizen's card, `J` the residence permit of Hong Kong, Macau and Taiwan residents, `I` and `Y` the
foreigner's permanent residence cards of 2017 and 2023. Sources: GA/T 490 (wiki.nfc.im,
afzhan.com/st170652), eastcoms.com/service/pro/840.html, consesp.com/n2/465.html.

A block of another length and a letter that is none of these are errors by name; no field of an
unknown document is guessed. Rare characters in names are surrogate pairs: a broken pair becomes
U+FFFD and the rest of the name stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

BLOCK_BYTES = 256
LONG_TERM = "长期"
_TYPE_PLACE = (248, 2)


class Document(StrEnum):
    """The documents that a reader tells apart."""

    CITIZEN = "citizen"
    HMT_PERMIT = "hmt_permit"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"


class TextBlockError(ValueError):
    """A text block that gives no identity. `code` is stable; the text names no personal data."""

    code = "text_block"


class BlockLengthError(TextBlockError):
    """The block is not 256 bytes long."""

    code = "block_length"


class UnsupportedDocumentError(TextBlockError):
    """The type letter is none that is known."""

    code = "unsupported_document"


class FieldTooLongError(TextBlockError):
    """A text to be put on a card is longer than its field."""

    code = "field_too_long"


# Each field as the sources list it: offset and length in bytes.
Layout = Mapping[str, tuple[int, int]]

_CITIZEN: Layout = {
    "name": (0, 30),
    "sex": (30, 2),
    "nation": (32, 4),
    "birth": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}
_HMT_PERMIT: Layout = {
    **{name: place for name, place in _CITIZEN.items() if name != "nation"},
    "pass_number": (220, 18),
    "issue_count": (238, 4),
}
_FOREIGNER_2017: Layout = {
    "english_name": (0, 120),
    "sex": (120, 2),
    "number": (122, 30),
    "nationality": (152, 6),
    "chinese_name": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "birth": (220, 16),
    "version": (236, 4),
    "authority": (240, 8),
}
_FOREIGNER_2023: Layout = {
    "chinese_name": (0, 30),
    "sex": (30, 2),
    "issue_count": (32, 4),
    "birth": (36, 16),
    "english_name": (52, 70),
    "number": (122, 36),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
    "english_name_rest": (220, 22),
    "nationality": (242, 6),
    "old_number_link": (250, 6),
}

LAYOUTS: Mapping[Document, Layout] = MappingProxyType(
    {
        Document.CITIZEN: _CITIZEN,
        Document.HMT_PERMIT: _HMT_PERMIT,
        Document.FOREIGNER_2017: _FOREIGNER_2017,
        Document.FOREIGNER_2023: _FOREIGNER_2023,
    }
)
_LETTERS = {
    " ": Document.CITIZEN,
    "J": Document.HMT_PERMIT,
    "I": Document.FOREIGNER_2017,
    "Y": Document.FOREIGNER_2023,
}
_LETTER_OF = {document: letter for letter, document in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class CardText:
    """All fields of a block by name, as they stand there without their padding."""

    document: Document
    fields: Mapping[str, str] = field(repr=False)


def split_block(block: bytes) -> CardText:
    """Return the fields. Raises `BlockLengthError`, `UnsupportedDocumentError`."""
    if len(block) != BLOCK_BYTES:
        raise BlockLengthError(f"text block of {len(block)} bytes instead of {BLOCK_BYTES}")
    letter = _text(block, _TYPE_PLACE)
    if letter not in _LETTERS:
        raise UnsupportedDocumentError(f"unsupported document (type letter {letter!a})")
    document = _LETTERS[letter]
    fields = {name: _text(block, place).rstrip(" \0") for name, place in LAYOUTS[document].items()}
    return CardText(document, fields)


def build_block(document: Document, fields: Mapping[str, str], letter: str = "") -> bytes:
    """Return the block that carries `fields`; a `letter` replaces the document's own.

    Raises `FieldTooLongError`, and `KeyError` for a field that `document` does not have.
    """
    block = bytearray(" ".encode("utf-16-le") * (BLOCK_BYTES // 2))
    for name, text in fields.items():
        _put(block, name, LAYOUTS[document][name], text)
    _put(block, "type letter", _TYPE_PLACE, letter or _LETTER_OF[document])
    return bytes(block)


def _text(block: bytes, place: tuple[int, int]) -> str:
    at, length = place
    return block[at : at + length].decode("utf-16-le", errors="replace")


def _put(block: bytearray, name: str, place: tuple[int, int], text: str) -> None:
    at, length = place
    raw = text.encode("utf-16-le", errors="replace")
    if len(raw) > length:
        raise FieldTooLongError(f"{name} takes {len(raw) // 2} of {length // 2} UTF-16 units")
    block[at : at + len(raw)] = raw
