"""The unified social credit code of GB 32100-2015: eighteen characters, the last one a check.

One character of the registering authority, one of the kind of body, six digits of the place, nine
characters of the body's own code, one check character modulo 31. I, O, S, V and Z do not occur.
"""

import re

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}")


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to the first 17."""
    total = sum(
        _CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(first_17)
    )
    return _CHARACTERS[-total % 31]


def is_well_formed(code: str) -> bool:
    """Whether `code` has the shape, and its last character checks the others."""
    return bool(_SHAPE.fullmatch(code)) and check_character(code[:17]) == code[17]
