"""How clerks spend their time, and what people say of them, worked out by hand."""

from report_story import MINUTE, ZONE, bare_story, story

from edge.reports.figures import By, DeskTime, Figures
from edge.reports.measuring import measure


def figures_of(text: str) -> Figures:
    return measure(bare_story(f"08:00 day 2026-03-02\n{text}"), ZONE)


def spent(desk: DeskTime) -> dict[str, float]:
    return {doing: ms / MINUTE for doing, ms in desk.spent_ms.items() if ms}


def test_a_clerks_day_adds_up_to_the_time_the_counter_was_open():
    figures = figures_of(
        """
        08:30 1 opens 1001
        09:00 V1 takes pay
        09:00 V1 called
        09:02 V1 starts
        09:12 V1 finishes
        09:20 1 pauses lunch
        09:50 1 resumes
        10:00 1 closes
        """
    )
    # Idle 8:30-9:00, 9:12-9:20, 9:50-10:00; called 2; serving 10; away 30: ninety minutes in all.
    desk = figures.desks[By.CLERK, "1001"]
    assert spent(desk) == {"idle": 48, "called": 2, "serving": 10, "paused": 30}
    assert desk.open_ms == 90 * MINUTE
    assert desk.pauses["lunch"].sum_ms == 30 * MINUTE
    assert figures.desks[By.COUNTER, "1"].spent_ms == desk.spent_ms
    assert figures.open_ms == 90 * MINUTE


def test_a_clerk_at_two_counters_one_after_the_other_is_one_clerk():
    figures = figures_of(
        """
        09:00 1 opens 1001
        10:00 1 closes
        10:00 2 opens 1001
        10:30 2 closes
        """
    )
    # An hour and half an hour.
    assert figures.desks[By.CLERK, "1001"].open_ms == 90 * MINUTE
    assert figures.desks[By.COUNTER, "1"].open_ms == 60 * MINUTE
    assert figures.desks[By.COUNTER, "2"].open_ms == 30 * MINUTE


def test_two_clerks_at_one_counter_are_told_apart():
    figures = figures_of(
        """
        09:00 1 opens 1001
        12:00 1 closes 1001
        12:30 1 opens 1002
        13:00 1 closes 1002
        """
    )
    # Three hours of one, half an hour of the other; nobody in between.
    assert figures.desks[By.CLERK, "1001"].open_ms == 180 * MINUTE
    assert figures.desks[By.CLERK, "1002"].open_ms == 30 * MINUTE
    assert figures.desks[By.COUNTER, "1"].open_ms == 210 * MINUTE


def test_a_no_show_cost_the_clerk_the_time_of_waiting_for_it():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:00 V1 takes pay
        09:00 V1 called
        09:03 V1 noshow
        09:10 1 closes
        """
    )
    assert spent(figures.desks[By.CLERK, "1001"]) == {"called": 3, "idle": 7}


def test_a_parked_and_a_transferred_visitor_leave_the_counter_free():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:00 V1 takes pay
        09:00 V1 called
        09:01 V1 starts
        09:05 V1 parked
        09:10 V1 called
        09:10 V1 starts
        09:12 V1 transferred
        09:15 1 closes
        """
    )
    # Called one minute, serving 4 and 2, idle 5 and 3.
    assert spent(figures.desks[By.CLERK, "1001"]) == {"called": 1, "serving": 6, "idle": 8}


def test_a_counter_nobody_closed_counts_until_the_last_thing_done_at_it():
    figures = figures_of(
        """
        09:00 1 opens 1001
        16:00 V1 takes pay
        16:00 V1 called
        16:01 V1 starts
        16:10 V1 finishes
        28:00 dayend 2026-03-02 shut=1
        28:00 day 2026-03-03
        """
    )
    # The clerk went home after 16:10 and the day ended at four in the morning: seven hours and ten
    # minutes, and not nineteen.
    desk = figures.desks[By.CLERK, "1001"]
    assert spent(desk) == {"idle": 420, "called": 1, "serving": 9}
    assert desk.left_open == 1
    assert figures.open_ms == 430 * MINUTE


