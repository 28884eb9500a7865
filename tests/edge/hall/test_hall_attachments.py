"""Pictures of documents: kept sealed, bounded, gone with the application; and the missing list."""

from pathlib import Path

import pytest
from documents_of_tests import ShelfOfTests
from edgefakes import HALL_KEY, CountingIds, FakePaper, TestedHall, hall_on, restarted
from headquarters_of_tests import BOOKABLE

from drivers.contract import DeviceError, OutcomeUnknownError
from edge.domain import facts as f
from edge.domain.applications import HandedInError, UnknownApplicationError
from edge.domain.attachments import (
    PAGE_BYTES_MAX,
    DocumentNotAskedError,
    NoPictureError,
    PageNotAttachedError,
    TooManyPagesError,
)
from edge.domain.forms import Choice, Field, Form, FormDocument, Part
from edge.domain.refusals import OutOfServiceError, SealedForGoodError
from edge.hall.applications import ApplicationRules, Applications
from edge.hall.attachments import Attachments
from edge.hall.headquarters import Headquarters
from edge.hall.missing_lists import MissingLists
from edge.hall.requests import Request
from edge.hall.vault import Vault

WHO = Field("who", "text", "姓名", "Name")
PHONE = Field("phone", "phone", "电话", "Phone")
BY = Field("by", "choice", "经办", "By", choices=(Choice("self", "本人", "In person"),))
FORM = Form(
    "move",
    "过户",
    "Change of name",
    (Part("who", "申请人", "Applicant", (WHO, PHONE, BY)),),
    documents=(
        FormDocument("card", "身份证", "Identity card"),
        FormDocument("deed", "房产证", "Deed", copies=2),
    ),
)
WHOLE = {"who": "张三丰", "phone": "13800138000", "by": "self"}
JPEG, PNG = b"\xff\xd8\xff\xe0 a face", b"\x89PNG\r\n\x1a\n a deed"
KEPT = ApplicationRules(kept_days=2, pages_max=3, pages_total_mb=1)
DAY_S = 24 * 3600


class Desk:
    """A form screen of a hall of tests, with a camera and a printer."""

    def __init__(self, tested: TestedHall) -> None:
        hall, vault = tested.hall, Vault(HALL_KEY, CountingIds("K"))
        self.tested = tested
        self.folder = tested.committer.state / "attachments"
        self.shelf = ShelfOfTests(self.folder)
        self.paper = FakePaper()
        headquarters = Headquarters("H-01", HALL_KEY, BOOKABLE.headquarters)
        ids = CountingIds(f"P{hall.recorder.committed.seq}-")
        self.applications = Applications(hall.recorder, [FORM], ids, vault, headquarters, KEPT)
        self.attachments = Attachments(hall.recorder, self.applications, vault, self.shelf, KEPT)
        self.lists = MissingLists(hall.recorder, self.applications, self.paper, BOOKABLE.names)

    async def begin(self, **typed: str) -> str:
        saved = await self.applications.begin("move", typed or WHOLE, "form-1")
        return str(saved.answer.body["application"])  # type: ignore[index]

    async def attach(
        self, application: str, document: str = "card", page: int = 1, data: bytes = JPEG
    ) -> None:
        await self.attachments.attach(application, document, page, data, "form-1")

    async def lacking(self, application: str) -> list[str]:
        missing = (await self.applications.opened(application)).missing(signed=True)
        return [document.id for document in missing.documents]

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir()) if self.folder.exists() else []


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    return Desk(await hall_on(tmp_path, settings=BOOKABLE))


async def test_a_picture_is_there_again_and_its_document_is_no_longer_missing(desk: Desk) -> None:
    application = await desk.begin()
    assert await desk.lacking(application) == ["card", "deed"]
    await desk.attach(application)
    await desk.attach(application, "deed", 2, PNG)
    assert await desk.lacking(application) == []
    picture = await desk.attachments.page(application, "deed", 2)
    assert (picture.media, picture.data) == ("image/png", PNG)
    assert "deed" not in repr(picture)


async def test_a_picture_outlives_saving_restarts_and_the_day(desk: Desk) -> None:
    application = await desk.begin()
    await desk.attach(application)
    await desk.applications.save(application, WHOLE, "form-1")
    desk.tested.clock.pass_s(DAY_S + 3600)
    await desk.tested.hall.tick()
    assert desk.tested.kinds()[-1] == "DayOpened"
    again = Desk(await restarted(desk.tested, BOOKABLE))
    assert (await again.attachments.page(application, "card", 1)).data == JPEG


async def test_a_page_that_is_taken_again_stands_in_place_of_the_first(desk: Desk) -> None:
    application = await desk.begin()
    await desk.attach(application)
    await desk.attach(application, data=PNG)
    assert (await desk.attachments.page(application, "card", 1)).data == PNG
    await desk.attachments.tick()
    assert len(desk.files()) == 1


