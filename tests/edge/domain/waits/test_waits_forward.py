"""The hall run ahead: what it says where the answer is known."""

import random

import pytest
from waitdiary import BILL, MORNING, Diary

from edge.domain import facts as f
from edge.domain.queue import Lane
from edge.domain.rules import Rules
from edge.domain.waits import compiling
from edge.domain.waits.calibration import Calibration
from edge.domain.waits.compiling import Known, compiled
from edge.domain.waits.estimating import ahead, estimate, in_slices
from edge.domain.waits.forward import waits_s
from edge.domain.waits.roster import Stint
from edge.domain.waits.telling import Estimate, Unknown


def draw(seed: int = 1) -> "random._random.Random":  # type: ignore[name-defined]
    return random.Random(seed).random


def likely_s(known: Known, asked: str | Lane = BILL) -> float:
    said = ahead(known, asked, draw())
    assert not isinstance(said, Unknown)
    return said.likely_s


def busy_hall(waiting: int, *, counters: int = 1) -> Diary:
    """Counters that serve since just now, and so many more who wait for a bill."""
    diary = Diary()
    for number, staff in zip(range(counters), ("li", "wu"), strict=False):
        diary.opens(str(number + 1), staff).comes(f"at{number}")
        diary.called(f"at{number}", str(number + 1), staff)
        diary.started(f"at{number}", str(number + 1), staff)
    for number in range(waiting):
        diary.comes(f"w{number}")
    return diary


def test_where_nobody_serves_it_there_is_no_number() -> None:
    known = Diary().known()
    assert estimate(known, Calibration(), BILL, draw()) is Unknown.NOBODY_SERVES_IT


def test_a_counter_that_serves_something_else_is_of_no_use() -> None:
    known = Diary().opens("2", "wu").known()
    assert ahead(known, Lane("supply"), draw()) is Unknown.NOBODY_SERVES_IT


def test_at_a_free_counter_it_takes_seconds() -> None:
    assert likely_s(Diary().opens().known()) < 60


def test_the_more_wait_the_longer_it_takes_about_their_times_together() -> None:
    five, ten = likely_s(busy_hall(5).known()), likely_s(busy_hall(10).known())
    assert 5 * 120 < five < 6 * 260
    assert 1.5 < ten / five < 2.2


def test_two_counters_are_about_twice_as_quick_as_one() -> None:
    one, two = likely_s(busy_hall(10).known()), likely_s(busy_hall(10, counters=2).known())
    assert 1.6 < one / two < 2.4


def test_who_comes_first_by_priority_waits_for_one_service_only() -> None:
    known = busy_hall(10).known()
    assert likely_s(known, Lane("bill", 1)) < 300 < likely_s(known)


def test_a_visit_that_waits_already_is_estimated_from_its_place() -> None:
    known = busy_hall(10).known()
    assert likely_s(known, "w1") < likely_s(known, "w8") < likely_s(known)


def test_a_clerk_who_has_left_is_waited_for() -> None:
    diary = Diary().opens().happens(f.CounterPaused("1", "li", "away"))
    assert likely_s(diary.known()) > 120


def test_a_lunch_break_of_the_counter_plan_is_waited_for() -> None:
    stints = (
        Stint("1", "li", MORNING, MORNING + 60_000),
        Stint("1", "li", MORNING + 2_760_000, MORNING + 9_000_000),
    )
    assert likely_s(busy_hall(2).known(stints=stints)) > 2700


def test_who_still_serves_when_lunch_has_begun_goes_afterwards() -> None:
    stints = (
        Stint("1", "li", MORNING - 9_000_000, MORNING),
        Stint("1", "li", MORNING + 2_700_000, MORNING + 9_000_000),
    )
    diary = busy_hall(2).after(300)
    assert likely_s(diary.known(stints=stints)) > 2400


def test_who_calls_on_when_lunch_has_begun_has_put_it_off() -> None:
    stints = (
        Stint("1", "li", MORNING - 9_000_000, MORNING),
        Stint("1", "li", MORNING + 2_700_000, MORNING + 9_000_000),
    )
    diary = busy_hall(2).after(300).finished("at0").called("w0").started("w0")
    assert likely_s(diary.known(stints=stints)) < 1000


