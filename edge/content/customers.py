"""Customers as headquarters sends them: accounts with their bills, found by number or identity.

They come in 256 private documents each, `private/customers/00` to `ff` by the first byte of the
SHA-256 of the account number, and `private/identities/00` to `ff` by that of the identity number:
so that one changed bill sends a 256th of them anew. Money is in fen, energy in kWh.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from edge.content.reading import Dated, Day, Document, Fen, Line, MaybeLine, Month, Name

BILLS_MAX = 60
ACCOUNTS_MAX = 200

AccountNumber = Annotated[str, Field(pattern=r"^[0-9]{6,20}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Bill(Document):
    """What was used in a month, and what it costs. Paid, or due on `due`."""

    month: Month
    kwh: Annotated[float, Field(ge=0)]
    amount_fen: Fen
    late_fee_fen: Annotated[int, Field(ge=0)] = 0
    paid: bool
    due: Day


class Customer(Document):
    """An account. `locked` says why nothing can be paid at a terminal: `debit` or `dispute`."""

    name: Line
    address: Line
    tariff: Name
    balance_fen: Fen = 0
    locked: Literal["", "debit", "dispute"] = ""
    phone_tail: Annotated[str, Field(pattern=r"^([0-9]{4})?$")] = ""
    stage: MaybeLine = ""
    bills: Annotated[tuple[Bill, ...], Field(max_length=BILLS_MAX, strict=False)] = ()

    @property
    def unpaid(self) -> tuple[Bill, ...]:
        """What is owed, the oldest month first."""
        return tuple(sorted((bill for bill in self.bills if not bill.paid), key=_by_month))

    @property
    def owed_fen(self) -> int:
        """What is owed altogether, late fees included."""
        return sum(bill.amount_fen + bill.late_fee_fen for bill in self.unpaid)


class Customers(Dated):
    """A document of customers, by account number."""

    accounts: Mapping[AccountNumber, Customer]


class Identities(Dated):
    """A document of who has which accounts, by the SHA-256 of their identity number."""

    identities: Mapping[
        Digest, Annotated[tuple[AccountNumber, ...], Field(max_length=ACCOUNTS_MAX, strict=False)]
    ]


def customers_document(account: str) -> str:
    """Return the name of the document in which an account stands."""
    return f"private/customers/{_digest(account)[:2]}"


def identities_document(number: str) -> str:
    """Return the name of the document in which a person's accounts stand."""
    return f"private/identities/{identity_digest(number)[:2]}"


def identity_digest(number: str) -> str:
    """Return what a person stands under in it."""
    return _digest(number.strip().upper())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _by_month(bill: Bill) -> str:
    return bill.month
