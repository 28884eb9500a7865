"""Applications at the hall: kept, gone on with, handed in once, and forgotten for good."""

import asyncio
import json
from pathlib import Path

import pytest
from edgefakes import HALL_KEY, CountingIds, TestedHall, hall_on, restarted
from headquarters_of_tests import BOOKABLE, SECRET

from edge.domain import facts as f
from edge.domain.applications import (
    HandedInError,
    IncompleteError,
    UnknownApplicationError,
    UnknownFormError,
    application_about,
)
from edge.domain.forms import Choice, Field, Form, FormDocument, Part
from edge.domain.guessing import CodeLockedError, WrongCodeError
from edge.domain.letters import open_letter
from edge.domain.refusals import KeyReusedError, UnknownVisitError
from edge.hall.applications import ApplicationRules, Applications
from edge.hall.following import Following, NumbersLockedError
from edge.hall.headquarters import Headquarters, HeadquartersConfig
from edge.hall.requests import Request
from edge.hall.vault import Vault

BODY = Field(
    "body",
    "choice",
    "身份",
    "Who",
    choices=(Choice("person", "个人", "Person"), Choice("company", "企业", "Company")),
)
NAME = Field("name", "text", "姓名", "Name", when={"body": ("person",)})
PHONE = Field("phone", "phone", "电话", "Phone")
FORM = Form(
    "new-connection",
    "新装",
    "New connection",
    (Part("who", "申请人", "Applicant", (BODY, NAME, PHONE)),),
    documents=(FormDocument("card", "身份证", "Identity card", {"body": ("person",)}),),
)
PERSON = {"body": "person", "name": "张三丰", "phone": "13800138000"}
DRAWING = "M1 1L2 2"
KEPT = ApplicationRules(
    kept_days=2, handed_in_days=3, wrong_codes_max=2, wrong_numbers_max=2, numbers_max=3
)


class Office:
    """A hall of tests where forms are filled in."""

    def __init__(self, tested: TestedHall, known: bool = True) -> None:
        self.tested = tested
        config = BOOKABLE.headquarters if known else HeadquartersConfig()
        self.applications = Applications(
            tested.hall.recorder,
            [FORM],
            CountingIds(f"P{tested.hall.recorder.committed.seq}-"),
            Vault(HALL_KEY, CountingIds("K")),
            Headquarters("H-01", HALL_KEY, config),
            KEPT,
            tested.committer.finders(),
        )
        self.following = Following(tested.hall.recorder, KEPT)

    async def begin(self, **typed: str) -> str:
        saved = await self.applications.begin("new-connection", typed or PERSON, "form-1")
        return str(saved.answer.body["application"])  # type: ignore[index]

    async def code(self, application: str) -> str:
        return (await self.applications.opened(application)).code

    async def complete(self) -> str:
        application = await self.begin()
        await self.applications.save(application, PERSON, "form-1", ["card"])
        return application

    async def restart(self) -> "Office":
        return Office(await restarted(self.tested, BOOKABLE))

    def handed_in(self) -> list[f.Recorded]:
        kind = f.ApplicationHandedIn
        return [each for each in self.tested.facts() if isinstance(each.fact, kind)]


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    return Office(await hall_on(tmp_path, settings=BOOKABLE))


async def test_what_was_filled_in_is_there_again_with_its_code(office: Office):
    application = await office.begin(body="person", name=" 张三丰 ")
    code = await office.code(application)
    resumed = await office.applications.resume(code.lower(), "form-2")
    assert resumed.application == application
    assert resumed.answers == {"body": "person", "name": "张三丰"}


async def test_what_was_filled_in_outlives_restarts_and_days(office: Office):
    application = await office.begin()
    code = await office.code(application)
    office.tested.clock.pass_s(26 * 3600)
    await office.tested.hall.tick()
    assert office.tested.kinds()[-1] == "DayOpened"
    again = await office.restart()
    assert (await again.applications.resume(code, "form-1")).answers == PERSON
    twice = await again.restart()
    assert (await twice.applications.opened(application)).answers == PERSON


