"""Use cases of what headquarters has sent about customers and for everybody: found and read.

Nothing is kept in memory but what is asked for: who looks is told, and it is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from edge.content.customers import (
    Customer,
    Identities,
    customers_document,
    identities_document,
    identity_digest,
)
from edge.content.picking import entries
from edge.content.reading import BadDocumentError, Dated, read_document
from edge.domain.refusals import RefusedError
from edge.hall.library import Library, LibraryUnavailableError, UnknownDocumentError
from edge.ports import MadeT

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
        found = await self._made_of(document, lambda data: _picked(document, data, number))
        if found is None:
            raise UnknownAccountError("no account has that number: please check it", "account")
        return found

    async def accounts_of(self, identity_number: str) -> tuple[str, ...]:
        """Return the numbers of a person's accounts, none where headquarters knows of none.

        Raises `NoCustomersError`, `LibraryUnavailableError`.
        """
        document = identities_document(identity_number)
        known = await self._made_of(document, lambda data: _parsed(document, data, Identities))
        if known is None:
            return ()
        return tuple(known.identities.get(identity_digest(identity_number), ()))

    async def _made_of(self, document: str, make: Callable[[bytes], MadeT]) -> MadeT | None:
        """Return what is made of a document; None where others of its kind were sent, not this."""
        kind = document.rpartition("/")[0] + "/"
        if not any(name.startswith(kind) for name in self._library.documents.documents):
            raise NoCustomersError("headquarters has sent no customers yet")
        try:
            return await self._library.made_of(document, make)
        except UnknownDocumentError:
            return None


def _picked(document: str, data: bytes, number: str) -> Account | None:
    """Return the account in a document of customers; None where it is not there.

    Raises `LibraryUnavailableError` where what stands there is no account.
    """
    bad = b'"accounts"' not in data
    for text in entries(data, number):
        try:
            return Account(number, read_document(document, text.encode(), Customer), _made(data))
        except BadDocumentError:
            bad = True
    if bad:
        raise LibraryUnavailableError(f"{document} cannot be read")
    return None


def _made(data: bytes) -> int:
    """Return when headquarters made a document, 0 where it does not say."""
    return next((int(text) for text in entries(data, "made") if text.isdecimal()), 0)


def _parsed(name: str, data: bytes, shape: type[DatedT]) -> DatedT:
    """Return what a document says. Raises `LibraryUnavailableError` where that is nothing."""
    try:
        return read_document(name, data, shape)
    except BadDocumentError as error:
        raise LibraryUnavailableError(f"{name} cannot be read") from error
