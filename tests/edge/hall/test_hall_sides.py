"""The visitor's side of a counter: it shows what the clerk shows, to the visitor who is served."""

from pathlib import Path

import pytest
from edgefakes import CARD, TestedHall, in_virtual_time
from supervised import CLERK, OTHER, power_cut, supervised

from edge.domain import facts as f
from edge.domain.applications import UnknownApplicationError
from edge.domain.forms import Field, Form, Part
from edge.domain.refusals import (
    AnotherVisitError,
    CounterTakenError,
    NothingCalledError,
    NothingShownError,
    NotServingError,
    UnknownCounterError,
)

FORM = Form(
    "complaint",
    "投诉",
    "Complaint",
    (Part("what", "内容", "What", (Field("about", "text", "关于", "About"),)),),
)


async def served(tested: TestedHall) -> str:
    """Have somebody with a card served at counter 1; return the visit."""
    identified = await tested.hall.identity.identify("reader-1", CARD)
    taken = await tested.hall.tickets.issue("bill", visit=identified)
    if not tested.hall.recorder.committed.counter("1").is_open:
        await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.counters.start("1", CLERK)
    return str(taken.body["visit"])


async def shown(tested: TestedHall, what: str = "identity") -> int:
    """Show the visitor something; return what names it."""
    await tested.hall.sides.show("1", what, CLERK, None)
    return int(tested.hall.sides.at("1")["asked"])


@in_virtual_time
async def test_the_visitor_sees_masked_who_the_hall_takes_them_for_and_agrees(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    asked = await shown(tested)
    person = await tested.hall.sides.person("1")
    assert (person["name"], person["document"]) == ("张**", "citizen")
    assert "*" in person["number"]
    said = await tested.hall.sides.answer("1", asked, agreed=True)
    assert (said["visit"], said["shown"], said["agreed"]) == (visit, "identity", True)


@in_virtual_time
async def test_an_answer_said_twice_is_one_fact_and_another_answer_counts(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    asked = await shown(tested)
    for agreed in (True, True, False):
        await tested.hall.sides.answer("1", asked, agreed=agreed)
    said = [each.fact for each in tested.facts() if isinstance(each.fact, f.VisitorAnswered)]
    assert [fact.agreed for fact in said] == [True, False]
    assert tested.hall.sides.at("1")["agreed"] is False


@in_virtual_time
async def test_what_is_shown_anew_wants_an_answer_of_its_own(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    first = await shown(tested)
    await tested.hall.sides.answer("1", first, agreed=True)
    second = await shown(tested)
    assert tested.hall.sides.at("1")["agreed"] is None
    with pytest.raises(NothingShownError):
        await tested.hall.sides.answer("1", first, agreed=True)
    assert second > first


@in_virtual_time
async def test_the_next_visitor_sees_nothing_of_the_one_before(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    asked = await shown(tested)
    await tested.hall.counters.finish("1", CLERK)
    assert tested.hall.sides.at("1")["shown"] == ""
    await served(tested)
    at = tested.hall.sides.at("1")
    assert (at["shown"], at["agreed"], at["state"]) == ("", None, "serving")
    with pytest.raises(NothingShownError):
        await tested.hall.sides.person("1")
    with pytest.raises(NothingShownError):
        await tested.hall.sides.answer("1", asked, agreed=True)


@in_virtual_time
async def test_a_clerk_takes_back_what_was_shown(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    await shown(tested)
    await tested.hall.sides.show("1", "", CLERK, None)
    assert tested.hall.sides.at("1")["shown"] == ""
    with pytest.raises(NothingShownError):
        await tested.hall.sides.person("1")


@in_virtual_time
async def test_a_power_cut_leaves_on_the_glass_what_was_shown(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    asked = await shown(tested)
    tested = await power_cut(tested)
    at = tested.hall.sides.at("1")
    assert (at["shown"], at["asked"]) == ("identity", asked)


@in_virtual_time
async def test_only_the_clerk_who_serves_shows_anything_and_only_to_whom_they_mean(tmp_path: Path):
    tested = await supervised(tmp_path)
    show = tested.hall.sides.show
    with pytest.raises(UnknownCounterError):
        await show("99", "identity", CLERK, None)
    await tested.hall.counters.open("1", CLERK)
    with pytest.raises(NothingCalledError):
        await show("1", "identity", CLERK, None)
    await tested.hall.tickets.issue("bill")
    await tested.hall.counters.next("1", CLERK)
    with pytest.raises(NotServingError):
        await show("1", "identity", CLERK, None)
    await tested.hall.counters.start("1", CLERK)
    with pytest.raises(CounterTakenError):
        await show("1", "identity", OTHER, None)
    with pytest.raises(AnotherVisitError):
        await show("1", "identity", CLERK, None, "V-other")
    with pytest.raises(UnknownApplicationError):
        await show("1", "form", CLERK, None)
    assert "ShownToVisitor" not in tested.kinds()


@in_virtual_time
async def test_nobody_is_shown_who_has_shown_nothing(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.counters.start("1", CLERK)
    await shown(tested)
    person = await tested.hall.sides.person("1")
    assert (person["name"], person["number"], person["account"]) == ("", "", "")


@in_virtual_time
async def test_nothing_of_a_person_is_in_what_becomes_a_fact(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    asked = await shown(tested)
    await tested.hall.sides.answer("1", asked, agreed=True)
    told = [
        each.fact
        for each in tested.facts()
        if isinstance(each.fact, f.ShownToVisitor | f.VisitorAnswered)
    ]
    assert "张" not in repr(told)
    assert all(CARD.number not in repr(fact) for fact in told)


@in_virtual_time
async def test_a_clerk_is_told_whether_there_is_such_a_screen_and_what_was_signed(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    assert tested.hall.sides.at("1")["screen"] is False
    await tested.hall.recorder.record(f.ScreenPaired("1", "counter", 1, "root"))
    assert tested.hall.sides.at("1")["screen"] is True
    tested.hall.applications.forms[FORM.id] = FORM
    saved = await tested.hall.applications.begin(FORM.id, {"about": "billing"}, "form-1")
    application = str(saved.answer.body["application"])  # type: ignore[index]
    await tested.hall.applications.bind(application, tested.hall.sides.at("1")["visit"])
    await shown(tested, "sign")
    assert tested.hall.sides.at("1")["number"] == ""
    signed = f.ApplicationHandedIn(application, "complaint", "261122-0042-7", [], True, 2**40)
    await tested.hall.recorder.record(signed)
    assert tested.hall.sides.at("1")["number"] == "261122-0042-7"