async def test_a_wrong_answer_is_told_and_the_right_ones_are_kept(office: Office):
    saved = await office.applications.begin("new-connection", PERSON | {"phone": "1"}, "form-1")
    assert [(each.field, each.code) for each in saved.mistakes] == [("phone", "phone")]
    (application,) = office.tested.hall.recorder.committed.applications
    opened = await office.applications.opened(application)
    assert opened.answers == {"body": "person", "name": "张三丰"}


async def test_a_form_the_hall_does_not_have_is_refused(office: Office):
    with pytest.raises(UnknownFormError):
        await office.applications.begin("tax-return", {}, "form-1")


async def test_pressing_twice_keeps_one_application(office: Office):
    request = Request("key-1", "print")
    form = office.applications
    first = await form.begin("new-connection", PERSON, "form-1", request=request)
    second = await form.begin("new-connection", PERSON, "form-1", request=request)
    assert first.answer.body == second.answer.body
    assert len(office.tested.hall.recorder.committed.applications) == 1
    with pytest.raises(KeyReusedError):
        await form.begin("new-connection", {}, "form-1", request=Request("key-1", "other"))


async def test_everything_missing_is_told_at_once_and_nothing_handed_in(office: Office):
    application = await office.begin(body="person")
    with pytest.raises(IncompleteError) as refused:
        await office.applications.hand_in(application)
    assert refused.value.details == {
        "fields": [
            {"field": "name", "code": "required"},
            {"field": "phone", "code": "required"},
        ],
        "documents": ["card"],
        "signature": True,
    }
    assert office.handed_in() == []


async def test_an_application_is_handed_in_once_with_a_number_to_follow(office: Office):
    application = await office.complete()
    first = await office.applications.hand_in(application, DRAWING)
    again = await office.applications.hand_in(application, DRAWING)
    assert first.body == again.body
    assert len(office.handed_in()) == 1
    number = first.body["number"]  # type: ignore[index]
    assert office.following.by_number(number)["application"] == application
    with pytest.raises(HandedInError):
        await office.applications.save(application, PERSON, "form-1")
    other = await office.applications.hand_in(await office.complete(), DRAWING)
    assert other.body["number"] != number  # type: ignore[index]


async def test_headquarters_alone_can_read_what_was_handed_in(office: Office):
    application = await office.complete()
    await office.applications.hand_in(application, DRAWING)
    (recorded,) = office.handed_in()
    about = application_about("H-01", application)
    said = json.loads(open_letter(SECRET, about, recorded.sealed or b""))
    assert said == {
        "form": "new-connection",
        "answers": PERSON,
        "signature": DRAWING,
        "pages": [],
    }


async def test_a_hall_without_headquarters_takes_forms_all_the_same(tmp_path: Path):
    office = Office(await hall_on(tmp_path, settings=BOOKABLE), known=False)
    await office.applications.hand_in(await office.complete(), DRAWING)
    assert office.handed_in()[0].sealed is None


async def test_codes_cannot_be_guessed(office: Office):
    code = await office.code(await office.begin())
    for _guess in range(KEPT.wrong_codes_max):
        with pytest.raises(WrongCodeError):
            await office.applications.resume("0000-0000", "form-1")
    with pytest.raises(CodeLockedError):
        await office.applications.resume(code, "form-1")
    assert await office.applications.resume(code, "form-2")


async def is_gone(office: Office, application: str, code: str) -> None:
    with pytest.raises(UnknownApplicationError):
        await office.applications.opened(application)
    with pytest.raises(WrongCodeError):
        await office.applications.resume(code, "form-1")
    assert await office.tested.hall.recorder.wrapped_key(application) is None


