"""Events on the worker wire: whole and back again, or refused without a word of their contents."""

import pytest

from drivers.contract import (
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    CodeScanned,
    Health,
    HealthChanged,
    PurchaseCard,
    PurchaseCardRead,
)
from drivers.workers.codec import Message
from drivers.workers.events import IllegalEventError, event_of, message_of

PURCHASE = PurchaseCardRead(PurchaseCard("000000000001", "000000000002", "purchase", 1, 10000))


@pytest.mark.parametrize(
    "event",
    [
        ChipCardSeen(ChipCardKind.UNKNOWN, "3B6800000073C84000009000"),
        PURCHASE,
        PurchaseCardRead(PurchaseCard("1", "2")),
        CardTroubled(CardTrouble.UNREADABLE, "taken out too soon"),
        CodeScanned("A012", "code128"),
    ],
)
def test_an_event_comes_out_as_it_went_in(event):
    assert event_of(message_of(event)) == event


def test_a_message_that_is_no_event_is_none():
    assert event_of(Message("state")) is None


def test_an_event_that_no_worker_has_is_refused():
    with pytest.raises(IllegalEventError, match="HealthChanged"):
        message_of(HealthChanged(Health.ONLINE))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("card", {"card": "gold"}),
        ("card", {"atr": 7}),
        ("purchase_card", {"customer": 13800138000}),
        ("purchase_card", {"purchase_count": True}),
        ("trouble", {"trouble": ""}),
        ("code", {"text": None}),
    ],
)
def test_a_field_of_another_kind_is_refused_and_not_repeated(name, change):
    whole = {
        "card": {"card": "bank", "atr": "3B"},
        "purchase_card": dict(message_of(PURCHASE).body),
        "trouble": {"trouble": "unreadable", "detail": ""},
        "code": {"text": "A", "symbology": ""},
    }[name]
    with pytest.raises(IllegalEventError) as refused:
        event_of(Message(name, 0, whole | change))
    assert "13800138000" not in str(refused.value)
    missing = dict(whole)
    missing.popitem()
    with pytest.raises(IllegalEventError):
        event_of(Message(name, 0, missing))
