"""One entry of a large document, read without the others. Pure.

A document of customers has megabytes. Parsing it holds up everything else in the process for a
tenth of a second on a desktop, and longer on a small board; what stands under one key is found by
its bytes in a millisecond. A quoted key that a colon follows can only be a key: inside of a text
every quote has a backslash before it.
"""

import json
from collections.abc import Iterator

_ENTRY_BYTES_MAX = 64 * 1024  # an account with all the bills it may have is a quarter of that
_BLANK = b" \t\r\n"
_DECODER = json.JSONDecoder()


def entries(data: bytes, key: str) -> Iterator[str]:
    """Yield the JSON text of every value that stands under `key`, wherever in the document.

    `key` is plain: letters and digits. What cannot be read as JSON is left out.
    """
    quoted = f'"{key}"'.encode("ascii")
    at = data.find(quoted)
    while at >= 0:
        value = _after_colon(data, at + len(quoted))
        if value and data[at - 1 : at] != b"\\":
            yield from _value(data, value)
        at = data.find(quoted, at + 1)


def _after_colon(data: bytes, at: int) -> int:
    """Return where the value begins after the key that ends at `at`; 0: it is no key."""
    at = _skip_blank(data, at)
    return _skip_blank(data, at + 1) if data[at : at + 1] == b":" else 0


def _skip_blank(data: bytes, at: int) -> int:
    while data[at : at + 1] and data[at] in _BLANK:
        at += 1
    return at


def _value(data: bytes, at: int) -> Iterator[str]:
    # A window may end in the middle of a character, behind the value.
    text = data[at : at + _ENTRY_BYTES_MAX].decode("utf-8", "ignore")
    try:
        _said, end = _DECODER.raw_decode(text)
    except (json.JSONDecodeError, RecursionError):
        return
    yield text[:end]
