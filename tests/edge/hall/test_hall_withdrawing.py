"""A clerk withdraws an application for the visitor: it is forgotten, and headquarters told."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import CLERK, OTHER, supervised

from edge.domain import facts as f
from edge.domain.applications import UnknownApplicationError
from edge.domain.forms import Field, Form, Part
from edge.domain.guessing import WrongCodeError
from edge.domain.refusals import AnotherVisitError, CounterTakenError
from edge.hall.requests import Request

FORM = Form(
    "complaint",
    "投诉",
    "Complaint",
    (Part("what", "内容", "What", (Field("about", "text", "关于", "About"),)),),
)
PRESS = Request("key", "withdraw")


async def applied(tested: TestedHall) -> str:
    """Have somebody with a form called to counter 1; return the application."""
    tested.hall.applications.forms[FORM.id] = FORM
    taken = await tested.hall.tickets.issue("bill")
    saved = await tested.hall.applications.begin(FORM.id, {"about": "billing"}, "form-1")
    application = str(saved.answer.body["application"])  # type: ignore[index]
    await tested.hall.applications.bind(application, str(taken.body["visit"]))
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    return application


@in_virtual_time
async def test_what_is_withdrawn_is_readable_no_more_and_its_code_leads_nowhere(tmp_path: Path):
    tested = await supervised(tmp_path)
    application = await applied(tested)
    code = (await tested.hall.applications.opened(application)).code
    await tested.hall.withdrawals.withdraw("1", application, CLERK, None)
    told = tested.facts()[-1].fact
    assert told == f.ApplicationForgotten(application, "withdrawn", CLERK)
    assert await tested.hall.recorder.wrapped_key(application) is None
    with pytest.raises(UnknownApplicationError):
        await tested.hall.applications.opened(application)
    with pytest.raises(WrongCodeError):
        await tested.hall.applications.resume(code, "form-1")


@in_virtual_time
async def test_a_press_that_comes_twice_is_one_withdrawal(tmp_path: Path):
    tested = await supervised(tmp_path)
    application = await applied(tested)
    first = await tested.hall.withdrawals.withdraw("1", application, CLERK, PRESS)
    again = await tested.hall.withdrawals.withdraw("1", application, CLERK, PRESS)
    assert first == again
    kinds = [each.fact.kind for each in tested.facts()]
    assert kinds.count("ApplicationForgotten") == 1


@in_virtual_time
async def test_nobody_withdraws_what_is_not_of_the_visitor_at_their_own_counter(tmp_path: Path):
    tested = await supervised(tmp_path)
    application = await applied(tested)
    withdraw = tested.hall.withdrawals.withdraw
    with pytest.raises(CounterTakenError):
        await withdraw("1", application, OTHER, None)
    with pytest.raises(AnotherVisitError):
        await withdraw("1", application, CLERK, None, meant="somebody")
    saved = await tested.hall.applications.begin(FORM.id, {}, "form-1")
    with pytest.raises(UnknownApplicationError):
        await withdraw("1", str(saved.answer.body["application"]), CLERK, None)  # type: ignore[index]


@in_virtual_time
async def test_a_form_that_is_withdrawn_stands_on_the_visitors_screen_no_more(tmp_path: Path):
    tested = await supervised(tmp_path)
    application = await applied(tested)
    await tested.hall.counters.start("1", CLERK)
    await tested.hall.sides.show("1", "form", CLERK, None)
    assert tested.hall.sides.at("1")["shown"] == "form"
    await tested.hall.withdrawals.withdraw("1", application, CLERK, None)
    assert tested.hall.sides.at("1")["shown"] == ""