async def test_what_is_kept_no_more_is_gone_for_good(office: Office):
    application = await office.begin()
    code = await office.code(application)
    office.tested.clock.pass_s(3 * 24 * 3600)
    await office.applications.tick()
    assert office.tested.kinds()[-1] == "ApplicationForgotten"
    await is_gone(office, application, code)
    await office.applications.tick()
    await is_gone(await office.restart(), application, code)


async def test_a_ticket_and_its_form_find_each_other(office: Office):
    application = await office.complete()
    answer = await office.tested.hall.tickets.issue("bill")
    visit = str(answer.body["visit"])  # type: ignore[index]
    for _twice in range(2):
        await office.applications.bind(application, visit)
    assert office.tested.kinds().count("ApplicationBound") == 1
    assert office.applications.of_visit(visit) == application
    assert office.applications.of_visit("V-nobody") == ""
    await office.applications.save(application, PERSON, "counter-1", ["card"])
    assert office.applications.of_visit(visit) == application
    with pytest.raises(UnknownVisitError):
        await office.applications.bind(application, "V-nobody")


async def test_a_ticket_is_about_the_form_that_was_bound_last(office: Office):
    ticket = await office.tested.hall.tickets.issue("bill")
    visit = str(ticket.body["visit"])
    first, second = await office.begin(), await office.begin()
    for application in (first, second):
        await office.applications.bind(application, visit)
    assert office.applications.of_visit(visit) == second
    await office.applications.bind(first, visit)
    assert (await office.restart()).applications.of_visit(visit) == first


async def test_a_form_that_is_just_being_kept_is_not_forgotten_under_the_hand(office: Office):
    application = await office.begin()
    async with office.applications.turn:
        office.tested.clock.pass_s(3 * 24 * 3600)
        forgetting = asyncio.ensure_future(office.applications.tick())
        await asyncio.sleep(0)
        assert application in office.tested.hall.recorder.committed.applications
    await forgetting
    assert application not in office.tested.hall.recorder.committed.applications


async def test_a_number_that_was_misheard_is_told(office: Office):
    await office.applications.hand_in(await office.complete(), DRAWING)
    for number in ("", "261122-0042-0", "hello"):
        with pytest.raises(UnknownApplicationError):
            office.following.by_number(number)


async def test_a_number_alone_tells_a_screen_the_stage_and_not_what_it_is_about(office: Office):
    handed = await office.applications.hand_in(await office.complete(), DRAWING)
    number = handed.body["number"]  # type: ignore[index]
    told = office.following.at_screen(number, "query-1")
    assert (told["number"], told["application"], told["form"]) == (number, "", "")


async def test_numbers_cannot_be_gone_through_at_a_screen_neither_wrong_nor_right(office: Office):
    handed = await office.applications.hand_in(await office.complete(), DRAWING)
    number = handed.body["number"]  # type: ignore[index]
    for _guess in range(2):
        with pytest.raises(UnknownApplicationError):
            office.following.at_screen("261122-0042-7", "query-1")
    with pytest.raises(NumbersLockedError) as locked:
        office.following.at_screen(number, "query-1")
    assert 0 < locked.value.details["wait_s"] <= 30
    for _each in range(3):
        office.following.at_screen(number, "query-2")
    with pytest.raises(NumbersLockedError):
        office.following.at_screen(number, "query-2")
    office.tested.clock.pass_s(30)
    office.following.at_screen(number, "query-1")


async def test_no_answer_stands_anywhere_in_the_clear(office: Office, tmp_path: Path):
    application = await office.complete()
    code = await office.code(application)
    await office.applications.hand_in(application, DRAWING, Request("key", "print"))
    filled = await office.applications.opened(application)
    assert "张三丰" not in repr(filled)
    assert code not in repr(filled)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for secret in (*PERSON.values(), code, code.replace("-", ""), DRAWING):
                if secret != "person":
                    assert secret.encode() not in data, (path, secret)
