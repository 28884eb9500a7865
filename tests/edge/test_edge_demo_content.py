"""What the demo's headquarters sends: every screen has something true to its shape to show."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from drivers.reader.id_number import is_well_formed
from drivers.reader.specimen import make_specimen
from drivers.reader.text_block import split_block
from edge.content.customers import Customers, customers_document
from edge.content.playing import trouble_with
from edge.content.publications import Articles, Guides, Outages, Playlist
from edge.content.reading import read_document
from edge.content.tariffs import Tariffs, months_of_use
from edge.demo.content import MONTHS, write_content
from edge.settings import load_settings
from sync.backoffice.filling import CUSTOMERS, documents_of

CONFIG = Path(__file__).parents[2] / "config"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("content")
    write_content(CONFIG / "demo" / "content", folder, NOW)
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def customers(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[CUSTOMERS].decode().splitlines()]


def test_guides_and_articles_are_there_in_both_languages(files: Mapping[str, bytes]):
    guides = read_document("guides", files["guides.json"], Guides).guides
    articles = read_document("articles", files["articles.json"], Articles).articles
    assert len(guides) >= 6 and {each.kind for each in articles} == {"policy", "announcement"}
    for guide in guides:
        assert len(guide.steps) == len(guide.steps_english)
        assert len(guide.documents) == len(guide.documents_english)
        assert guide.title_english and guide.takes_english
    assert all(each.title_english and each.text_english for each in articles)


def test_a_guide_names_services_and_forms_that_the_demo_has(files: Mapping[str, bytes]):
    hall = load_settings(CONFIG / "demo.toml").hall
    for guide in read_document("guides", files["guides.json"], Guides).guides:
        assert guide.service in ("", *hall.plan.leaves)
        assert guide.form in ("", *(form.id for form in hall.forms))


def test_one_outage_is_today_and_others_are_to_come(files: Mapping[str, bytes]):
    now = int(NOW.timestamp() * 1000)
    outages = read_document("outages", files["outages.json"], Outages).outages
    assert [each.begins <= now < each.ends for each in outages] == [True, False, False]
    assert all(each.ends > now and each.area_english for each in outages)


def test_boards_can_play_all_that_is_on_the_list(files: Mapping[str, bytes]):
    media = read_document("playlist", files["playlist.json"], Playlist).media
    assert {each.kind for each in media} == {"picture", "text"}
    for medium in media:
        assert not trouble_with(medium)
        assert medium.kind == "text" or medium.document in files


def test_prices_by_the_hour_have_one_for_each_tier(files: Mapping[str, bytes]):
    for tariff in read_document("tariffs", files["tariffs.json"], Tariffs).tariffs:
        for period in tariff.periods:
            assert len(period.prices) == len(tariff.tiers)


def test_thirty_customers_have_two_years_of_bills(customers: list[dict[str, Any]]):
    assert len(customers) == len({each["account"] for each in customers}) == 30
    assert all(len(each["bills"]) == MONTHS for each in customers)
    assert {each.get("locked", "") for each in customers} == {"", "debit", "dispute"}
    assert any(each["tariff"] == "commercial" for each in customers)
    unpaid = [bill for each in customers for bill in each["bills"] if not bill["paid"]]
    assert unpaid and any(bill["late_fee_fen"] for bill in unpaid)


def test_every_card_of_the_reader_twin_finds_an_account(customers: list[dict[str, Any]]):
    known = {number for each in customers for number in each["identities"]}
    for document in ("citizen", "hmt_permit", "foreigner_2017", "foreigner_2023"):
        specimen = make_specimen(document)
        assert split_block(specimen.text).fields["number"].strip() in known


def test_every_other_number_can_be_typed(customers: list[dict[str, Any]]):
    typed = [each["identities"][0] for each in customers[5:]]
    assert all(is_well_formed(number) for number in typed)


def test_a_document_of_customers_says_nothing_of_their_identity(files: Mapping[str, bytes]):
    documents = documents_of(files, 1)
    account = "3301000001"
    written = documents[customers_document(account)]
    assert b"11019919880616002X" not in written
    customer = read_document("it", written, Customers).accounts[account]
    tariffs = read_document("tariffs", documents["tariffs.json"], Tariffs)
    months = months_of_use(customer.bills, tariffs.of(customer.tariff))
    assert {month.tier for month in months} == {1, 2}
    assert customer.owed_fen > 0
