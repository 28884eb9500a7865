"""Tiers of a year: which month stands in which, and published prices worked by hand."""

from decimal import Decimal

import pytest

from edge.content.customers import Bill
from edge.content.tariffs import Tariff, Tier, cost_yuan, months_of_use, tier_at

# Zhejiang and Beijing, below 1 kV, one meter a household; a year's tiers, yuan a kWh.
ZHEJIANG = (
    Tier(upto_kwh=2760, price="0.538"),
    Tier(upto_kwh=4800, price="0.588"),
    Tier(upto_kwh=0, price="0.838"),
)
BEIJING = (
    Tier(upto_kwh=2880, price="0.4883"),
    Tier(upto_kwh=4800, price="0.5383"),
    Tier(upto_kwh=0, price="0.7883"),
)
HOME = Tariff(id="home", name="居民", name_english="Home", since="2012-07-01", tiers=ZHEJIANG)

WORKED = [
    (ZHEJIANG, 0, 2760, "1484.880"),
    (ZHEJIANG, 2700, 100, "55.800"),
    (ZHEJIANG, 2759, 1, "0.538"),
    (ZHEJIANG, 2760, 1, "0.588"),
    (ZHEJIANG, 4799, 2, "1.426"),
    (ZHEJIANG, 0, 5000, "2852.000"),
    (BEIJING, 2800, 160, "82.1280"),
    (BEIJING, 4790, 20, "13.2660"),
    (BEIJING, 0, 4800, "2439.8400"),
]


@pytest.mark.parametrize(("tiers", "before", "kwh", "yuan"), WORKED)
def test_a_price_list_costs_what_it_costs_by_hand(
    tiers: tuple[Tier, ...], before: int, kwh: int, yuan: str
):
    assert cost_yuan(Decimal(before), Decimal(kwh), tiers) == Decimal(yuan)


@pytest.mark.parametrize(
    ("used", "tier"), [(0, 1), (2760, 1), (2760.5, 2), (4800, 2), (4801, 3), (9999, 3)]
)
def test_a_year_stands_in_the_tier_of_what_was_used(used: float, tier: int):
    assert tier_at(used, ZHEJIANG) == tier


def bill(month: str, kwh: float) -> Bill:
    return Bill(month=month, kwh=kwh, amount_fen=1, due="2026-12-31", paid=True)


def test_months_show_where_the_year_had_come_and_begin_anew_in_january():
    bills = [bill(f"2025-{month:02}", 500) for month in range(1, 13)] + [bill("2026-01", 300)]
    months = months_of_use(reversed(bills), HOME)
    assert [month.month for month in months] == [each.month for each in bills[1:]]
    assert [month.tier for month in months] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 1]


def test_without_january_nobody_says_where_the_year_stands():
    months = months_of_use([bill("2025-11", 10), bill("2025-12", 10), bill("2026-01", 10)], HOME)
    assert [month.tier for month in months] == [0, 0, 1]
    assert [month.tier for month in months_of_use([bill("2026-01", 10)], None)] == [0]
