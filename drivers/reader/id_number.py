"""The citizen identity number of GB 11643-1999: its check character, birth date and sex.

Six digits of area, eight of birth date, three of order (odd for men), one check character by
ISO 7064 MOD 11-2. Permits for foreigners of 2023 use the same check.
"""

import re

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def check_character(first_17: str) -> str:
    """Return the 18th character that belongs to 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def is_well_formed(number: str) -> bool:
    """Whether `number` has 18 characters and the last one checks the others."""
    return bool(_SHAPE.fullmatch(number)) and check_character(number[:17]) == number[17]


def birth_digits(number: str) -> str:
    """Return the birth date within a well-formed `number`, as YYYYMMDD."""
    return number[6:14]


def sex_code(number: str) -> str:
    """Return the sex that a well-formed `number` tells, in GB/T 2261.1: 1 male, 2 female."""
    return "1" if int(number[16]) % 2 else "2"
