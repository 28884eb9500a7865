"""What a numeric panel makes of a text: the digits of the ticket in it, or all it can write."""

import re

# A ticket is a service's letters and three digits or more; else any number will do.
_TICKET = re.compile(r"([A-Z]{0,3})(\d{3,})")
_NUMBER = re.compile(r"()(\d+)")
# "int16": of more digits, the last ones are shown.
VALUE_MAX = 32767
DIGITS_MAX = 4


def ticket_in(text: str) -> tuple[str, str]:
    """Return letters and digits of the ticket in `text`, both empty where there is no number."""
    found = _TICKET.search(text) or _NUMBER.search(text)
    return (found[1], found[2]) if found else ("", "")


def value_of(text: str) -> int:
    """Return the number a panel is to show for `text`, 0 where there is none in it."""
    _letters, digits = ticket_in(text)
    return int(digits[-DIGITS_MAX:] or "0")


def registers_of(text: str, width: int) -> list[int]:
    """Return `width` characters of the ticket in `text`, two to a register, padded on the left."""
    letters, digits = ticket_in(text)
    shown = (letters + digits)[-width:].rjust(width)
    return [int.from_bytes(shown[at : at + 2].encode("ascii"), "big") for at in range(0, width, 2)]
