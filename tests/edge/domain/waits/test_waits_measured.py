"""What is measured of a hall's day: hand-worked cases."""

import json

from waitdiary import Diary

from edge.domain import facts as f
from edge.domain.waits.spread import Spread
from edge.domain.waits.waits import Waits


def spread(*lengths_s: float) -> Spread:
    found = Spread()
    for length_s in lengths_s:
        found = found.with_one(length_s)
    return found


def served(diary: Diary) -> dict[str, Spread]:
    return dict(diary.waits.history.served)


def at_counter() -> Diary:
    """The visitor `a` was called thirty seconds after coming, and came after twenty."""
    diary = Diary().opens().after(60).comes("a").after(30).called("a")
    return diary.after(20).started("a")


def test_a_service_lasts_from_its_start_to_its_end() -> None:
    diary = at_counter().after(200).finished("a")
    assert served(diary) == {"bill": spread(200)}
    assert diary.waits.history.way == spread(20)


def test_a_no_show_is_no_service() -> None:
    diary = Diary().opens().after(60).comes("a").after(5).called("a")
    diary.after(90).happens(f.TicketNoShow("a", 1, "1", "li"))
    history = diary.waits.history
    assert served(diary) == {}
    assert history.absent == spread(90)
    assert (history.came[0].count, history.came[0].total) == (1, 0)


def test_a_transfer_ends_one_service_and_the_next_is_measured_apart() -> None:
    diary = at_counter().after(100)
    diary.happens(
        f.TicketTransferred("a", 1, "1", "li"), f.LegOpened("a", 2, "supply", "transfer", 9)
    )
    diary.after(50).called("a", leg=2).after(10).started("a", leg=2).after(400)
    diary.finished("a", leg=2)
    assert served(diary) == {"bill": spread(100), "supply": spread(400)}


def test_a_ticket_put_aside_frees_the_counter_and_is_measured_until_then() -> None:
    diary = at_counter().after(80).happens(f.TicketParked("a", 1, "1", "li", "form", 0))
    diary.after(600).called("a").after(10).started("a").after(50).finished("a")
    assert served(diary) == {"bill": spread(80, 50)}


def test_a_clerk_who_leaves_during_a_service_does_not_make_it_longer() -> None:
    diary = at_counter().after(60).happens(f.CounterPaused("1", "li", "copy"))
    diary.after(300).happens(f.CounterResumed("1", "li")).after(40).finished("a")
    assert served(diary) == {"bill": spread(100)}
    assert diary.waits.history.pauses == {"copy": spread(300)}


def test_a_step_of_the_wall_clock_changes_no_length() -> None:
    diary = at_counter().after(200, wall_s=-3600).finished("a")
    assert served(diary) == {"bill": spread(200)}


def test_over_a_restart_the_wall_clock_counts_and_never_backwards() -> None:
    forth = at_counter().after(0, wall_s=150, boot="second").finished("a")
    back = at_counter().after(0, wall_s=-150, boot="second").finished("a")
    assert served(forth) == {"bill": spread(150)}
    assert served(back) == {"bill": spread(0)}


def test_a_service_over_midnight_is_one_service() -> None:
    diary = Diary().after(15 * 3600 + 3500).opens().comes("a").after(50).called("a")
    diary.after(10).started("a").after(300).finished("a")
    assert served(diary) == {"bill": spread(300)}


def test_what_the_end_of_the_day_cut_short_is_not_measured() -> None:
    diary = at_counter().after(200).happens(f.TicketExpired("a", 1))
    assert served(diary) == {}


def test_between_two_visitors_the_clerk_is_quick_while_somebody_waits() -> None:
    diary = at_counter().comes("b").after(200).finished("a").after(15).called("b")
    assert diary.waits.history.gap == spread(15)


def test_at_a_free_counter_it_counts_from_the_visitor_s_coming() -> None:
    diary = Diary().opens().after(600).comes("a").after(12).called("a")
    assert diary.waits.history.answer == spread(12)
    assert diary.waits.history.gap == Spread()


def test_a_clerk_who_does_not_call_for_long_was_away() -> None:
    diary = at_counter().comes("b").after(200).finished("a").after(900).called("b")
    assert diary.waits.history.pauses == {"": spread(900)}
    assert diary.waits.history.gap == Spread()


def test_a_clerk_who_takes_longer_than_others_is_known_for_it() -> None:
    diary = Diary().opens().opens("2", "wu")
    for number in range(30):
        for counter, staff, lasts_s in (("1", "li", 200), ("2", "wu", 100)):
            visit = f"{staff}{number}"
            diary.comes(visit).called(visit, counter, staff).started(visit, counter, staff)
            diary.after(lasts_s).finished(visit, counter, staff)
    history = diary.waits.history
    assert history.paces.of("bill", "li") > 1.1 > 0.9 > history.paces.of("bill", "wu")
    assert history.paces.of("supply", "li") > 1.05


def test_what_is_carried_to_the_next_day_is_the_same_after_json() -> None:
    carried = at_counter().after(200).finished("a").waits.next_day()
    assert Waits.from_json(json.loads(json.dumps(carried.as_json()))) == carried


def test_what_an_older_version_has_not_carried_is_not_known() -> None:
    assert Waits.from_json(None) == Waits()
    assert Waits.from_json({"history": {}, "calibration": []}) == Waits()
    carried = at_counter().after(200).finished("a").waits.next_day().as_json()
    del carried["history"]["pauses"], carried["arrivals"]
    assert Waits.from_json(carried).history.served["bill"].count > 0


def test_what_is_past_counts_less_from_day_to_day() -> None:
    waits = at_counter().after(200).finished("a").waits
    for _ in range(15):
        waits = waits.next_day()
    assert 0.45 < waits.history.served["bill"].count < 0.55
