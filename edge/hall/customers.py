"""Use cases of what headquarters has sent about customers and for everybody: found and read.

Nothing is kept in memory but what is asked for: who looks is told, and it is forgotten.
"""

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from edge.content.customers import (
    Customer,
    Customers,
    Identities,
    customers_document,
    identities_document,
    identity_digest,
)
from edge.content.reading import BadDocumentError, Dated, read_document
from edge.domain.refusals import RefusedError
from edge.hall.library import Library, LibraryUnavailableError, UnknownDocumentError

DatedT = TypeVar("DatedT", bound=Dated)


class UnknownAccountError(RefusedError):
    """Headquarters has sent no account of that number."""

    code = "unknown_account"
    nature = "unknown"


class NoCustomersError(RefusedError):
    """Headquarters has sent no customers yet."""

    code = "no_customers"
    nature = "unavailable"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as headquarters knew it at `made` (wall ms)."""

    number: str
    customer: Customer
    made: int


class Customerbook:
    """Finds accounts in headquarters' documents."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def account(self, number: str) -> Account:
        """Return the account with that number.

        Raises `UnknownAccountError`, `NoCustomersError`, `LibraryUnavailableError`.
        """
        document = customers_document(number)
        customers = await self._read(document, Customers)
        customer = customers.accounts.get(number) if customers else None
        if customers is None or customer is None:
            raise UnknownAccountError("no account has that number: please check it", "account")
        return Account(number, customer, customers.made)

    async def accounts_of(self, identity_number: str) -> tuple[str, ...]:
        """Return the numbers of a person's accounts, none where headquarters knows of none.

        Raises `NoCustomersError`, `LibraryUnavailableError`.
        """
        document = identities_document(identity_number)
        identities = await self._read(document, Identities)
        if identities is None:
            return ()
        return tuple(identities.identities.get(identity_digest(identity_number), ()))

    async def _read(self, document: str, shape: type[DatedT]) -> DatedT | None:
        """Return a document; None where others of its kind were sent, and not this one."""
        kind = document.rpartition("/")[0] + "/"
        if not any(name.startswith(kind) for name in self._library.documents.documents):
            raise NoCustomersError("headquarters has sent no customers yet")
        try:
            data = await self._library.read(document)
        except UnknownDocumentError:
            return None
        return await parsed(document, data, shape)


async def parsed(name: str, data: bytes, shape: type[DatedT]) -> DatedT:
    """Return what a document says. Raises `LibraryUnavailableError` where that is nothing."""
    try:
        # Some hundred customers take milliseconds on a small board: not on the event loop.
        return await asyncio.to_thread(read_document, name, data, shape)
    except BadDocumentError as error:
        raise LibraryUnavailableError(f"{name} cannot be read") from error
