"""Where a character ends on an ESC/POS printer, and which it is: GB18030, or a code page."""

from functools import lru_cache

# The pages that all printers agree on (ESC t); others are read as the first.
PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}


def character_size(data: bytes, page: int | None) -> int | None:
    """Return how many bytes the first character of `data` has: 0 for none, None for cut off.

    `page` is the code page, or None for GB18030:

        00-7F | 81-FE, 40-7E 80-FE | 81-FE, 30-39, 81-FE, 30-39
    """
    if page is not None or data[0] < 0x80:
        return 1
    if not 0x81 <= data[0] <= 0xFE:
        return 0
    if len(data) == 1:
        return None
    size = 4 if 0x30 <= data[1] <= 0x39 else 2
    if size == 4 and not all(_fits(byte, place) for place, byte in enumerate(data[:4])):
        return 0
    if len(data) < size:
        return None
    return size if _exists(data[:size]) else 0


def _fits(byte: int, place: int) -> bool:
    return 0x30 <= byte <= 0x39 if place % 2 else 0x81 <= byte <= 0xFE


def _exists(data: bytes) -> bool:
    try:
        return len(data.decode("gb18030")) == 1
    except UnicodeDecodeError:
        return False


def decode_text(data: bytes, page: int | None) -> str:
    """Return the text of whole characters."""
    if page is None:
        return data.decode("gb18030", errors="replace")
    return data.decode(PAGES.get(page, PAGES[0]), errors="replace")


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    """Whether a printer in Kanji mode gives it the width of a Chinese character."""
    return len(character.encode("gb18030", errors="replace")) > 1
