"""A visitor's own account, over the API's socket: masked, not to be guessed, kept by nobody."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from api_hall import ApiHall, served
from api_library import (
    ACCOUNT,
    CUSTOMER,
    DOCUMENTS,
    MADE,
    OTHER_ACCOUNT,
    PERSON,
    Sender,
    customers,
    hall_with_content,
    said,
)
from openapi_routes import OPERATIONS, mismatch

from drivers.contract import AgeBand, IdentityCard, PurchaseCard
from edge.api import shapes
from edge.client import HallClient, HallError
from edge.content.customers import customers_document

CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", PERSON)
WRONG = "9999999999"


@pytest.fixture
async def sent(state: Path) -> AsyncIterator[tuple[ApiHall, Sender]]:
    async with hall_with_content(state) as both:
        yield both


@pytest.fixture
def hall(sent: tuple[ApiHall, Sender]) -> ApiHall:
    return sent[0]


@pytest.fixture
async def screen(hall: ApiHall) -> AsyncIterator[HallClient]:
    async with served(hall, "kiosk") as address, HallClient(address) as client:
        yield client


def asked(account: str = "", key: str = "", screen: str = "query-1") -> shapes.AccountQuestion:
    return shapes.AccountQuestion(account=account, key=key, screen=screen)


async def refusal(screen: HallClient, question: shapes.AccountQuestion) -> HallError:
    with pytest.raises(HallError) as refused:
        await screen.account(question)
    return refused.value


async def test_an_account_is_shown_masked_with_its_bills_and_months(screen: HallClient) -> None:
    account = await screen.account(asked(ACCOUNT))
    assert (account.account, account.name, account.address) == (
        "33****4567",
        "张**",
        "人民路*号*幢*室",
    )
    assert (account.owed_fen, account.balance_fen, account.made) == (12377, 1250, MADE)
    assert [bill.month for bill in account.bills] == ["2026-02", "2026-01"]
    assert [(month.month, month.tier) for month in account.months] == [
        ("2026-01", 2),
        ("2026-02", 2),
    ]
    assert account.months[-1].used_kwh == 3210.5


async def test_a_number_may_be_typed_with_gaps(screen: HallClient) -> None:
    assert (await screen.account(asked(" 33 0123-4567 "))).owed_fen == 12377


async def test_an_account_is_asked_for_again_by_a_key_that_says_nothing(screen: HallClient) -> None:
    account = await screen.account(asked(ACCOUNT))
    again = await screen.account(asked(key=account.key))
    assert again.bills == account.bills
    assert ACCOUNT not in account.key and account.key not in repr(account)
    assert again.key != account.key


async def test_a_key_of_nobody_is_over(screen: HallClient) -> None:
    key = (await screen.account(asked(ACCOUNT))).key
    forged = ("B" if key[-5] == "A" else "A").join((key[:-5], key[-4:]))
    for each in (forged, "AAAA", "?", "键", key[:-4]):
        assert (await refusal(screen, asked(key=each))).code == "account_over"


async def test_a_person_sees_all_their_accounts(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    hall, sender = sent
    await sender.publish({**DOCUMENTS, **customers(ACCOUNT, OTHER_ACCOUNT)})
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    found = await screen.accounts_of(visit)
    assert [each.account for each in found.accounts] == ["33****4567", "33****9876"]
    again = await screen.account(asked(key=found.accounts[1].key))
    assert again.account == "33****9876"


async def test_an_account_that_cannot_be_read_hides_no_other(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    hall, sender = sent
    broken = {customers_document(OTHER_ACCOUNT): b'{"accounts": 1, "made": 1'}
    await sender.publish({**DOCUMENTS, **customers(ACCOUNT, OTHER_ACCOUNT), **broken})
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    found = await screen.accounts_of(visit)
    assert (len(found.accounts), found.unread) == (1, 0)
    bad = said(accounts={OTHER_ACCOUNT: {**CUSTOMER, "bills": "none"}})
    await sender.publish(
        {**DOCUMENTS, **customers(ACCOUNT, OTHER_ACCOUNT), **dict.fromkeys(broken, bad)}
    )
    found = await screen.accounts_of(visit)
    assert (len(found.accounts), found.unread) == (1, 1)


async def test_whoever_has_many_accounts_sees_the_first_of_them(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    hall, sender = sent
    numbers = [str(3_300_000_000 + each) for each in range(23)]
    await sender.publish({**DOCUMENTS, **customers(*numbers)})
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    found = await screen.accounts_of(visit)
    assert (len(found.accounts), found.more) == (20, 3)


async def test_a_purchase_card_a_scanned_bill_and_a_typed_account_find_theirs(
    hall: ApiHall, screen: HallClient
) -> None:
    identity = hall.controller.hall.identity
    visits = [
        await identity.identify_by_purchase_card("reader-1", PurchaseCard(ACCOUNT, "12")),
        await identity.identify_by_code("scanner-1", ACCOUNT),
        await identity.identify_by_number("query-1", ACCOUNT, "account"),
    ]
    for visit in visits:
        (account,) = (await screen.accounts_of(visit)).accounts
        assert account.account == "33****4567"
    nobodys = await identity.identify_by_code("scanner-1", "https://example.com/")
    assert (await screen.accounts_of(nobodys)).accounts == []


async def test_somebody_without_an_account_is_told_so(hall: ApiHall, screen: HallClient) -> None:
    stranger = IdentityCard("citizen", AgeBand.SIXTIES, "李四", "11010119900101123X")
    visit = await hall.controller.hall.identity.identify("reader-1", stranger)
    assert (await screen.accounts_of(visit)).accounts == []


async def test_accounts_are_told_only_while_the_person_stands_there(
    hall: ApiHall, screen: HallClient
) -> None:
    identity = hall.controller.hall.identity
    left, with_ticket = [await identity.identify("reader-1", CARD) for _each in range(2)]
    await screen.abandon(left)
    wish = shapes.NewVisit(service="pay-bill", visit=with_ticket, delivery="screen")
    await screen.new_visit(wish)
    codes = []
    for visit in (left, with_ticket, "NOBODY"):
        with pytest.raises(HallError) as refused:
            await screen.accounts_of(visit)
        codes.append(refused.value.code)
    assert codes == ["unknown_visit", "visit_has_ticket", "unknown_visit"]


async def test_numbers_cannot_be_guessed_at_a_screen(screen: HallClient) -> None:
    for _guess in range(5):
        assert (await refusal(screen, asked(WRONG))).code == "unknown_account"
    locked = await refusal(screen, asked(ACCOUNT))
    assert (locked.code, locked.status) == ("accounts_locked", 429)
    assert 0 < locked.details["wait_s"] <= 30
    assert (await screen.account(asked(ACCOUNT, screen="query-2"))).owed_fen == 12377


async def test_right_numbers_cannot_be_gone_through_either(screen: HallClient) -> None:
    """Account numbers follow each other: whoever counts up finds one neighbour after another."""
    for _each in range(20):
        key = (await screen.account(asked(ACCOUNT))).key
    assert (await refusal(screen, asked(ACCOUNT))).code == "accounts_locked"
    assert (await screen.account(asked(key=key))).owed_fen == 12377


async def test_a_guess_at_the_scanner_or_the_ticket_screen_counts_too(
    hall: ApiHall, screen: HallClient
) -> None:
    identity = hall.controller.hall.identity
    for _guess in range(5):
        visit = await identity.identify_by_number("query-1", WRONG, "account")
        assert (await screen.accounts_of(visit)).accounts == []
    assert (await refusal(screen, asked(ACCOUNT))).code == "accounts_locked"


@pytest.mark.parametrize("typed", ["", "12345", "1" * 21, "abcdefgh", "３３０１２３４５６７"])
async def test_what_can_be_no_account_is_no_guess(screen: HallClient, typed: str) -> None:
    for _each in range(7):
        assert (await refusal(screen, asked(typed))).code == "unknown_account"


async def test_a_hall_without_customers_says_so(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    await sent[1].publish({"tariffs.json": DOCUMENTS["tariffs.json"]})
    refused = await refusal(screen, asked(ACCOUNT))
    assert (refused.code, refused.status) == ("no_customers", 503)


async def test_without_price_lists_only_the_tiers_are_missing(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    await sent[1].publish(customers(ACCOUNT))
    account = await screen.account(asked(ACCOUNT))
    assert [month.tier for month in account.months] == [0, 0]
    assert account.bills


async def test_nothing_on_the_way_keeps_or_logs_what_is_personal(
    hall: ApiHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    async with hall.client("kiosk") as wire:
        question = {"screen": "query-1", "account": ACCOUNT}
        for answer, path in (
            (await wire.post("/v1/accounts", json=question), "POST /v1/accounts"),
            (
                await wire.get(f"/v1/visits/{visit}/accounts"),
                "GET /v1/visits/{visit}/accounts",
            ),
        ):
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
            assert ACCOUNT not in answer.text and "张三丰" not in answer.text
            (operation,) = [each for each in OPERATIONS if str(each) == path]
            schema = operation.answer_schema(200)
            assert schema is not None and not mismatch(answer.json(), schema)
        wrong = await wire.post("/v1/accounts", json={"screen": "?", "account": ACCOUNT})
        refused: httpx.Response = wrong
        assert refused.status_code == 422 and ACCOUNT not in refused.text
    for personal in (ACCOUNT, "张三丰", "人民路12号", PERSON):
        assert personal not in caplog.text
