"""What stands on the pages of somebody's own account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.api.shapes import Account, Bill, MonthOfUse, Tariff
from kiosk.query.chart import chart_of
from kiosk.query.errands import NO_ACCOUNTS
from kiosk.query.lists import listed
from kiosk.query.saying import Phrase
from kiosk.query.stay import Stage, Stay

_ACCOUNTS_PER_PAGE = 5
_BILLS_PER_PAGE = 6
_MAY_TYPE = frozenset({NO_ACCOUNTS, "unknown_visit", "visit_has_ticket"})
_SAID = _MAY_TYPE | {
    "accounts_locked",
    "no_customers",
    "library_unavailable",
    "unknown_application",
    "numbers_locked",
}


@dataclass(frozen=True, slots=True)
class TierOfChart:
    """A tier that a chart shows, and what it is called below it."""

    number: int
    said: Phrase


def _unknown(stay: Stay) -> Mapping[str, Any]:
    """Return why there is no account to show, and whether its number may be typed instead."""
    why = stay.trouble if stay.trouble in _SAID else "other"
    return {"why": f"query_unknown_{why}", "may_type": stay.trouble in _MAY_TYPE}


def _accounts(stay: Stay) -> Mapping[str, Any]:
    """Return the accounts to choose from, each with its place among all of them."""
    placed = list(enumerate(stay.person.accounts))
    page = stay.reading.page
    return {"list": listed(placed, page, _ACCOUNTS_PER_PAGE), "left_out": stay.person.left_out}


def own_page(stay: Stay) -> Mapping[str, Any]:
    """Return what stands on a page of `OWN`."""
    if stay.stage in _BEFORE:
        return _BEFORE[stay.stage](stay)
    account = stay.person.account
    return {"account": account, **_OF_ACCOUNT[stay.stage](stay, account)} if account else {}


def own_tariff(stay: Stay) -> Tariff | None:
    """Return the price list of the account that is open, where headquarters has sent it."""
    account, content = stay.person.account, stay.content
    if account is None or content is None:
        return None
    known = content.tariffs.tariffs
    return next((tariff for tariff in known if tariff.id == account.tariff), None)


def _overview(stay: Stay, account: Account) -> Mapping[str, Any]:
    unpaid = sum(not bill.paid for bill in account.bills)
    return {"tariff": own_tariff(stay), "unpaid": unpaid}


def _bills(stay: Stay, account: Account) -> Mapping[str, Any]:
    return {"list": listed(account.bills, stay.reading.page, _BILLS_PER_PAGE)}


def _bill(stay: Stay, account: Account) -> Mapping[str, Any]:
    month = stay.person.month
    return {"bill": _of_month(account.bills, month), "use": _of_month(account.months, month)}


def _of_month(known: Sequence[Bill] | Sequence[MonthOfUse], month: str) -> Bill | MonthOfUse | None:
    return next((each for each in known if each.month == month), None)


def _usage(_stay: Stay, account: Account) -> Mapping[str, Any]:
    numbers = sorted({use.tier for use in account.months if use.tier})
    tiers = [TierOfChart(each, Phrase("query_tier", {"tier": each})) for each in numbers]
    return {"months": account.months, "chart": chart_of(account.months), "tiers": tiers}


_BEFORE = {Stage.UNKNOWN: _unknown, Stage.ACCOUNTS: _accounts}
_OF_ACCOUNT = {
    Stage.ACCOUNT: _overview,
    Stage.BILLS: _bills,
    Stage.BILL: _bill,
    Stage.USAGE: _usage,
}

OWN = frozenset({*_BEFORE, *_OF_ACCOUNT})
