"""Times across midnight, restarts, power cuts and clocks that are wrong, worked out by hand."""

from report_story import MINUTE, ZONE, at, bare_story, story

from edge.reports.figures import By, Figures
from edge.reports.measuring import measure
from edge.reports.timeline import Span
from edge.reports.times import Times


def wait(figures: Figures) -> Times:
    return figures.all.wait


def test_midnight_is_a_minute_like_any_other():
    figures = measure(
        story(
            """
            23:50 V1 takes pay
            24:05 V1 called
            24:06 V1 starts
            24:10 V1 finishes
            24:20 V2 takes pay
            """
        ),
        ZONE,
    )
    # 23:50 to 0:05 is fifteen minutes of the same business day; V2 is taken in the hour 00.
    assert wait(figures).sum_ms == 15 * MINUTE
    assert figures.of(By.DAY).keys() == {"2026-03-02"}
    assert figures.of(By.HOUR).keys() == {"23", "00"}


def test_a_restarted_controller_changes_no_time():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:03 printer lost
            09:04 printer back
            09:10 V1 called
            """
        ),
        ZONE,
    )
    # The machine's boot goes on while the program starts anew: ten minutes by the same clock.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (10 * MINUTE, 0)


def test_over_a_power_cut_the_wall_clock_tells_the_time():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:20 boot
            09:25 V1 called
            """
        ),
        ZONE,
    )
    # 25 minutes by a wall clock that the network had set before and after.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (25 * MINUTE, 0)


def test_a_clock_set_back_makes_no_wait_negative():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:05 clock -3600
            09:10 V1 called
            """
        ),
        ZONE,
    )
    # The wall says 8:10, the monotonic clock ten minutes more.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (10 * MINUTE, 0)


def test_a_clock_set_forward_makes_no_wait_longer():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:05 clock +86400
            09:10 V1 called
            """
        ),
        ZONE,
    )
    # A whole day by the wall, ten minutes by the monotonic clock.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (10 * MINUTE, 0)


def test_a_clock_step_within_a_boot_does_not_reach_over_the_next_power_cut():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:05 clock +3600
            09:06 V2 takes pay
            09:20 boot
            09:30 V1 called
            09:30 V2 called
            """
        ),
        ZONE,
    )
    # The wall clock stays an hour ahead: V1 waited 30 minutes and V2 24, whatever it said at 9:00.
    assert wait(figures).sum_ms == 54 * MINUTE


def test_a_wait_over_a_power_cut_with_a_clock_nobody_set_is_doubtful():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:20 boot
            09:20 clock -1800
            09:20 clock unsynced
            09:25 V1 called
            """
        ),
        ZONE,
    )
    # The wall says 8:55, five minutes before the ticket: at least the five minutes of this boot
    # have passed since the last fact, 9:00.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (5 * MINUTE, 1)


def test_a_clock_that_is_set_later_makes_good_what_was_doubtful():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:00 V2 takes pay
            09:20 boot
            09:20 clock -1800
            09:20 clock unsynced
            09:22 V2 called
            09:25 clock synced
            09:25 clock +1800
            09:26 V1 called
            09:27 V1 starts
            """
        ),
        ZONE,
    )
    # V2 was called while nobody knew the time: two minutes at least, doubtful. For V1 the network
    # has set the clock: 26 minutes, certain. The way is a minute by the same boot's clock.
    assert wait(figures).sum_ms == 28 * MINUTE
    assert wait(figures).doubtful == 1
    assert figures.all.way.sum_ms == MINUTE


def test_a_service_that_began_before_the_clock_was_set_keeps_its_length():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:01 V1 called
            09:20 boot
            09:20 clock -1800
            09:20 clock unsynced
            09:21 V1 starts
            09:25 clock synced
            09:25 clock +1800
            09:31 V1 finishes
            """
        ),
        ZONE,
    )
    # Served from 9:21 to 9:31 within one boot, whatever was done to the wall clock meanwhile.
    assert figures.all.serve.sum_ms == 10 * MINUTE
    assert figures.all.serve.doubtful == 0


