"""What leaves a reader of a person who laid down a card, and what is said where it is nothing."""

import datetime as dt

from drivers.contract import AgeBand, CardTrouble, IdentityCard
from drivers.reader.holder import Holder
from drivers.reader.text_block import TextBlockError, UnsupportedDocumentError


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


def trouble_of(error: TextBlockError) -> CardTrouble:
    """Return what to call a card that was read and whose text is no identity."""
    if isinstance(error, UnsupportedDocumentError):
        return CardTrouble.UNSUPPORTED
    return CardTrouble.UNREADABLE
