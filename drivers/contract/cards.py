"""What leaves a reader of cards."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class AgeBand(StrEnum):
    """All that is kept of a birth date."""

    UNDER_18 = "under_18"
    ADULT = "18_59"
    SIXTIES = "60_69"
    SEVENTY_PLUS = "70_plus"

    @classmethod
    def of(cls, born: dt.date, today: dt.date) -> "AgeBand":
        """Return the band of somebody born on `born`, as seen on `today`."""
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < 18:
            return cls.UNDER_18
        if age < 60:
            return cls.ADULT
        return cls.SIXTIES if age < 70 else cls.SEVENTY_PLUS


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What leaves a reader of a person's document. Personal fields stay out of `repr` and logs.

    `address` is empty unless the hall asks for it.
    """

    document: str  # citizen, hmt_permit, foreigner_2017, foreigner_2023
    age_band: AgeBand
    name: str = field(repr=False)
    number: str = field(repr=False)
    sex: str = field(repr=False, default="")
    valid_to: str = field(repr=False, default="")
    address: str = field(repr=False, default="")


class CardTrouble(StrEnum):
    """Why a card that lies on a reader gives nothing."""

    UNREADABLE = "unreadable"  # damaged, moved too soon, refused: lay it down again
    UNSUPPORTED = "unsupported"  # a document of a kind this hall does not know
    LEFT = "left"  # it was read and is still lying there


class ChipCardKind(StrEnum):
    """What a chip card is, as far as may be told without reading anything personal."""

    PURCHASE = "purchase"
    BANK = "bank"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PurchaseCard:
    """What stands on a purchase card (购电卡). Personal fields stay out of `repr` and logs."""

    customer: str = field(repr=False)
    meter: str = field(repr=False)
    card_type: str = ""  # open, purchase, replacement
    purchase_count: int | None = None
    bought_fen: int | None = field(repr=False, default=None)  # what was bought last, 0.01 yuan
