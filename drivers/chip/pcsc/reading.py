"""Looking at a card: what kind it is, and what stands on it where a profile allows to read it.

Nothing here waits or opens: whoever has the card hands over an `Exchange`. A payment card is known
by its payment directory and left alone from there on.
"""

import dataclasses
from collections.abc import Iterator

from drivers.chip.pcsc.apdu import Answer, Exchange
from drivers.chip.pcsc.profile import ParameterFile, PurchaseProfile, WalletFile
from drivers.chip.pcsc.purchase import ContentError, parameters_in, wallet_in
from drivers.chip.pcsc.trouble import CardMuteError, CardRemovedError
from drivers.contract import (
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    DeviceEvent,
    PurchaseCard,
    PurchaseCardRead,
)

# The directories of payment applications: contactless and with contacts (EMV book 1, 12.2).
PPSE = b"2PAY.SYS.DDF01"
PSE = b"1PAY.SYS.DDF01"


class UnreadableFileError(ContentError):
    """The card refuses a file, and says why."""


def look_at(card: Exchange, atr: bytes, profile: PurchaseProfile | None) -> Iterator[DeviceEvent]:
    """Yield what a new card is, then what stands on it; where it goes away meanwhile, that."""
    try:
        yield from _look_at(card, atr, profile)
    except (CardRemovedError, CardMuteError) as error:
        yield CardTroubled(CardTrouble.UNREADABLE, str(error))


def _look_at(card: Exchange, atr: bytes, profile: PurchaseProfile | None) -> Iterator[DeviceEvent]:
    seen = atr.hex().upper()
    if card.select_name(PPSE).ok or card.select_name(PSE).ok:
        yield ChipCardSeen(ChipCardKind.BANK, seen)
    elif profile is not None and _is_purchase_card(card, profile):
        yield ChipCardSeen(ChipCardKind.PURCHASE, seen)
        try:
            yield PurchaseCardRead(_read(card, profile))
        except ContentError as error:
            yield CardTroubled(CardTrouble.UNREADABLE, str(error))
    else:
        yield ChipCardSeen(ChipCardKind.UNKNOWN, seen)


def _is_purchase_card(card: Exchange, profile: PurchaseProfile) -> bool:
    if profile.application and not card.select_name(bytes.fromhex(profile.application)).ok:
        return False
    return all(card.select_file(bytes.fromhex(file)).ok for file in profile.directories)


def _read(card: Exchange, profile: PurchaseProfile) -> PurchaseCard:
    found = parameters_in(_content(card, profile.parameters, "parameter file"), profile.parameters)
    if profile.wallet is None:
        return found
    bought_fen, count = wallet_in(_content(card, profile.wallet, "wallet file"), profile.wallet)
    return dataclasses.replace(found, bought_fen=bought_fen, purchase_count=count)


def _content(card: Exchange, file: ParameterFile | WalletFile, name: str) -> bytes:
    if file.file:
        _require(card.select_file(bytes.fromhex(file.file)), name)
    answer = card.read_binary(file.size_bytes, short_file=file.short_file)
    _require(answer, name)
    return answer.data


def _require(answer: Answer, name: str) -> None:
    if not answer.ok:
        raise UnreadableFileError(f"{name}: {answer.meaning}")