def test_the_next_shift_at_a_counter_is_counted_on() -> None:
    stints = (
        Stint("1", "li", MORNING - 9_000_000, MORNING + 600_000),
        Stint("1", "wu", MORNING + 600_000, MORNING + 9_000_000),
        Stint("2", "zu", MORNING - 9_000_000, MORNING + 9_000_000),
    )
    diary = busy_hall(0).comes("b0", "supply").comes("b1", "supply")
    assert 600 < likely_s(diary.known(stints=stints), Lane("supply")) < 4000


def test_a_clerk_who_changes_counters_is_not_at_two_at_once() -> None:
    stints = (
        Stint("1", "li", MORNING - 9_000_000, MORNING + 1_200_000),
        Stint("2", "li", MORNING + 1_200_000, MORNING + 9_000_000),
    )
    one = likely_s(busy_hall(4).known(stints=stints))
    alone = likely_s(busy_hall(4).known())
    assert alone * 0.8 < one < alone * 1.5


def test_a_counter_that_is_to_open_later_is_waited_for() -> None:
    stints = (Stint("1", "li", MORNING + 1_200_000, MORNING + 9_000_000),)
    assert 1200 < likely_s(Diary().known(stints=stints)) < 1800


def test_a_clerk_who_goes_home_before_the_hall_closes_is_not_waited_for() -> None:
    stints = (
        Stint("1", "li", MORNING, MORNING + 60_000),
        Stint("2", "wu", MORNING, MORNING + 9_000_000),
    )
    known = busy_hall(3).comes("other", "supply").known(stints=stints)
    assert ahead(known, Lane("supply"), draw()) is Unknown.NOT_TODAY


def test_at_closing_time_clerks_stay_until_all_are_served() -> None:
    stints = (Stint("1", "li", MORNING, MORNING + 60_000),)
    assert likely_s(busy_hall(5).known(stints=stints)) > 600


def test_a_ticket_that_is_not_ready_is_not_called_before() -> None:
    diary = Diary().opens().comes("a").called("a")
    ready = diary.moment.at + 900_000
    diary.happens(f.TicketReturned("a", 1, "1", "li", 0, ready, "asked"))
    assert 900 <= likely_s(diary.known(), "a") < 960


def test_the_same_seed_says_the_same() -> None:
    known = busy_hall(7).known()
    assert ahead(known, BILL, draw(5)) == ahead(known, BILL, draw(5))


def test_in_slices_it_says_the_same_as_at_once() -> None:
    known = busy_hall(7).known()
    *between, last = in_slices(known, BILL, draw())
    assert last == ahead(known, BILL, draw())
    assert set(between) == {None}


def test_a_prospective_ticket_changes_nothing_in_the_hall() -> None:
    diary = busy_hall(3)
    before = diary.state.queue.copied()
    likely_s(diary.known())
    assert diary.state.queue == before


@pytest.mark.parametrize("asked", [BILL, Lane("bill", 1), "w3", "w9"])
def test_the_quick_way_and_the_rules_themselves_say_the_same(
    asked: str | Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = busy_hall(10, counters=2).comes("first", priority=2).comes("other", "supply")
    for number in range(4):
        due = MORNING + number * 400_000 - 500_000
        diary.comes(f"booked{number}", due=due)
        diary.happens(f.AppointmentBooked(f"later{number}", "bill", due + 900_000, due + 1_000_000))
    known = diary.known(Rules(fairness_bound_min=12))
    plain = compiled(known, asked)
    monkeypatch.setattr(compiling, "is_plain", lambda *_args: False)
    ruled = compiled(known, asked)
    assert plain is not None
    assert ruled is not None
    assert list(waits_s(plain, draw(), 20)) == pytest.approx(list(waits_s(ruled, draw(), 20)))


def test_an_estimate_is_whole_seconds_in_order() -> None:
    said = estimate(busy_hall(7).known(), Calibration(), BILL, draw())
    assert isinstance(said, Estimate)
    assert 0 <= said.low_s <= said.likely_s <= said.high_s
    assert all(isinstance(each, int) for each in (said.low_s, said.likely_s, said.high_s))
