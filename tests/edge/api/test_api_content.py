"""What headquarters has sent, over the API's real socket: shown, kept by its tag, and no more."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from api_hall import ApiHall, served
from api_library import DOCUMENTS, MADE, PNG, Sender, hall_with_content, said
from openapi_routes import OPERATIONS, mismatch

from edge.api import shapes
from edge.client import HallClient, HallError


@pytest.fixture
async def sent(state: Path) -> AsyncIterator[tuple[ApiHall, Sender]]:
    async with hall_with_content(state) as both:
        yield both


@pytest.fixture
async def screen(sent: tuple[ApiHall, Sender]) -> AsyncIterator[HallClient]:
    async with served(sent[0], "kiosk") as address, HallClient(address) as client:
        yield client


@pytest.fixture
async def wire(sent: tuple[ApiHall, Sender]) -> AsyncIterator[httpx.AsyncClient]:
    async with sent[0].client("kiosk") as client:
        yield client


async def test_a_screen_has_everything_in_one_answer(screen: HallClient) -> None:
    content = await screen.content()
    (tariff,) = content.tariffs.tariffs
    assert (tariff.id, tariff.tiers[0].price, content.tariffs.made) == ("home", "0.538", MADE)
    assert content.guides.guides[0].documents == ["身份证"]


async def test_what_is_missing_or_wrong_says_so_and_hides_nothing_else(screen: HallClient) -> None:
    content = await screen.content()
    assert (content.articles.code, content.articles.articles) == ("no_content", [])
    assert (content.outages.code, content.outages.outages) == ("bad_document", [])
    assert content.guides.code == "" and content.guides.guides


async def test_a_medium_says_whether_its_file_is_there(screen: HallClient) -> None:
    safety, lost = (await screen.content()).playlist.media
    assert len(safety.document_hash) == 64
    assert lost.document_hash == ""
    assert await screen.document(safety.document) == PNG


async def test_what_has_not_changed_is_not_sent_again(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    known = await screen.content()
    assert await screen.content(known) is known
    changed = {**DOCUMENTS, "outages.json": said(outages=[])}
    await sent[1].publish(changed)
    now = await screen.content(known)
    assert (now.outages.code, now.outages.made) == ("", MADE)
    assert now.guides == known.guides
    assert now.etag != known.etag


async def test_a_new_bill_changes_nothing_for_everybody(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    known = await screen.content()
    await sent[1].publish({**DOCUMENTS, "private/customers/00": said(accounts={})})
    assert await screen.content(known) is known


async def test_a_hall_without_headquarters_shows_that_there_is_nothing(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address, HallClient(address) as client:
        content = await client.content()
        codes = {content.tariffs.code, content.playlist.code, content.outages.code}
        assert codes == {"no_content"}
        with pytest.raises(HallError) as refused:
            await client.document("tariffs.json")
    assert refused.value.code == "unknown_document"


@pytest.mark.parametrize(
    "name",
    ["private/customers/00", "media/page.html", "media/none.png", "media", "../keys.db", ".png"],
)
async def test_only_public_documents_of_harmless_kinds_go_out(
    screen: HallClient, name: str
) -> None:
    with pytest.raises(HallError) as refused:
        await screen.document(name)
    assert (refused.value.code, refused.value.status) == ("unknown_document", 404)


async def test_a_document_is_kept_by_its_tag_and_can_do_nothing(wire: httpx.AsyncClient) -> None:
    path = "/v1/content/documents/media/safety.png"
    first = await wire.get(path)
    assert (first.content, first.headers["Content-Type"]) == (PNG, "image/png")
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in first.headers["Content-Security-Policy"]
    again = await wire.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_document_that_the_disk_has_lost_is_fetched_again(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    hall, sender = sent
    for blob in hall.state.library.iterdir():
        blob.write_bytes(b"?")
    content = await screen.content()
    assert (content.guides.code, content.etag) == ("library_unavailable", "")
    assert hall.controller.hall.library.revision == 0
    await sender.publish(DOCUMENTS)
    assert (await screen.content()).guides.code == ""


async def test_a_document_that_is_too_large_for_a_screen_is_not_read(
    sent: tuple[ApiHall, Sender], screen: HallClient
) -> None:
    await sent[1].publish({"guides.json": said(guides=[], more="x" * 5_000_000)})
    assert (await screen.content()).guides.code == "bad_document"


async def test_the_answer_is_as_the_document_says(wire: httpx.AsyncClient) -> None:
    answer = await wire.get("/v1/content")
    (operation,) = [each for each in OPERATIONS if str(each) == "GET /v1/content"]
    schema = operation.answer_schema(200)
    assert schema is not None and not mismatch(answer.json(), schema)
    assert shapes.Content.model_validate(answer.json()).etag == answer.headers["ETag"].strip('"')