async def test_a_page_can_be_thrown_away(desk: Desk) -> None:
    application = await desk.begin()
    await desk.attach(application)
    await desk.attachments.detach(application, "card", 1)
    await desk.attachments.tick()
    assert desk.files() == []
    assert await desk.lacking(application) == ["card", "deed"]
    for gone in (desk.attachments.detach, desk.attachments.page):
        with pytest.raises(PageNotAttachedError):
            await gone(application, "card", 1)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", JPEG.ljust(PAGE_BYTES_MAX + 1)]
)
async def test_only_pictures_of_a_bounded_size_are_kept(desk: Desk, data: bytes) -> None:
    application = await desk.begin()
    with pytest.raises(NoPictureError):
        await desk.attach(application, data=data)
    assert desk.files() == []


async def test_only_what_the_form_asks_for_is_kept(desk: Desk) -> None:
    with pytest.raises(UnknownApplicationError):
        await desk.attach("P-0")
    with pytest.raises(DocumentNotAskedError):
        await desk.attach(await desk.begin(), "passport")


async def test_an_application_has_no_more_pages_than_it_may(desk: Desk) -> None:
    application = await desk.begin()
    for page in range(1, KEPT.pages_max + 1):
        await desk.attach(application, page=page)
    await desk.attach(application, page=1)
    with pytest.raises(TooManyPagesError):
        await desk.attach(application, "deed")


async def test_all_applications_together_have_no_more_than_the_hall_keeps(desk: Desk) -> None:
    large = JPEG.ljust(700 * 1024)
    await desk.attach(await desk.begin(), data=large)
    with pytest.raises(TooManyPagesError):
        await desk.attach(await desk.begin(), data=large)


async def test_what_was_handed_in_is_changed_no_more_and_headquarters_is_told_of_pages(
    desk: Desk,
) -> None:
    application = await desk.begin()
    await desk.attach(application)
    await desk.attach(application, "deed")
    await desk.applications.hand_in(application, "M1 1L2 2")
    with pytest.raises(HandedInError):
        await desk.attach(application)
    with pytest.raises(HandedInError):
        await desk.attachments.detach(application, "card", 1)
    (handed_in,) = (
        each.fact for each in desk.tested.facts() if isinstance(each.fact, f.ApplicationHandedIn)
    )
    assert handed_in.documents == ["card", "deed"]


async def test_pictures_are_gone_with_their_application(desk: Desk) -> None:
    application = await desk.begin()
    await desk.attach(application)
    desk.tested.clock.pass_s(3 * DAY_S)
    await desk.applications.tick()
    await desk.attachments.tick()
    assert desk.files() == []


async def test_a_disk_that_refuses_keeps_nothing_half(desk: Desk) -> None:
    application = await desk.begin()
    desk.shelf.bad = True
    with pytest.raises(OutOfServiceError):
        await desk.attach(application)
    assert "DocumentAttached" not in desk.tested.kinds()


async def test_a_picture_that_has_rotted_is_told_and_nothing_else_is_shown(desk: Desk) -> None:
    application = await desk.begin()
    await desk.attach(application)
    (file,) = desk.files()
    file.write_bytes(b"rotten")
    with pytest.raises(SealedForGoodError):
        await desk.attachments.page(application, "card", 1)


async def test_no_picture_lies_anywhere_in_the_clear(desk: Desk, tmp_path: Path) -> None:
    await desk.attach(await desk.begin())
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"a face" not in path.read_bytes(), path


# --- what is missing, on paper ---


async def test_everything_missing_stands_on_one_sheet_with_the_code_to_go_on_by(
    desk: Desk,
) -> None:
    application = await desk.begin(who="张三丰", phone="13800138000")
    await desk.attach(application)
    answer = await desk.lists.print(application, "form-1")
    assert answer.body == {"application": application, "outcome": "printed"}
    (sheet,) = desk.paper.sheets
    assert [chinese for chinese, _english in sheet.marked] == [
        "经办",
        "房产证，复印件2份",
        "本人或代理人签名",
    ]
    assert sheet.code == (await desk.applications.opened(application)).code
    assert "张三丰" not in repr(sheet)
    told = desk.tested.facts()[-1].fact
    assert told == f.MissingListPrinted(application, ["by"], ["deed"], "form-1", "printed")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(DeviceError("out"), "no_printer"), (OutcomeUnknownError("perhaps"), "uncertain")],
)
async def test_what_became_of_the_paper_is_told(
    desk: Desk, error: DeviceError, outcome: str
) -> None:
    desk.paper.outcome = error
    answer = await desk.lists.print(await desk.begin(), "form-1")
    assert answer.body["outcome"] == outcome  # type: ignore[index]


async def test_pressing_twice_prints_once(desk: Desk) -> None:
    application = await desk.begin()
    request = Request("key-1", "print")
    first = await desk.lists.print(application, "form-1", request)
    second = await desk.lists.print(application, "form-1", request)
    assert first.body == second.body
    assert len(desk.paper.sheets) == 1
