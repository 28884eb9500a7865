"""Headquarters' documents: what they say is read, what says nothing is refused by place."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.content.customers import (
    Customers,
    Identities,
    customers_document,
    identities_document,
    identity_digest,
)
from edge.content.masks import masked_account, masked_address, masked_name
from edge.content.publications import Articles, Guides, Outages, Playlist
from edge.content.reading import BadDocumentError, Document, read_document
from edge.content.tariffs import Tariffs

ACCOUNT = "3301234567"
BILLS = [
    {"month": "2026-02", "kwh": 180.5, "amount_fen": 9711, "due": "2026-03-20", "paid": False},
    {"month": "2026-01", "kwh": 210, "amount_fen": 11298, "due": "2026-02-20", "paid": False,
     "late_fee_fen": 120},
    {"month": "2025-12", "kwh": 190, "amount_fen": 10222, "due": "2026-01-20", "paid": True},
]  # fmt: skip
CUSTOMER: dict[str, Any] = {
    "name": "张三",
    "address": "人民路12号3-401",
    "tariff": "home",
    "bills": BILLS,
}
CUSTOMERS = {"made": 1, "accounts": {ACCOUNT: CUSTOMER}}


def read(shape: type[Document], said: object) -> Any:
    return read_document("it.json", json.dumps(said).encode(), shape)


def test_an_account_knows_what_is_owed_the_oldest_first():
    customer = read(Customers, CUSTOMERS).accounts[ACCOUNT]
    assert [bill.month for bill in customer.unpaid] == ["2026-01", "2026-02"]
    assert customer.owed_fen == 11298 + 120 + 9711


def test_an_account_and_a_person_are_found_by_a_digest_of_their_number():
    assert customers_document(ACCOUNT)[-2:] == hashlib.sha256(ACCOUNT.encode()).hexdigest()[:2]
    digest = identity_digest(" 11010119560307771x ")
    assert digest == identity_digest("11010119560307771X")
    assert identities_document("11010119560307771X") == f"private/identities/{digest[:2]}"
    said = {"made": 1, "identities": {digest: [ACCOUNT]}}
    assert read(Identities, said).identities[digest] == (ACCOUNT,)


def test_what_a_newer_headquarters_adds_is_left_alone():
    more = {**CUSTOMER, "hobby": "chess"}
    assert read(Customers, {**CUSTOMERS, "accounts": {ACCOUNT: more}}).accounts[ACCOUNT].name


WRONG = [
    (Customers, {"accounts": {}}, "made"),
    (Customers, {"made": 1, "accounts": {"x": CUSTOMER}}, "accounts.x"),
    (Customers, {"made": 1, "accounts": {ACCOUNT: {**CUSTOMER, "name": ""}}}, "name"),
    (Customers, {"made": 1, "accounts": {ACCOUNT: {**CUSTOMER, "locked": "no"}}}, "locked"),
    (Customers, {"made": 1, "accounts": {ACCOUNT: {**CUSTOMER, "bills": [{}]}}}, "bills.0.month"),
    (Identities, {"made": 1, "identities": {"张三": []}}, "identities"),
    (Tariffs, {"made": 1, "tariffs": [{"id": "home"}]}, "tariffs.0.name"),
    (Outages, {"made": 1, "outages": [{"id": "a", "area": "b"}]}, "outages.0.begins"),
    (Guides, {"made": 1, "guides": [{"id": "a"}]}, "guides.0.title"),
    (Articles, {"made": 1, "articles": [{"id": "a", "kind": "poem"}]}, "articles.0.kind"),
    (Playlist, {"made": 1, "media": [{"id": "a", "kind": "text", "seconds": 0}]}, "seconds"),
]


@pytest.mark.parametrize(("shape", "said", "place"), WRONG)
def test_a_document_that_says_nothing_of_its_kind_is_told_with_its_place(
    shape: type[Document], said: object, place: str
):
    with pytest.raises(BadDocumentError) as refused:
        read(shape, said)
    assert str(refused.value).startswith("it.json: ")
    assert place in str(refused.value)
    assert "张三" not in str(refused.value) or place == "identities"


@given(st.binary(max_size=60), st.sampled_from([Customers, Identities, Tariffs, Outages, Guides]))
def test_any_bytes_are_a_document_or_refused(data: bytes, shape: type[Document]):
    with pytest.raises(BadDocumentError):
        read_document("it.json", data, shape)


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("张三丰", "张**"), ("欧阳娜娜子", "欧**"), ("", "")]
)
def test_a_name_shows_its_first_character(name: str, masked: str):
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("人民路12号3-401", "人民路*号*-*"),
        ("阳光小区１２幢B单元", "阳光小区*幢*单元"),
    ],
)
def test_an_address_shows_no_number(address: str, masked: str):
    assert masked_address(address) == masked


@given(st.text("0123456789", min_size=1, max_size=20))
def test_an_account_number_shows_six_digits_at_most(account: str):
    masked = masked_account(account)
    assert len(masked) == len(account)
    assert sum(character != "*" for character in masked) in (0, 6)
