"""The content of a card as a SAM hands it over: text, photo and perhaps fingerprints.

    TextLen | PhotoLen |                  text | photo
    TextLen | PhotoLen | FingerprintLen | text | photo | fingerprints

Lengths are 16 bits, big endian.
"""

import struct
from dataclasses import dataclass, field

from drivers.reader.text_block import BLOCK_BYTES, TextBlockError

_LENGTH = struct.Struct(">H")
_LENGTHS = struct.Struct(">HH")
_LENGTHS_WITH_FINGERPRINT = struct.Struct(">HHH")


class ContentError(TextBlockError):
    """The lengths in the answer to a read do not add up to it."""

    code = "content_lengths"


@dataclass(frozen=True, slots=True)
class CardContent:
    """The parts of a card, each opaque here. `fingerprints` is None where none were asked for."""

    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)
    fingerprints: bytes | None = field(repr=False, default=None)


def join_content(content: CardContent) -> bytes:
    """Return the data of the answer that carries `content`."""
    lengths = [len(content.text), len(content.photo)]
    if content.fingerprints is None:
        return _LENGTHS.pack(*lengths) + content.text + content.photo
    header = _LENGTHS_WITH_FINGERPRINT.pack(*lengths, len(content.fingerprints))
    return header + content.text + content.photo + content.fingerprints


def split_content(data: bytes) -> CardContent | None:
    """Return the parts of `data`, or None where its lengths do not add up to it."""
    for header in (_LENGTHS, _LENGTHS_WITH_FINGERPRINT):
        if len(data) < header.size:
            continue
        lengths = header.unpack_from(data)
        if header.size + sum(lengths) == len(data):
            return _cut(data[header.size :], lengths)
    return None


def text_in(data: bytes) -> bytes:
    """Return the text block in `data`, be it alone or with its length and a photo.

    How a text is told without a photo is not published: alone, or after one length or two.
    Raises `ContentError`.
    """
    content = split_content(data)
    if content is not None:
        return content.text
    text = data.removeprefix(_LENGTH.pack(BLOCK_BYTES))
    if len(text) == BLOCK_BYTES:
        return text
    raise ContentError(f"{len(data)} bytes, and their lengths do not add up")


def _cut(parts: bytes, lengths: tuple[int, ...]) -> CardContent:
    photo_at = lengths[0]
    fingerprints_at = photo_at + lengths[1]
    return CardContent(
        parts[:photo_at],
        parts[photo_at:fingerprints_at],
        parts[fingerprints_at:] if len(lengths) > len(("text", "photo")) else None,
    )
