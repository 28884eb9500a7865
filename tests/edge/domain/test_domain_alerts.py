"""Alerts: raised once, said once more while they last, ended when what they are about is over."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from alert_hall import AlertHall
from hypothesis import given
from hypothesis import strategies as st

from edge.domain import facts as f
from edge.domain.alerts import AlertLimits, Cause
from edge.domain.carrying import carried_state
from edge.domain.rules import Rules

# The services' target is 20 minutes; somebody serves them, so that nothing else is raised.
QUIET = {"unserved_min": 0, "idle_min": 0}
SIGNS = Rules(needs=(("deaf", "sign-language"),))


def called(visit: str, counter: str = "1", staff: str = "1001") -> f.TicketCalled:
    return f.TicketCalled(visit, 1, counter, staff)


def served(visit: str, counter: str = "1") -> list[f.Fact]:
    staff = "1001"
    return [
        called(visit, counter),
        f.ServiceStarted(visit, 1, counter, staff),
        f.ServiceFinished(visit, 1, counter, staff),
    ]


# --- how long an alert lasts ---


def test_a_wait_over_the_target_of_its_service_is_raised_once():
    hall = AlertHall(**QUIET)
    hall.ticket("V1")
    assert hall.looks(19) == []
    assert hall.looks(4) == ["+wait:bill 1"]
    (alert,) = hall.state.alerts.values()
    assert (alert.cause, alert.about, alert.value) == ("wait", "bill", 20)


def test_it_ends_when_nobody_waits_so_long_any_more():
    hall = AlertHall(**QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1")
    hall.pass_min(10)
    hall.ticket("V2")
    assert hall.looks(10) == ["+wait:bill 1"]
    hall.happens(*served("V1"))
    assert hall.look() == ["-wait:bill"]
    assert hall.state.alerts == {}


def test_a_value_that_hovers_about_its_limit_is_one_alert():
    hall = AlertHall(length_max=5, wait_percent=0, repeat_min=0, **QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    for number in range(5):
        hall.ticket(f"V{number}")
    said = hall.look()
    for number in range(20):
        hall.happens(*served(f"V{number}"))
        said += hall.look()
        hall.ticket(f"V{number + 5}")
        said += hall.look()
    assert said == ["+length:bill 1"]
    hall.happens(*served("V20"), *served("V21"))
    assert hall.look() == ["-length:bill"]


def test_an_alert_that_nobody_sees_to_grows_level_by_level_and_no_further():
    hall = AlertHall(**QUIET)
    hall.ticket("V1")
    said = hall.looks(60)
    assert said == ["+wait:bill 1", "+wait:bill 2", "+wait:bill 3"]
    (alert,) = hall.state.alerts.values()
    assert (alert.raised_at - alert.at) // 60_000 == 10


def test_one_that_somebody_sees_to_is_quiet_for_longer():
    hall = AlertHall(**QUIET)
    hall.ticket("V1")
    assert hall.looks(20) == ["+wait:bill 1"]
    hall.happens(f.AlertAccepted("wait:bill", "1001"))
    assert hall.looks(19) == []
    assert hall.looks(1) == ["+wait:bill 2"]
    (alert,) = hall.state.alerts.values()
    assert alert.accepted_by == ""


def test_a_limit_of_zero_raises_nothing():
    limits = {"wait_percent": 0, "length_max": 0, "estimate_late_percent": 0, "fault_min": 0}
    hall = AlertHall(**limits, **QUIET)
    hall.happens(f.CounterOpened("2", "1002"), f.FaultOpened("printer-1", "", "offline", ""))
    for number in range(30):
        hall.ticket(f"V{number}")
    assert hall.looks(600) == []


def test_a_clock_that_is_set_back_raises_nothing_and_ends_only_what_it_must():
    hall = AlertHall(**QUIET)
    hall.ticket("V1")
    assert hall.looks(20) == ["+wait:bill 1"]
    hall.pass_min(-600)
    assert hall.look() == ["-wait:bill"]
    assert hall.looks(30) == []


# --- what is noticed ---


def test_a_service_that_no_open_counter_serves_is_noticed():
    hall = AlertHall(idle_min=0)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1", "supply")
    assert hall.looks(5) == ["+unserved:supply 1"]
    hall.happens(f.CounterOpened("2", "1002"))
    assert hall.look() == ["-unserved:supply"]


def test_a_counter_that_is_paused_serves_nobody():
    hall = AlertHall(idle_min=0)
    hall.happens(f.CounterOpened("2", "1002"), f.CounterPaused("2", "1002", "meal"))
    hall.ticket("V1")
    assert hall.looks(5) == ["+unserved:bill 1"]


def test_a_counter_that_is_free_while_somebody_waits_for_it_is_noticed():
    hall = AlertHall()
    hall.happens(f.CounterOpened("1", "1001"))
    assert hall.looks(30) == []
    hall.ticket("V1")
    assert hall.looks(5) == ["+idle:1 1"]
    hall.happens(called("V1"))
    assert hall.look() == ["-idle:1"]


def test_a_counter_is_not_idle_for_those_whom_it_may_not_call():
    hall = AlertHall(unserved_min=0)
    hall.happens(f.CounterOpened("3", "1003"))
    hall.ticket("V1", "bill")
    assert hall.looks(15) == []


def test_a_counter_is_not_idle_for_those_who_need_a_skill_that_nobody_has_there():
    hall = AlertHall(rules=SIGNS, unserved_min=0)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1", "bill", "deaf")
    assert hall.looks(10) == []
    hall.ticket("V2")
    assert hall.looks(5) == ["+idle:1 1"]


def test_whoever_needs_a_skill_that_nobody_has_who_is_there_is_noticed():
    hall = AlertHall(rules=SIGNS, idle_min=0)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1", "bill", "deaf")
    hall.ticket("V2")
    assert hall.looks(5) == ["+unserved:bill 1"]
    assert hall.state.alerts["unserved:bill"].value == 1


def test_a_pause_that_lasts_too_long_for_its_reason_is_noticed():
    hall = AlertHall(pauses={"break": 15})
    hall.happens(f.CounterOpened("1", "1001"), f.CounterPaused("1", "1001", "break"))
    hall.happens(f.CounterOpened("2", "1002"), f.CounterPaused("2", "1002", "of no length"))
    assert hall.looks(16) == ["+paused:1 1"]
    hall.happens(f.CounterResumed("1", "1001"))
    assert hall.look() == ["-paused:1"]


def test_a_parked_ticket_is_noticed_when_its_reminder_has_passed():
    hall = AlertHall(**QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1")
    remind_at = hall.now + 10 * 60_000
    hall.happens(called("V1"), f.TicketParked("V1", 1, "1", "1001", "copies", remind_at))
    assert hall.looks(10) == ["+parked:V1 1"]
    hall.happens(called("V1"))
    assert hall.look() == ["-parked:V1"]


def test_a_low_grade_is_noticed_until_somebody_takes_note_of_it():
    hall = AlertHall(**QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    for visit, grade in (("V1", 2), ("V2", 3)):
        hall.ticket(visit)
        hall.happens(*served(visit), f.VisitRated(visit, grade, "evaluator", "1"))
    assert hall.looks(3) == ["+rating:V1 1"]
    hall.happens(f.AlertAccepted("rating:V1", "1001"))
    assert hall.looks(60) == ["-rating:V1"]


def test_a_call_for_help_is_noticed_until_somebody_is_on_the_way():
    hall = AlertHall()
    hall.happens(f.HelpCalled("ticket-1", "stuck", "", "choose"))
    assert hall.look() == ["+help:ticket-1 1"]
    hall.happens(f.HelpAccepted("ticket-1", "1001"))
    assert hall.look() == ["-help:ticket-1"]


def test_an_emergency_begins_a_level_higher():
    hall = AlertHall()
    hall.happens(f.HelpCalled("1", "help", "1001"))
    assert hall.look() == ["+help:1 1"]
    hall.happens(f.HelpCalled("1", "emergency", "1001"))
    assert hall.look() == ["+help:1 2"]


def test_a_lost_device_is_noticed_while_the_hall_works():
    hall = AlertHall()
    hall.happens(f.FaultOpened("strips", "2", "offline", ""))
    assert hall.looks(30) == []
    hall.happens(f.CounterOpened("1", "1001"))
    assert hall.look() == ["+fault:strips:2 1"]
    hall.happens(f.FaultAcknowledged("strips", "2", "1001", "ordered"))
    assert hall.look() == ["-fault:strips:2"]


def wait_and_be_called(hall: AlertHall, visit: str, told_s: int, waited_min: float) -> None:
    hall.ticket(visit)
    hall.happens(f.EstimateTold(visit, 1, told_s // 2, told_s, told_s, "ticket", "m"))
    hall.pass_min(waited_min)
    hall.happens(*served(visit))


def test_estimates_that_are_badly_off_are_noticed():
    hall = AlertHall(estimates_seen=4, wait_percent=0, **QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    for number in range(3):
        wait_and_be_called(hall, f"V{number}", 600, 16)
    assert hall.look() == []  # three are too few to tell
    wait_and_be_called(hall, "V3", 600, 9)
    assert hall.look() == ["+estimate:hall 1"]
    for number in range(4, 7):
        wait_and_be_called(hall, f"V{number}", 600, 14)
    assert hall.look() == ["-estimate:hall"]


def test_a_new_day_begins_with_nothing_of_the_day_before():
    hall = AlertHall(**QUIET)
    hall.happens(f.CounterOpened("1", "1001"))
    hall.ticket("V1")
    hall.happens(*served("V1"), f.VisitRated("V1", 1, "screen"))
    assert hall.look() == ["+rating:V1 1"]
    opened = f.DayOpened("hall", "2026-09-22", carried_state(hall.state, hall.now), "", 0)
    hall.happens(f.CounterClosed("1", "1001"), f.DayClosed("hall", "2026-09-21", 1), opened)
    assert hall.looks(3) == []


# --- whatever happens ---


steps = st.lists(
    st.sampled_from(["ticket", "serve", "pause", "resume", "help", "accept", "minute"]),
    max_size=40,
)


@given(steps)
def test_nothing_is_raised_twice_nor_ended_that_was_not_raised(done: list[str]):
    hall = AlertHall(pauses={"break": 2}, length_max=3, idle_min=1, unserved_min=1, repeat_min=2)
    hall.happens(f.CounterOpened("2", "1002"))
    standing: dict[str, int] = {}
    for number, step in enumerate(done):
        take(hall, step, number)
        for said in hall.look():
            alert, _, level = said[1:].rpartition(" ") if said[0] == "+" else (said[1:], "", "0")
            if said[0] == "+":
                assert int(level) > standing.get(alert, 0)
                standing[alert] = int(level)
            else:
                del standing[alert]
        assert standing.keys() == hall.state.alerts.keys()


def take(hall: AlertHall, step: str, number: int) -> None:
    counter = hall.state.counter("2")
    match step:
        case "ticket":
            hall.ticket(f"V{number}")
        case "serve" if hall.state.queue.lane_of and not counter.paused:
            hall.happens(*served(next(iter(hall.state.queue.lane_of)), "2"))
        case "pause" if not counter.paused:
            hall.happens(f.CounterPaused("2", "1002", "break"))
        case "resume" if counter.paused:
            hall.happens(f.CounterResumed("2", "1002"))
        case "help":
            hall.happens(f.HelpCalled("ticket-1", "help", ""))
        case "accept" if hall.state.alerts:
            hall.happens(f.AlertAccepted(next(iter(hall.state.alerts)), "1001"))
        case _:
            hall.pass_min(1)


# --- limits ---


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"idle_min": -1}, "idle_min: -1 is less than 0"),
        ({"clears_percent": 101}, "clears_percent: 101 is more than 100"),
        ({"level_max": 0}, "level_max: 0 is less than 1"),
    ],
)
def test_limits_that_make_no_sense_are_refused_by_name(wrong: dict[str, int], message: str):
    with pytest.raises(ValueError, match=message):
        AlertLimits(**wrong)


def test_every_cause_and_every_limit_is_explained():
    page = (Path(__file__).parents[3] / "docs" / "supervision.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [cause.value for cause in Cause]
    assert [field.name for field in fields(AlertLimits) if f"`{field.name}`" not in page] == []
