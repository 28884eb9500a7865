"""Shapes of a visitor's own account: names masked, money in fen, energy in kWh."""

from typing import Annotated, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request


class AccountQuestion(Request):
    """Which account, asked at `screen`: by the number that was typed or scanned, or by a key.

    `key` is what an `Account` had: it brings the same account again, for a few minutes.
    """

    screen: Identifier
    account: Annotated[str, Field(max_length=32, repr=False)] = ""
    key: Annotated[str, Field(max_length=256, repr=False)] = ""


class Bill(Answer):
    """What was used in a `month` (`2026-02`), and what it costs. `due` is a day."""

    month: str
    kwh: float
    amount_fen: int
    late_fee_fen: int
    paid: bool
    due: str


class MonthOfUse(Answer):
    """What was used in a month, and in its year until then; `tier` 1 is the first.

    `tier` and `used_kwh` are 0 where an earlier month of the year is not known; `tier` also where
    the tariff is not.
    """

    month: str
    kwh: float
    tier: int
    used_kwh: float


class Account(Answer):
    """An account as headquarters knew it at `made` (wall ms): `bills` newest first.

    `locked` says why nothing can be paid at a terminal: `debit`, `dispute`, or empty. `months` are
    the last twelve with a bill, in order.
    """

    key: str = Field(repr=False)
    account: str
    name: str
    address: str
    tariff: str
    balance_fen: int
    owed_fen: int
    locked: Literal["", "debit", "dispute"]
    stage: str
    bills: list[Bill]
    months: list[MonthOfUse]
    made: int


class Accounts(Answer):
    """The accounts of a visitor, the first of them: `more` are left out, `unread` not readable."""

    visit: str
    accounts: list[Account]
    more: int = 0
    unread: int = 0
