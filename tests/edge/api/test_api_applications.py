"""Forms over the API's real socket: who sees what, and what a program that tries out is given."""

import httpx
import pytest
from api_hall import PIN, ApiHall, served

from edge.api import shapes
from edge.api.access import BODY_BYTES_MAX, PAGE_BODY_BYTES_MAX
from edge.client import HallClient, HallError
from edge.domain.attachments import PAGE_BYTES_MAX

CLERK, OTHER = "1001", "1002"
JPEG = b"\xff\xd8\xff\xe0"
WHOLE = {"about": "billing", "told": "电费算错了", "wanted": "no"}
FILLED = shapes.NewApplication(form="complaint", answers=WHOLE, at="form-1")


async def test_a_form_is_begun_gone_on_with_by_its_code_handed_in_once_and_followed(
    hall: ApiHall,
) -> None:
    async with served(hall, "kiosk") as address, HallClient(address) as screen:
        entries = {form.id: form.entry for form in await screen.forms()}
        assert (entries["consult"], entries["meter-check"]) == ("consult", "")
        begun = await screen.begin_application(
            shapes.NewApplication(form="complaint", answers={"about": "lunch"}, at="form-1"),
            key="k",
        )
        assert [mistake.field for mistake in begun.mistakes] == ["about"]
        resumed = await screen.resume_application(
            shapes.Resume(code=begun.code.lower().replace("-", " "), screen="form-2")
        )
        assert resumed.application == begun.application
        with pytest.raises(HallError) as refused:
            await screen.hand_in(begun.application, shapes.HandIn(), key="h0")
        fields = [each["field"] for each in refused.value.details["fields"]]
        assert (refused.value.code, fields) == ("incomplete", ["about", "told", "wanted"])
        await screen.save_application(
            begun.application, shapes.Filling(answers=WHOLE, at="form-1"), key="s"
        )
        handed = await screen.hand_in(begun.application, shapes.HandIn(), key="h")
        for key in ("h", "again"):
            assert await screen.hand_in(begun.application, shapes.HandIn(), key=key) == handed
        assert await screen.follow_application(handed.number) == handed
        told = await screen.follow_application(handed.number, "query-1")
        assert (told.number, told.form, told.application) == (handed.number, "", "")


async def test_numbers_are_not_to_be_gone_through(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address, HallClient(address) as screen:
        for code in [*["unknown_application"] * 5, "numbers_locked"]:
            with pytest.raises(HallError) as refused:
                await screen.follow_application("261122-0042-7", "query-1")
            assert refused.value.code == code
        assert refused.value.status == 429


async def test_codes_are_not_to_be_tried_out(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address, HallClient(address) as screen:
        code = (await screen.begin_application(FILLED)).code
        wrong = shapes.Resume(code="0000-0000", screen="form-1")
        for _guess in range(5):
            with pytest.raises(HallError) as refused:
                await screen.resume_application(wrong)
            assert (refused.value.code, refused.value.status) == ("wrong_code", 401)
        right = shapes.Resume(code=code, screen="form-1")
        with pytest.raises(HallError) as refused:
            await screen.resume_application(right)
        assert (refused.value.code, refused.value.status) == ("code_locked", 429)
        assert await screen.resume_application(right.model_copy(update={"screen": "form-2"}))


async def test_whoever_serves_sees_the_form_of_the_ticket_and_nobody_else_does(
    hall: ApiHall,
) -> None:
    async with (
        served(hall, "kiosk") as kiosk,
        served(hall, "staff") as staff,
        HallClient(kiosk) as screen,
        HallClient(staff) as clerk,
        HallClient(staff) as other,
    ):
        begun = await screen.begin_application(FILLED)
        ticket = await screen.new_visit(shapes.NewVisit(service="advice", delivery="screen"))
        await screen.bind_application(begun.application, ticket.visit)
        await clerk.sign_in(CLERK, PIN)
        await clerk.open_counter("1")
        assert await clerk.application_at("1") is None
        await clerk.call_next("1")
        seen = await clerk.application_at("1")
        assert seen is not None and (seen.application, seen.answers) == (begun.application, WHOLE)
        await other.sign_in(OTHER, PIN)
        with pytest.raises(HallError) as refused:
            await other.application_at("1")
        assert refused.value.code == "counter_taken"
        printed = await clerk.print_missing(begun.application, "1", key="p")
        assert printed.outcome == "no_printer"


async def test_pages_come_and_go_and_only_screens_may_send_them(hall: ApiHall) -> None:
    async with (
        served(hall, "kiosk") as kiosk,
        served(hall, "staff") as staff,
        HallClient(kiosk) as screen,
        HallClient(staff) as clerk,
    ):
        form = shapes.NewApplication(form="name-change", answers={}, at="form-1")
        application = (await screen.begin_application(form)).application
        page = JPEG.ljust(PAGE_BYTES_MAX, b"x")
        attached = await screen.attach(application, "property", 1, page, "form-1")
        assert [(each.document, each.page) for each in attached.attached] == [("property", 1)]
        assert await screen.attached_page(application, "property", 1) == ("image/jpeg", page)
        for client, size, code in (
            (screen, PAGE_BYTES_MAX + 1, "no_picture"),
            (screen, PAGE_BODY_BYTES_MAX, "body_too_large"),
            (clerk, BODY_BYTES_MAX, "body_too_large"),
            (clerk, 1, "not_for_this_role"),
        ):
            with pytest.raises(HallError) as refused:
                await client.attach(application, "property", 1, JPEG.ljust(size), "form-1")
            assert refused.value.code == code
        assert (await screen.detach(application, "property", 1)).attached == []


async def test_nothing_on_the_way_may_keep_a_form(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address, HallClient(address) as screen:
        form = shapes.NewApplication(form="name-change", answers={}, at="form-1")
        begun = await screen.begin_application(form)
        await screen.attach(begun.application, "property", 1, JPEG, "form-1")
        of_it = f"/v1/applications/{begun.application}"
        transport = httpx.AsyncHTTPTransport(uds=address)
        async with httpx.AsyncClient(transport=transport, base_url="http://hall") as client:
            body = {"code": begun.code, "screen": "form-1"}
            for answer in (
                await client.post("/v1/applications/resume", json=body),
                await client.put(of_it, json={"answers": {}, "at": "form-1"}),
                await client.get(f"{of_it}/documents/property/pages/1"),
            ):
                assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
