"""What was just shown beside a screen, for a form there: to that screen, for a short time."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from api_hall import ApiHall, served
from api_library import (
    ACCOUNT,
    DOCUMENTS,
    OTHER_ACCOUNT,
    PERSON,
    Sender,
    customers,
    hall_with_content,
)

from drivers.contract import AgeBand, IdentityCard, PurchaseCard
from edge.api import shapes
from edge.client import HallClient, HallError

CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", PERSON, address="人民路1号")


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


async def test_a_card_gives_its_name_number_address_and_the_only_account(
    hall: ApiHall, screen: HallClient
) -> None:
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    shown = await screen.shown(visit)
    assert (shown.visit, shown.document) == (visit, "citizen")
    assert (shown.name, shown.number, shown.address) == ("张三丰", PERSON, "人民路1号")
    assert shown.account == ACCOUNT
    assert not (shown.ticket or shown.code or shown.application)


async def test_of_several_accounts_none_is_taken(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    hall, sender = sent
    await sender.publish({**DOCUMENTS, **customers(ACCOUNT, OTHER_ACCOUNT)})
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    assert (await screen.shown(visit)).account == ""


async def test_whoever_has_no_account_is_known_all_the_same(
    hall: ApiHall, screen: HallClient
) -> None:
    stranger = replace(CARD, name="李四", number="11010119900101123X", address="")
    visit = await hall.controller.hall.identity.identify("reader-1", stranger)
    shown = await screen.shown(visit)
    assert (shown.name, shown.address, shown.account) == ("李四", "", "")


async def test_a_purchase_card_a_typed_account_and_a_bill_give_the_account(
    hall: ApiHall, screen: HallClient
) -> None:
    identity = hall.controller.hall.identity
    visits = [
        await identity.identify_by_purchase_card("reader-1", PurchaseCard(ACCOUNT, "12")),
        await identity.identify_by_number("query-1", ACCOUNT, "account"),
        await identity.identify_by_code("scanner-1", ACCOUNT),
    ]
    assert [(await screen.shown(visit)).account for visit in visits] == [ACCOUNT] * 3


async def test_a_scanned_code_says_what_it_is(hall: ApiHall, screen: HallClient) -> None:
    ticket = await screen.new_visit(shapes.NewVisit(service="pay-bill", delivery="screen"))
    identity, said = hall.controller.hall.identity, []
    for text in (ticket.qr, ticket.visit, "7k3m-9qxd", "261122-0042-2", "https://example.com/"):
        shown = await screen.shown(await identity.identify_by_code("scanner-1", text))
        said.append((shown.ticket, shown.code, shown.application))
    assert said == [
        (ticket.visit, "", ""),
        (ticket.visit, "", ""),
        ("", "7K3M-9QXD", ""),
        ("", "", "261122-0042-2"),
        ("", "", ""),
    ]


async def test_nothing_is_told_of_whoever_has_left_or_has_a_ticket(
    hall: ApiHall, screen: HallClient
) -> None:
    identity = hall.controller.hall.identity
    left, with_ticket = [await identity.identify("reader-1", CARD) for _each in range(2)]
    await screen.abandon(left)
    wish = shapes.NewVisit(service="pay-bill", visit=with_ticket, delivery="screen")
    await screen.new_visit(wish)
    for visit in (left, with_ticket, "NOBODY"):
        with pytest.raises(HallError) as refused:
            await screen.shown(visit)
        assert (refused.value.code, refused.value.status) == ("no_greeting", 404)


async def test_what_is_told_is_kept_by_no_cache_and_stands_in_no_log(
    hall: ApiHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    async with served(hall, "kiosk") as address:
        transport = httpx.AsyncHTTPTransport(uds=address)
        async with httpx.AsyncClient(transport=transport, base_url="http://hall") as raw:
            answer = await raw.get(f"/v1/visits/{visit}/shown")
        async with HallClient(address) as screen:
            shown = await screen.shown(visit)
    assert answer.headers["cache-control"] == "no-store"
    for secret in (CARD.name, PERSON, ACCOUNT, CARD.address):
        assert secret not in caplog.text and secret not in repr(shown)


@pytest.mark.parametrize("role", ["staff", "sync", "engineer"])
async def test_it_is_told_to_screens_alone(hall: ApiHall, role: str) -> None:
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    async with served(hall, role) as address, HallClient(address) as other:
        with pytest.raises(HallError) as refused:
            await other.shown(visit)
    assert refused.value.status in (401, 403)
