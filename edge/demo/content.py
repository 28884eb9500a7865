"""What the demo's headquarters sends: the documents in `config/demo/content`, made for today.

Days are counted from the day the demo starts, and bills are made from what a customer uses in a
year. The amounts are by the tariff's tiers; nobody's real bills are behind them.
"""

import datetime as dt
import hashlib
import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from edge.content.tariffs import Tariff, cost_yuan

MONTHS = 24
_DUE_DAY = 25
# How a year's use is spread over its months, in thousandths: heating in winter, cooling in summer.
_SHARES = (105, 95, 75, 62, 60, 78, 112, 118, 85, 62, 64, 84)
_FEE_PER_DAY = Decimal("0.001")


def write_content(source: Path, target: Path, now: dt.datetime) -> None:
    """Write the documents in `source` to `target`, as of `now`, which has the hall's time zone."""
    shutil.copytree(source / "media", target / "media", dirs_exist_ok=True)
    made = _ms(now)
    tables = {path.stem: tomllib.loads(path.read_text()) for path in source.glob("*.toml")}
    customers = tables.pop("customers")["customers"]
    tables["outages"]["outages"] = [_outage(each, now) for each in tables["outages"]["outages"]]
    tables["articles"]["articles"] = [
        _article(each, now) for each in tables["articles"]["articles"]
    ]
    for name, table in tables.items():
        _write(target / f"{name}.json", {"made": made, **table})
    tariffs = {each["id"]: Tariff.model_validate(each) for each in tables["tariffs"]["tariffs"]}
    lines = (_line(_customer(each, tariffs, now.date())) for each in customers)
    (target / "customers.jsonl").write_text("\n".join(lines))


def _write(path: Path, said: Mapping[str, Any]) -> None:
    path.write_text(_line(said))


def _line(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _outage(table: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    day = now.date() + dt.timedelta(days=table.pop("in_days"))
    begins, ends = (_at(day, table.pop(name), now) for name in ("from", "to"))
    return {**table, "begins": begins, "ends": ends}


def _at(day: dt.date, clock: str, now: dt.datetime) -> int:
    return _ms(dt.datetime.combine(day, dt.time.fromisoformat(clock), now.tzinfo))


def _article(table: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    day = now.date() - dt.timedelta(days=table.pop("days_ago"))
    return {**table, "day": day.isoformat()}


def _customer(
    table: dict[str, Any], tariffs: Mapping[str, Tariff], today: dt.date
) -> dict[str, Any]:
    identity, yearly_kwh = table.pop("identity"), table.pop("yearly_kwh")
    unpaid = table.pop("unpaid", 0)
    bills = list(_bills(table["account"], yearly_kwh, tariffs[table["tariff"]], today))
    for number, bill in enumerate(reversed(bills)):
        bill["paid"] = number >= unpaid
        if not bill["paid"]:
            bill["late_fee_fen"] = _late_fee_fen(bill, today)
    return {**table, "identities": [identity], "bills": bills}


def _bills(
    account: str, yearly_kwh: int, tariff: Tariff, today: dt.date
) -> Iterator[dict[str, Any]]:
    used: dict[int, Decimal] = {}
    # The first year begins in January, so that the tier of every month is known.
    for year, month in _months(today):
        kwh = _kwh(account, yearly_kwh, year, month)
        before = used.get(year, Decimal(0))
        used[year] = before + kwh
        amount_fen = round(cost_yuan(before, kwh, tariff.tiers) * 100)
        due = dt.date(year + month // 12, month % 12 + 1, _DUE_DAY).isoformat()
        bill = {"month": f"{year}-{month:02d}", "kwh": float(kwh), "amount_fen": amount_fen}
        yield {**bill, "due": due}


def _months(today: dt.date) -> list[tuple[int, int]]:
    last = today.year * 12 + today.month - 2
    return [(number // 12, number % 12 + 1) for number in range(last - MONTHS + 1, last + 1)]


def _kwh(account: str, yearly_kwh: int, year: int, month: int) -> Decimal:
    """Return what was used in a month: the same for the same account at every start."""
    digest = hashlib.sha256(f"{account} {year}-{month}".encode()).digest()
    wobble = Decimal(850 + digest[0] + digest[1] % 45) / 1000  # 0.85 to 1.15
    return (Decimal(yearly_kwh * _SHARES[month - 1]) / 1000 * wobble).quantize(Decimal("0.1"))


def _late_fee_fen(bill: Mapping[str, Any], today: dt.date) -> int:
    late_days = max(0, (today - dt.date.fromisoformat(bill["due"])).days)
    return round(Decimal(bill["amount_fen"]) * _FEE_PER_DAY * late_days)


def _ms(when: dt.datetime) -> int:
    return int(when.timestamp() * 1000)