def test_an_hour_told_by_a_wrong_clock_is_marked():
    figures = measure(
        bare_story(
            """
            09:00 clock unsynced
            09:00 clock -14400
            09:00 V1 takes pay
            09:30 clock synced
            09:30 clock +14400
            09:30 V2 takes pay
            09:40 clock unsynced
            09:40 clock -14400
            09:40 V3 takes pay
            """
        ),
        ZONE,
    )
    # V1's five o'clock cannot be believed. By 9:40 this boot has known the time once: V3 is right.
    assert figures.undated == 1
    assert {hour: flow.steps["issued"] for hour, flow in figures.of(By.HOUR).items()} == {
        "05": 1,
        "09": 2,
    }


def test_a_clerk_serves_on_through_a_power_cut():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:00 V1 called
            09:02 V1 starts
            09:10 boot
            09:22 V1 finishes
            09:30 1 closes
            """
        ),
        ZONE,
    )
    # Twenty minutes of serving with the machine off for some of them; eight idle after it, and
    # nine hours before.
    desk = figures.desks[By.CLERK, "1001"]
    assert desk.spent_ms == {
        "idle": (9 * 60 + 8) * MINUTE,
        "called": 2 * MINUTE,
        "serving": 20 * MINUTE,
    }
    assert desk.doubtful == 0


def test_a_clock_at_1970_makes_nobody_wait_for_half_a_century():
    figures = measure(
        bare_story(
            """
            09:00 clock -1772000000
            09:00 clock unsynced
            09:00 V1 takes pay
            09:05 V2 takes pay
            09:06 V2 called
            09:10 boot
            09:10 clock +1772000000
            09:10 clock synced
            09:20 V1 called
            """
        ),
        ZONE,
    )
    # V2 a minute, by one boot's clock. V1 six minutes until the last fact of that boot, and at
    # least the ten that the next has lasted: what 1970 is to 2026 nobody has waited.
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (17 * MINUTE, 1)
    assert figures.undated == 2


def test_hours_go_on_where_a_boot_does_not_know_the_time():
    figures = measure(
        bare_story(
            """
            09:00 V1 takes pay
            10:00 boot
            10:00 clock -1772000000
            10:00 clock unsynced
            10:50 V2 takes pay
            11:00 boot
            11:00 clock +1772000000
            11:00 clock synced
            11:30 V1 called
            """
        ),
        ZONE,
    )
    # V2 was taken at least 50 minutes after nine: the hour is guessed, and marked. Between the two
    # tickets nobody knows how long it was, but from nine to half past eleven it was 150 minutes.
    assert figures.of(By.HOUR).keys() == {"09"}
    assert figures.undated == 1
    assert (wait(figures).sum_ms, wait(figures).doubtful) == (150 * MINUTE, 1)


def test_two_cuts_one_after_the_other_are_both_counted():
    figures = measure(
        story(
            """
            09:00 V1 takes pay
            09:10 boot
            09:11 V2 takes pay
            09:30 boot
            09:31 V1 called
            09:31 V2 called
            """
        ),
        ZONE,
    )
    # 31 minutes and 20.
    assert wait(figures).sum_ms == 51 * MINUTE
    assert figures.begins == at("00:00")
    assert figures.ends == at("09:31")


def test_a_span_is_never_shorter_than_nothing():
    assert Span(5).less(7) == Span(0)
    assert Span(5) + Span(2, doubtful=True) == Span(7, doubtful=True)


def test_a_year_of_days_is_counted_day_by_day():
    figures = measure(
        bare_story(
            """
            08:00 day 2026-03-02
            09:00 V1 takes pay
            09:10 V1 called
            28:00 dayend 2026-03-02
            28:00 day 2026-03-03
            33:00 V2 takes pay
            33:30 V2 called
            """
        ),
        ZONE,
    )
    # Ten minutes on the second of March and thirty on the third.
    days = {day: flow.wait.sum_ms // MINUTE for day, flow in figures.of(By.DAY).items()}
    assert days == {"2026-03-02": 10, "2026-03-03": 30}
    assert figures.days == ["2026-03-02", "2026-03-03"]
