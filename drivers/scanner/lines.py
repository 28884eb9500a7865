"""Codes as lines of text: what the text dialects share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.scanner.text import CodeTextError, code_text

# The longest QR code holds 7089 characters.
CODE_BYTES_MAX = 8192

ENDLESS = "no code is as long as this"
WITHOUT_END = "the code has no end"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a code, or nothing at all, and the byte that ended it (CR or LF)."""

    data: bytes = field(repr=False)
    end: bytes = b"\r"


def encode_line(line: Line) -> bytes:
    """Return a line as it goes over the wire."""
    return line.data + line.end


def describe_line(line: Line) -> Mapping[str, Any]:
    """Return the fields of a line by name."""
    if not line.data:
        return {"name": "line end"}
    try:
        return {"name": "code", "text": code_text(line.data), "bytes": len(line.data)}
    except CodeTextError as error:
        return {"name": "line that is no code", "problem": str(error), "text": line.data.hex()}
