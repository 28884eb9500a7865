"""Whether one answer can be right, and how it is written down.

An answer is text, as typed on a keypad or taken from a card. What comes out is written one way:
full-width characters narrow, numbers without leading zeros, letters of codes as capitals.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from drivers.reader import id_number
from edge.domain.forms import company_code
from edge.domain.forms.model import Field, FormKind

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_TYPED = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_IDENTITY_CHARS = 18
_ACCOUNT_MIN, _ACCOUNT_MAX = 6, 20


class WrongAnswerError(ValueError):
    """An answer that cannot be right. `code` and `details` are for a sentence on a screen.

    Neither holds what was answered.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def read_answer(field: Field, text: str) -> str:
    """Return `text` as it is written down; empty where nothing was answered.

    Raises `WrongAnswerError`: characters, too_long, digits, number, places, too_small, too_large,
    choice, date, phone, identity, company, account, agreed.
    """
    plain = _cleaned(field, text)
    if not plain:
        return ""
    if len(plain) > field.length_max:
        raise WrongAnswerError("too_long", length_max=field.length_max)
    return _READERS[field.kind](field, plain)


def _cleaned(field: Field, text: str) -> str:
    # People's own words keep the width they were written in; 全角 digits of a code are digits.
    plain = unicodedata.normalize("NFC" if "text" in field.kind else "NFKC", text).strip()
    lines = plain.splitlines() if field.kind == "long_text" else [plain]
    if any(unicodedata.category(character) in _NOT_TYPED for line in lines for character in line):
        raise WrongAnswerError("characters")
    return "\n".join(line.rstrip() for line in lines)


def _as_it_is(_field: Field, plain: str) -> str:
    return plain


def _digits(_field: Field, plain: str) -> str:
    if not (plain.isascii() and plain.isdigit()):
        raise WrongAnswerError("digits")
    return plain


def _number(field: Field, plain: str) -> str:
    if not _NUMBER.fullmatch(plain):
        raise WrongAnswerError("number")
    value = Decimal(plain)
    if -int(value.normalize().as_tuple().exponent) > field.places:
        raise WrongAnswerError("places", places=field.places)
    if field.least is not None and value < Decimal(str(field.least)):
        raise WrongAnswerError("too_small", least=f"{field.least:g}")
    if field.most is not None and value > Decimal(str(field.most)):
        raise WrongAnswerError("too_large", most=f"{field.most:g}")
    return f"{value.normalize():f}"


def _choice(field: Field, plain: str) -> str:
    if plain not in (choice.id for choice in field.choices):
        raise WrongAnswerError("choice")
    return plain


def _date(_field: Field, plain: str) -> str:
    if not _DATE.fullmatch(plain):
        raise WrongAnswerError("date")
    try:
        return dt.date.fromisoformat(plain).isoformat()
    except ValueError:
        raise WrongAnswerError("date") from None


def _phone(_field: Field, plain: str) -> str:
    number = plain.replace(" ", "").removeprefix("+86")
    if not (_MOBILE.fullmatch(number) or _FIXED.fullmatch(number)):
        raise WrongAnswerError("phone")
    return number


def _identity(_field: Field, plain: str) -> str:
    number = plain.replace(" ", "").upper()
    if not id_number.is_well_formed(number):
        raise WrongAnswerError("identity", length=_IDENTITY_CHARS)
    return number


def _company(_field: Field, plain: str) -> str:
    code = plain.replace(" ", "").upper()
    if not company_code.is_well_formed(code):
        raise WrongAnswerError("company")
    return code


def _account(_field: Field, plain: str) -> str:
    number = plain.replace(" ", "")
    known = number.isascii() and number.isdigit()
    if not (known and _ACCOUNT_MIN <= len(number) <= _ACCOUNT_MAX):
        raise WrongAnswerError("account", shortest=_ACCOUNT_MIN, longest=_ACCOUNT_MAX)
    return number


def _agreed(_field: Field, plain: str) -> str:
    if plain != "yes":
        raise WrongAnswerError("agreed")
    return plain


_READERS: Mapping[FormKind, Callable[[Field, str], str]] = {
    "text": _as_it_is,
    "long_text": _as_it_is,
    "digits": _digits,
    "number": _number,
    "choice": _choice,
    "date": _date,
    "phone": _phone,
    "identity": _identity,
    "company": _company,
    "account": _account,
    "agreed": _agreed,
}
