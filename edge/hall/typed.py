"""What visitors type in place of a card: an identity number, an account, a mobile number."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.contract import AgeBand
from drivers.reader.id_number import birth_digits, is_well_formed
from edge.content.masks import masked_account, masked_phone
from edge.domain.refusals import BadNumberError

_NAMES = {"account": "account number", "phone": "mobile number"}
_ACCOUNT = re.compile(r"[0-9]{6,20}")
# Mainland mobile numbers; a landline takes no message and rings where the visitor is not.
_PHONE = re.compile(r"1[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as the hall keeps it: `personal` is for the sealed part.

    `echo` is as much of it as may stand on a screen; `number` is an identity number or empty.
    """

    document: str
    personal: Mapping[str, str] = field(repr=False)
    age_band: str = ""
    echo: str = ""
    number: str = field(default="", repr=False)


def read_typed(kind: str, text: str, today: dt.date) -> Typed:
    """Return what was typed, of this kind. Raises `BadNumberError` where it cannot be one."""
    typed = text.strip().upper()
    match kind:
        case "identity":
            return _identity(typed, today)
        case "account" if _ACCOUNT.fullmatch(typed):
            account = {"document": "typed_account", "customer": typed}
            return Typed("typed_account", account, echo=masked_account(typed))
        case "phone" if _PHONE.fullmatch(typed):
            phone = {"document": "typed_phone", "phone": typed}
            return Typed("typed_phone", phone, echo=masked_phone(typed))
    raise BadNumberError(f"that is no {_NAMES[kind]}: please check it", "number")


def _identity(typed: str, today: dt.date) -> Typed:
    band = _age_band(typed, today)
    if band is None:
        raise BadNumberError("that is no identity number: please check it", "number")
    personal = {"document": "typed_number", "number": typed}
    return Typed("typed_number", personal, band.value, number=typed)


def _age_band(number: str, today: dt.date) -> AgeBand | None:
    if not is_well_formed(number):
        return None
    try:
        born = dt.datetime.strptime(birth_digits(number), "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return AgeBand.of(born, today) if born <= today else None
