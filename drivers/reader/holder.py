"""Who a card is about: the fields of a text block, checked against each other.

What can be wrong: a number whose check character is wrong, a citizen's number that tells another
birth date or sex than the fields do, a birth date that is none, no name. Each has an error of its
own whose text an engineer may read: it holds nothing of the person.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.reader import id_number
from drivers.reader.text_block import LONG_TERM, CardText, Document, TextBlockError

_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_HMT_AREAS = ("810000", "820000", "830000")
# The 2017 card has a number of its own: country, then twelve digits, and no published check.
_NUMBER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")
_SEXES = {"0": "unknown", "1": "male", "2": "female", "9": "not_stated"}
_ENGLISH_NAME_FIRST_PART = 35


class NumberImplausibleError(TextBlockError):
    """The number has another shape than the document's, or its check character is wrong."""

    code = "number_implausible"


class NumberMismatchError(TextBlockError):
    """The number tells another birth date or sex than the field of that name."""

    code = "number_mismatch"


class FieldImplausibleError(TextBlockError):
    """A field that the hall needs is empty or makes no sense."""

    code = "field_implausible"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person as the card tells.

    `sex` is unknown, male, female or not_stated (GB/T 2261.1), `valid_to` an ISO date or
    long_term; either is empty where the card says something else.
    """

    document: Document
    name: str = field(repr=False)
    number: str = field(repr=False)
    sex: str = field(repr=False)
    born: dt.date = field(repr=False)
    valid_to: str = field(repr=False)


def holder_of(text: CardText) -> Holder:
    """Return the person, or raise the first `TextBlockError` that the fields give cause for."""
    fields = text.fields
    _check_number(text.document, fields["number"])
    if text.document is Document.CITIZEN:
        _check_agreement(fields)
    return Holder(
        document=text.document,
        name=_name(fields),
        number=fields["number"],
        sex=_SEXES.get(fields["sex"], ""),
        born=_birth(fields["birth"]),
        valid_to=_valid_to(fields["valid_to"]),
    )


def _check_number(document: Document, number: str) -> None:
    if document is Document.FOREIGNER_2017:
        plausible = bool(_NUMBER_2017.fullmatch(number))
    else:
        plausible = id_number.is_well_formed(number)
    if not plausible:
        raise NumberImplausibleError(f"{document}: the number does not pass its check")
    if document is Document.HMT_PERMIT and not number.startswith(_HMT_AREAS):
        raise NumberImplausibleError(f"{document}: the number does not begin as a permit's does")


def _check_agreement(fields: Mapping[str, str]) -> None:
    number = fields["number"]
    if id_number.birth_digits(number) != fields["birth"]:
        raise NumberMismatchError("the number tells another birth date than the card")
    # 0 and 9 say that the sex is unknown or not stated, which contradicts no number.
    if fields["sex"] in ("1", "2") and id_number.sex_code(number) != fields["sex"]:
        raise NumberMismatchError("the number tells another sex than the card")


def _name(fields: Mapping[str, str]) -> str:
    # Of a foreigner's names the one in Latin letters is in the passport; the other is optional.
    name = _english_name(fields) or fields.get("name", "") or fields.get("chinese_name", "")
    if not name:
        raise FieldImplausibleError("the card has no name on it")
    return name


def _english_name(fields: Mapping[str, str]) -> str:
    first, rest = fields.get("english_name", ""), fields.get("english_name_rest", "")
    # A space at the end of the first part belongs to the name when there is a second one.
    return first.ljust(_ENGLISH_NAME_FIRST_PART) + rest if rest else first


def _birth(digits: str) -> dt.date:
    born = _date(digits)
    if born is None:
        raise FieldImplausibleError("the birth field is no date")
    return born


def _valid_to(text: str) -> str:
    if text == LONG_TERM:
        return "long_term"
    until = _date(text)
    return until.isoformat() if until else ""


def _date(digits: str) -> dt.date | None:
    match = _DATE.fullmatch(digits)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
