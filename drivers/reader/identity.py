"""What leaves a reader of a person who laid down a card, and what is said where it is nothing."""

import datetime as dt
from dataclasses import dataclass, field

from drivers.contract import AgeBand, CardTrouble, IdentityCard
from drivers.reader.holder import Holder
from drivers.reader.text_block import TextBlockError, UnsupportedDocumentError


@dataclass(frozen=True, slots=True)
class AddressedCard(IdentityCard):
    """An identity card with the address where its holder lives now: only where a hall asks for it.

    `address` is empty where the card has none or the newest one could not be asked for.
    """

    address: str = field(repr=False, default="")


def identity_of(holder: Holder, today: dt.date) -> IdentityCard:
    """Return all that a hall gets without asking for more: no address, no date of birth."""
    return IdentityCard(
        document=str(holder.document),
        age_band=AgeBand.of(holder.born, today),
        name=holder.name,
        number=holder.number,
        sex=holder.sex,
        valid_to=holder.valid_to,
    )


def with_address(card: IdentityCard, address: str) -> AddressedCard:
    """Return `card` with an address."""
    return AddressedCard(
        document=card.document,
        age_band=card.age_band,
        name=card.name,
        number=card.number,
        sex=card.sex,
        valid_to=card.valid_to,
        address=address,
    )


def trouble_of(error: TextBlockError) -> CardTrouble:
    """Return what to call a card that was read and whose text is no identity."""
    if isinstance(error, UnsupportedDocumentError):
        return CardTrouble.UNSUPPORTED
    return CardTrouble.UNREADABLE
