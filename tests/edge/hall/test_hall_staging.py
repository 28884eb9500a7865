"""Headquarters says how far an application is: once, in order, and only of what is kept here."""

import datetime as dt
from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, restarted
from headquarters_of_tests import BOOKABLE, TestedHeadquarters

from edge.domain import facts as f
from edge.domain.applications import application_number
from edge.domain.numbered import HEADQUARTERS_COUNTS, Numbered
from edge.domain.numbered import NUMBER as NUMBERED
from edge.domain.refusals import SealedForGoodError
from edge.domain.stages import STAGE, STAGES, Staging, read_staging

NUMBER, OTHER_NUMBER = (application_number(dt.date(2026, 3, 2), count) for count in (1, 2))
SURVEY = Staging("P1", NUMBER, "survey", 1_772_500_000_000)


@pytest.fixture
async def tested(tmp_path: Path) -> TestedHall:
    tested = await hall_on(tmp_path, settings=BOOKABLE)
    until = tested.hall.recorder.clock.moment().at + 7 * 24 * 3600 * 1000
    await tested.hall.recorder.record(
        f.ApplicationSaved("P1", "repair", 3, [], "form-1", until),
        f.ApplicationHandedIn("P1", "repair", NUMBER, [], False, until),
    )
    return tested


async def staged(tested: TestedHall, args: str, hq: TestedHeadquarters) -> tuple[str, str]:
    answer = await hq.ask(tested, hq.command(STAGE, args))
    body = answer.body
    assert isinstance(body, dict)
    return body["result"], body["detail"]


async def test_how_far_it_is_is_told_in_both_languages(tested: TestedHall) -> None:
    assert await staged(tested, SURVEY.text(), TestedHeadquarters()) == ("done", "")
    followed = tested.hall.following.by_number(NUMBER)
    assert (followed["step"], followed["reached"]) == ("survey", SURVEY.reached)
    assert (followed["stage"], followed["stage_english"]) == tuple(STAGES["survey"])


async def test_what_comes_twice_or_late_changes_nothing(tested: TestedHall) -> None:
    hq = TestedHeadquarters()
    done = Staging("P1", NUMBER, "done", SURVEY.reached + 1)
    assert await staged(tested, done.text(), hq) == ("done", "")
    for late in (done, SURVEY):
        assert await staged(tested, late.text(), hq) == ("done", "already")
    assert tested.kinds().count("ApplicationStaged") == 1
    assert tested.hall.following.by_number(NUMBER)["step"] == "done"


async def test_what_was_told_outlives_a_restart_and_the_day(tested: TestedHall) -> None:
    await staged(tested, SURVEY.text(), TestedHeadquarters())
    tested.clock.pass_s(26 * 3600)
    await tested.hall.tick()
    again = await restarted(tested, BOOKABLE)
    assert again.hall.following.by_number(NUMBER)["step"] == "survey"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (SURVEY.text().replace("P1", "P2"), "unknown_application"),
        (SURVEY.text().replace(NUMBER, OTHER_NUMBER), "unknown_application"),
        (SURVEY.text().replace("survey", "lunch"), "unknown_stage"),
        (SURVEY.text().replace(NUMBER, "261122-0042-0"), "bad_args"),
        (SURVEY.text().replace(str(SURVEY.reached), "-1"), "bad_args"),
        (SURVEY.text().replace('"P1"', "7"), "bad_args"),
        ("[]", "bad_args"),
        ("{", "bad_args"),
        ('{"step": []}', "bad_args"),
    ],
)
async def test_what_no_hall_can_take_is_refused_with_a_code(
    tested: TestedHall, args: str, code: str
) -> None:
    assert await staged(tested, args, TestedHeadquarters()) == ("refused", code)
    assert "ApplicationStaged" not in tested.kinds()


def test_what_is_written_is_read_again() -> None:
    for step in STAGES:
        staging = Staging("P1", NUMBER, step, 1)
        assert read_staging(staging.text()) == staging


# --- what was handed in at headquarters ---

OWN_NUMBER = application_number(dt.date(2026, 3, 2), HEADQUARTERS_COUNTS.start)
OWN = Numbered("HQ-1", "consult", OWN_NUMBER)


async def numbered(tested: TestedHall, args: str, hq: TestedHeadquarters) -> tuple[str, str]:
    answer = await hq.ask(tested, hq.command(NUMBERED, args))
    body = answer.body
    assert isinstance(body, dict)
    return body["result"], body["detail"]


async def test_a_number_of_headquarters_is_followed_as_the_halls_own(tested: TestedHall) -> None:
    hq = TestedHeadquarters()
    assert await numbered(tested, OWN.text(), hq) == ("done", "")
    assert tested.hall.following.by_number(OWN_NUMBER)["form"] == "consult"
    stage = Staging("HQ-1", OWN_NUMBER, "answered", SURVEY.reached)
    assert await staged(tested, stage.text(), hq) == ("done", "")
    assert tested.hall.following.at_screen(OWN_NUMBER, "query-1")["step"] == "answered"
    again = await restarted(tested, BOOKABLE)
    assert again.hall.following.by_number(OWN_NUMBER)["step"] == "answered"


async def test_a_number_told_twice_is_known_once(tested: TestedHall) -> None:
    hq = TestedHeadquarters()
    await numbered(tested, OWN.text(), hq)
    assert await numbered(tested, OWN.text(), hq) == ("done", "already")
    assert tested.kinds().count("ApplicationNumbered") == 1


async def test_a_number_of_headquarters_is_forgotten_in_its_time(tested: TestedHall) -> None:
    await numbered(tested, OWN.text(), TestedHeadquarters())
    tested.clock.pass_s(31 * 24 * 3600)
    await tested.hall.tick()
    assert "HQ-1" not in tested.hall.recorder.committed.applications


async def test_nothing_of_what_was_written_is_in_the_hall(tested: TestedHall) -> None:
    await numbered(tested, OWN.text(), TestedHeadquarters())
    with pytest.raises(SealedForGoodError):
        await tested.hall.applications.opened("HQ-1")


async def test_a_hall_counts_on_beside_the_numbers_of_headquarters(tested: TestedHall) -> None:
    await numbered(tested, OWN.text(), TestedHeadquarters())
    assert tested.hall.recorder.committed.handed_in == 1


async def test_a_number_that_is_not_headquarters_own_is_refused(tested: TestedHall) -> None:
    args = OWN.text().replace(OWN_NUMBER, NUMBER)
    assert await numbered(tested, args, TestedHeadquarters()) == ("refused", "bad_args")
