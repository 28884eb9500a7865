"""Device events as messages of the worker wire, and back."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.contract import (
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    CodeScanned,
    DeviceEvent,
    PurchaseCard,
    PurchaseCardRead,
)
from drivers.workers.codec import Message


class IllegalEventError(ValueError):
    """A message that should be an event lacks a field, or has one of another kind."""


def message_of(event: DeviceEvent) -> Message:
    """Return `event` as a message. Raises `IllegalEventError` for kinds that no worker has."""
    match event:
        case ChipCardSeen(card, atr):
            return Message("card", body={"card": card.value, "atr": atr})
        case PurchaseCardRead(read):
            return Message("purchase_card", body=_purchase_body(read))
        case CardTroubled(trouble, detail):
            return Message("trouble", body={"trouble": trouble.value, "detail": detail})
        case CodeScanned(text, symbology):
            return Message("code", body={"text": text, "symbology": symbology})
    raise IllegalEventError(f"workers report no {type(event).__name__}")


def _purchase_body(card: PurchaseCard) -> dict[str, Any]:
    return {
        "customer": card.customer,
        "meter": card.meter,
        "card_type": card.card_type,
        "purchase_count": card.purchase_count,
        "bought_fen": card.bought_fen,
    }


def event_of(message: Message) -> DeviceEvent | None:
    """Return the event `message` tells of, or None for any other message.

    Raises `IllegalEventError`, which names the message and never what is in it.
    """
    make = _EVENTS.get(message.name)
    if make is None:
        return None
    try:
        return make(message.body)
    except (KeyError, ValueError) as error:
        raise IllegalEventError(f"{message.name}: its fields are not as expected") from error


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body[key]
    if not isinstance(value, str):
        raise IllegalEventError(key)
    return value


def _count(body: Mapping[str, Any], key: str) -> int | None:
    value = body[key]
    if value is not None and type(value) is not int:
        raise IllegalEventError(key)
    return value


def _purchase_card(body: Mapping[str, Any]) -> PurchaseCardRead:
    return PurchaseCardRead(
        PurchaseCard(
            customer=_text(body, "customer"),
            meter=_text(body, "meter"),
            card_type=_text(body, "card_type"),
            purchase_count=_count(body, "purchase_count"),
            bought_fen=_count(body, "bought_fen"),
        )
    )


_EVENTS: dict[str, Callable[[Mapping[str, Any]], DeviceEvent]] = {
    "card": lambda body: ChipCardSeen(ChipCardKind(body["card"]), _text(body, "atr")),
    "purchase_card": _purchase_card,
    "trouble": lambda body: CardTroubled(CardTrouble(body["trouble"]), _text(body, "detail")),
    "code": lambda body: CodeScanned(_text(body, "text"), _text(body, "symbology")),
}
