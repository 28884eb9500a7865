"""Tariffs with tiers, and where in a year each month of use stands. Prices are decimal yuan.

Tiers are of the energy used since January: what is used beyond a tier's end costs the next one's
price. The price list is headquarters' own; nothing here decides what anybody owes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from edge.content.customers import Bill
from edge.content.reading import Dated, Day, Document, Line, MaybeLine, Name

Price = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,6})?$")]
MONTHS_SHOWN = 12


class Tier(Document):
    """A tier of use: up to `upto_kwh` a year, the last one without end (0)."""

    upto_kwh: Annotated[int, Field(ge=0)]
    price: Price


class Period(Document):
    """Hours of the day with prices of their own, one for each tier of the tariff, in order."""

    name: Line
    name_english: MaybeLine = ""
    hours: Annotated[tuple[Line, ...], Field(min_length=1, max_length=10, strict=False)]
    prices: Annotated[tuple[Price, ...], Field(min_length=1, max_length=10, strict=False)]


class Tariff(Document):
    """A price list: its tiers in order, and since when it holds.

    With `periods` it is the hour that decides on the price, beside the tier.
    """

    id: Name
    name: Line
    name_english: Line
    since: Day
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=10, strict=False)]
    note: MaybeLine = ""
    note_english: MaybeLine = ""
    periods: Annotated[tuple[Period, ...], Field(max_length=10, strict=False)] = ()


class Tariffs(Dated):
    """The document `tariffs.json`."""

    tariffs: Annotated[tuple[Tariff, ...], Field(max_length=200, strict=False)]

    def of(self, name: str) -> Tariff | None:
        """Return the tariff with that id."""
        return next((tariff for tariff in self.tariffs if tariff.id == name), None)


@dataclass(frozen=True, slots=True)
class MonthOfUse:
    """A month: what was used, and the tier (1 is the first) that the year had reached at its end.

    `used_kwh` is what was used in that year until then. It and `tier` are 0 where an earlier month
    of the year is not known.
    """

    month: str
    kwh: float
    tier: int
    used_kwh: float = 0.0


def months_of_use(bills: Iterable[Bill], tariff: Tariff | None) -> list[MonthOfUse]:
    """Return the last twelve months with a bill, in order."""
    ordered = sorted(bills, key=lambda bill: bill.month)
    used: dict[str, float] = {}
    months = []
    for bill in ordered:
        year, month = bill.month.split("-")
        if month == "01" or year in used:
            used[year] = used.get(year, 0.0) + bill.kwh
        tier = tier_at(used[year], tariff.tiers) if tariff and year in used else 0
        months.append(MonthOfUse(bill.month, bill.kwh, tier, round(used.get(year, 0.0), 2)))
    return months[-MONTHS_SHOWN:]


def tier_at(used_kwh: float, tiers: Sequence[Tier]) -> int:
    """Return the tier in which the year stands after `used_kwh`, 1 being the first."""
    for number, tier in enumerate(tiers, 1):
        if not tier.upto_kwh or used_kwh <= tier.upto_kwh:
            return number
    return len(tiers)


def cost_yuan(before_kwh: Decimal, kwh: Decimal, tiers: Sequence[Tier]) -> Decimal:
    """Return what `kwh` cost when `before_kwh` were used since January, not rounded."""
    cost, left, begin = Decimal(0), kwh, before_kwh
    for tier in tiers:
        room = left if not tier.upto_kwh else max(Decimal(0), Decimal(tier.upto_kwh) - begin)
        part = min(left, room)
        cost += part * Decimal(tier.price)
        left, begin = left - part, begin + part
    return cost + left * Decimal(tiers[-1].price)
