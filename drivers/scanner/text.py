"""What the bytes of a code say: UTF-8, or else GB18030, and nothing that no code would hold."""

import unicodedata

# Codes of GS1 and ISO/IEC 15434 separate their fields with these; no other control is expected.
_SEPARATORS = "\t\x1c\x1d\x1e\x1f\x04"
_ENCODINGS = ("utf-8", "gb18030")
# Control characters, and places of Unicode where no character is: such bytes were noise.
_NOT_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


class CodeTextError(ValueError):
    """The bytes are no text of a code. The message says why and quotes nothing of it."""


def code_text(data: bytes) -> str:
    """Return the text of a code. Raises `CodeTextError`."""
    text = _decoded(data)
    if any(unicodedata.category(char) in _NOT_TEXT for char in text if char not in _SEPARATORS):
        raise CodeTextError(f"{len(data)} bytes with characters that no code holds")
    return text


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CodeTextError(f"{len(data)} bytes are neither UTF-8 nor GB18030")
