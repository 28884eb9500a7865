"""Customers at the hall: found by account and by person, and readable on no disk."""

import json
from pathlib import Path

import pytest
from documents_of_tests import MADE, LibraryOfTests, Published, library_of
from edgefakes import hall_on
from headquarters_of_tests import BOOKABLE

from edge.content.customers import customers_document, identities_document, identity_digest
from edge.hall.customers import Customerbook, NoCustomersError, UnknownAccountError
from edge.hall.library import LibraryUnavailableError

ACCOUNT, PERSON = "3301234567", "110101199003078531"
CUSTOMER = {"name": "张三", "address": "人民路12号", "tariff": "home", "balance_fen": 1250}


def said(**parts: object) -> bytes:
    return json.dumps({"made": MADE, **parts}, ensure_ascii=False).encode()


DOCUMENTS = {
    customers_document(ACCOUNT): said(accounts={ACCOUNT: CUSTOMER}),
    identities_document(PERSON): said(identities={identity_digest(PERSON): [ACCOUNT]}),
}


@pytest.fixture
async def here(tmp_path: Path) -> LibraryOfTests:
    return library_of(await hall_on(tmp_path, settings=BOOKABLE))


async def test_an_account_is_found_by_its_number(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    found = await Customerbook(here.library).account(ACCOUNT)
    assert (found.customer.name, found.customer.balance_fen, found.made) == ("张三", 1250, MADE)


async def test_a_persons_accounts_are_found_by_their_identity_number(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    book = Customerbook(here.library)
    assert await book.accounts_of(PERSON) == (ACCOUNT,)
    assert await book.accounts_of("110101199001011237") == ()


async def test_who_is_not_there_is_told_and_named_nowhere(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    for number in ("3301234568", "9999999999"):
        with pytest.raises(UnknownAccountError) as refused:
            await Customerbook(here.library).account(number)
        assert number not in str(refused.value)


async def test_a_hall_without_customers_says_so(here: LibraryOfTests):
    with pytest.raises(NoCustomersError):
        await Customerbook(here.library).account(ACCOUNT)
    await here.fetch(Published(1, {"tariffs.json": b"[]"}))
    with pytest.raises(NoCustomersError):
        await Customerbook(here.library).accounts_of(PERSON)


async def test_what_headquarters_wrote_wrongly_is_not_shown(here: LibraryOfTests):
    await here.fetch(Published(1, {customers_document(ACCOUNT): b'{"made": 1}'}))
    with pytest.raises(LibraryUnavailableError):
        await Customerbook(here.library).account(ACCOUNT)


async def test_no_customer_can_be_read_from_the_card(here: LibraryOfTests, tmp_path: Path):
    await here.fetch(Published(1, DOCUMENTS))
    await Customerbook(here.library).account(ACCOUNT)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert ACCOUNT.encode() not in data
            assert "张三".encode() not in data
            assert identity_digest(PERSON).encode() not in data