def test_a_counter_that_is_open_when_the_report_is_asked_counts_until_then():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:10 V1 takes pay
        09:10 V1 called
        09:10 V1 starts
        09:25 printer lost
        """
    )
    # Ten minutes idle, and fifteen of serving up to the last fact.
    assert spent(figures.desks[By.CLERK, "1001"]) == {"idle": 10, "serving": 15}


def test_a_pause_over_midnight_is_as_long_as_it_was():
    figures = figures_of(
        """
        23:30 1 opens 1001
        23:40 1 pauses supper
        24:20 1 resumes
        24:30 1 closes
        """
    )
    assert spent(figures.desks[By.CLERK, "1001"]) == {"idle": 20, "paused": 40}


def test_the_hall_is_open_while_any_counter_is():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:30 2 opens 1002
        10:00 1 closes 1001
        10:30 2 closes 1002
        13:00 1 opens 1001
        13:15 1 closes 1001
        """
    )
    # 9:00 to 10:30 without a gap, and a quarter of an hour: 105 minutes, though 135 of counters.
    assert figures.open_ms == 105 * MINUTE


def test_a_grade_belongs_to_whoever_served_last():
    figures = figures_of(
        """
        08:00 1 opens 1001
        08:00 2 opens 1002
        09:00 V1 takes pay
        09:00 V1 called 1 1001
        09:00 V1 starts 1 1001
        09:05 V1 transferred 1 1001
        09:05 V1 leg meter
        09:06 V1 called 2 1002
        09:06 V1 starts 2 1002
        09:10 V1 finishes 2 1002
        09:10 V1 rated 5
        09:20 V2 takes pay
        09:20 V2 called 1 1001
        09:20 V2 starts 1 1001
        09:22 V2 rated 2
        09:30 1 ignored
        """
    )
    # The five is the second clerk's, the two the first one's; 3.5 in the mean, half are content.
    assert figures.ratings[By.CLERK, "1002"].given == {5: 1}
    assert figures.ratings[By.CLERK, "1001"].given == {2: 1}
    assert figures.ratings[By.COUNTER, "2"].given == {5: 1}
    assert figures.ratings[By.ALL, "all"].mean == 3.5
    assert figures.ratings[By.ALL, "all"].satisfied == 0.5
    assert figures.ratings_ignored == 1


def test_help_is_measured_from_the_call_to_whoever_accepts_it():
    figures = figures_of(
        """
        09:00 1 helpcalled urgency=emergency
        09:02 1 helpaccepted
        09:05 1 helpended
        09:10 kiosk helpcalled urgency=stuck
        09:30 kiosk helpended
        """
    )
    # Two minutes to the emergency; to the stuck screen nobody went.
    assert figures.help["emergency"].sum_ms == 2 * MINUTE
    assert "stuck" not in figures.help
    assert figures.reasons["help", "stuck"] == 1


def test_an_alert_that_grows_is_one_alert():
    figures = figures_of(
        """
        09:00 A1 alert wait 1
        09:10 A1 alert wait 2
        09:20 A1 calm
        09:30 A1 alert wait 1
        09:30 A2 alert idle 1
        """
    )
    # Raised, grown, ended, and raised anew: two of a wait, one of an idle counter.
    assert figures.reasons["alert", "wait"] == 2
    assert figures.reasons["alert", "idle"] == 1


def test_who_was_sent_elsewhere_and_what_they_lacked_is_counted():
    figures = figures_of(
        """
        09:00 V1 takes pay
        09:01 V1 checked licence bill
        09:02 V1 cancels
        09:02 V1 diverted self-service
        09:10 pay diverted self-service
        """
    )
    # One with a ticket and one without; the one lacked two documents.
    assert figures.reasons["diverted", "self-service"] == 2
    assert figures.reasons["documents", "licence"] == 1
    assert figures.reasons["documents", "bill"] == 1


def test_an_appointment_is_measured_from_its_time_to_the_call():
    figures = measure(
        story(
            """
            08:00 B1 booked pay due=10:00
            08:00 B2 booked pay due=11:00
            08:00 B3 booked pay due=12:00
            09:50 B1 takes pay due=10:00
            09:50 B1 kept
            10:04 B1 called
            10:55 B2 takes pay due=11:00
            10:55 B2 kept late=1
            10:57 B2 called
            12:30 B3 missed
            """
        ),
        ZONE,
    )
    # B1 is called four minutes after its time, B2 three before: that is no minutes after.
    assert figures.bookings.steps == {"booked": 3, "kept": 1, "late": 1, "missed": 1}
    assert figures.bookings.behind.count == 2
    assert figures.bookings.behind.sum_ms == 4 * MINUTE
