"""What stands in the data of a SAM-A reader's answers: card contents and the SAM's own number.

    30 01: TextLen | PhotoLen |                  text | photo
    30 10: TextLen | PhotoLen | FingerprintLen | text | photo | fingerprints

Lengths are 16 bits, big endian.
"""

import struct
from dataclasses import dataclass, field

SAM_NUMBER_BYTES = 16
_LENGTHS = struct.Struct(">HH")
_LENGTHS_WITH_FINGERPRINT = struct.Struct(">HHH")


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


def _cut(parts: bytes, lengths: tuple[int, ...]) -> CardContent:
    photo_at = lengths[0]
    fingerprints_at = photo_at + lengths[1]
    return CardContent(
        parts[:photo_at],
        parts[photo_at:fingerprints_at],
        parts[fingerprints_at:] if len(lengths) > len(("text", "photo")) else None,
    )


def sam_number_text(data: bytes) -> str:
    """Return a SAM's 16-byte number as printed on it, such as 05.03-20180101-0001234567-….

    As seen in public code (hevz/hev-idcard-reader).
    """
    vendor, _, model, _, date, serial, check = struct.unpack("<BBBBIII", data)
    return f"{vendor:02d}.{model:02d}-{date:d}-{serial:010d}-{check:010d}"
