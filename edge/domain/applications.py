"""Rules of applications: the code to go on by, the number to follow by, how long one is kept.

The code to go on by has eight characters of Crockford's alphabet in two groups, `7K3M-9QXD`: 40
bits, drawn. The number to follow by is the day, a count of that day and a check digit of ISO 7064
MOD 11-10, `261122-0042-7`: read out over a telephone, one wrong digit is noticed.
"""

import datetime as dt

from edge.domain.appointment_code import ALPHABET
from edge.domain.lengthed import lengthed
from edge.domain.refusals import RefusedError

CODE_BYTES = 5
_CODE_CHARS = 8
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", " ": ""})
_DAY_MS = 24 * 60 * 60 * 1000


class UnknownApplicationError(RefusedError):
    """No application is kept under that name, code or number."""

    code = "unknown_application"
    nature = "unknown"


class UnknownFormError(RefusedError):
    """The hall has no such form."""

    code = "unknown_form"
    nature = "invalid"


class IncompleteError(RefusedError):
    """A form that still lacks something; `details` say all of it at once."""

    code = "incomplete"
    nature = "invalid"


class HandedInError(RefusedError):
    """An application that was handed in is changed no more."""

    code = "handed_in"
    nature = "conflict"


class UnknownStageError(RefusedError):
    """Headquarters says that an application has reached a stage that nobody here knows."""

    code = "unknown_stage"
    nature = "invalid"


def resume_code(drawn: bytes) -> str:
    """Return the code of `CODE_BYTES` drawn bytes."""
    value = int.from_bytes(drawn[:CODE_BYTES], "big")
    code = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CODE_CHARS)))
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """Return a code as it was given out, however it was typed; None for what cannot be one."""
    code = typed.strip().upper().translate(_MISREAD)
    if len(code) != _CODE_CHARS or not set(code) <= set(ALPHABET):
        return None
    return f"{code[:4]}-{code[4:]}"


def application_number(day: dt.date, count: int) -> str:
    """Return the number of the `count`th application handed in on `day`."""
    digits = f"{day:%y%m%d}{count:04d}"
    return f"{digits[:6]}-{digits[6:]}-{_check_digit(digits)}"


def read_number(typed: str) -> str | None:
    """Return a number as it was given out; None where its check digit is not right."""
    digits = "".join(character for character in typed if character.isdigit())
    if len(digits) < 11 or _check_digit(digits[:-1]) != digits[-1]:
        return None
    return f"{digits[:6]}-{digits[6:-1]}-{digits[-1]}"


def _check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def kept_until(now: int, days: int) -> int:
    """Return until when (wall ms) what is saved now is kept."""
    return now + days * _DAY_MS


def application_about(hall: str, application: str) -> bytes:
    """Return what the letter about an application is bound to."""
    return lengthed("atrium application v1", hall, application)
