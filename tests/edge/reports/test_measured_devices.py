"""Device availability and people passing, worked out by hand."""

from report_story import MINUTE, ZONE, bare_story

from edge.reports.figures import Down, Figures
from edge.reports.measuring import measure


def figures_of(text: str) -> Figures:
    return measure(bare_story(f"08:00 day 2026-03-02\n{text}"), ZONE)


def in_minutes(down: Down) -> tuple[int, float, float]:
    return down.times, down.down_ms / MINUTE, down.longest_ms / MINUTE


def test_a_device_is_missed_only_while_the_hall_is_open():
    figures = figures_of(
        """
        08:30 printer lost
        09:00 1 opens 1001
        09:30 printer back
        10:50 printer lost
        11:00 1 closes
        11:30 printer back
        """
    )
    # Open 9:00 to 11:00. Down 8:30-9:30, of which 30 minutes count, and 10:50-11:30, of which 10.
    assert in_minutes(figures.devices["printer", ""]) == (2, 40, 30)
    assert figures.open_ms == 120 * MINUTE


def test_each_unit_on_a_line_is_a_device_of_its_own():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:10 strips lost unit=1
        09:20 strips lost unit=2
        09:25 strips back unit=1
        10:00 1 closes
        """
    )
    # Unit 1 from 9:10 to 9:25, unit 2 from 9:20 until the hall closed.
    assert in_minutes(figures.devices["strips", "1"]) == (1, 15, 15)
    assert in_minutes(figures.devices["strips", "2"]) == (1, 40, 40)


def test_a_device_that_comes_and_goes_is_counted_each_time():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:00 reader lost
        09:10 reader seen count=4
        09:20 reader back
        09:25 reader seen count=5
        09:30 reader back
        10:00 1 closes
        """
    )
    # Lost once, seen three times more under one fault, and once more after that was closed: five.
    # Down 9:00-9:20 and 9:25-9:30.
    assert in_minutes(figures.devices["reader", ""]) == (5, 25, 20)


def test_a_fault_of_yesterday_still_costs_today():
    figures = measure(
        bare_story(
            """
            08:00 day 2026-03-03 faults=printer,led
            08:00 led back
            09:00 1 opens 1001
            09:20 printer back
            10:00 1 closes
            """
        ),
        ZONE,
    )
    # Handed over with the day: twenty minutes of the opening hour. The other was back before it.
    assert in_minutes(figures.devices["printer", ""]) == (1, 20, 20)
    assert in_minutes(figures.devices["led", ""]) == (1, 0, 0)


def test_a_fault_over_two_days_is_one_fault():
    figures = figures_of(
        """
        09:00 1 opens 1001
        16:30 printer lost
        17:00 1 closes
        28:00 dayend 2026-03-02
        28:00 day 2026-03-03 faults=printer
        33:00 1 opens 1001
        33:10 printer back
        34:00 1 closes
        """
    )
    # Half an hour on the first day and ten minutes on the second; each day is a stretch of its own.
    assert in_minutes(figures.devices["printer", ""]) == (1, 40, 30)


def test_a_fault_that_another_day_does_not_know_of_is_over():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:30 printer lost
        10:00 1 closes
        28:00 dayend 2026-03-02
        28:00 day 2026-03-03
        33:00 1 opens 1001
        34:00 1 closes
        """
    )
    assert in_minutes(figures.devices["printer", ""]) == (1, 30, 30)


def test_an_outage_over_a_power_cut_with_a_wrong_clock_is_doubtful():
    figures = figures_of(
        """
        09:00 1 opens 1001
        09:10 printer lost
        09:20 boot
        09:20 clock -3600
        09:20 clock unsynced
        09:30 printer back
        """
    )
    # At least the ten minutes that the new boot has lasted.
    assert in_minutes(figures.devices["printer", ""]) == (1, 10, 10)
    assert figures.devices["printer", ""].doubtful == 1


def test_people_are_counted_by_door_and_hour():
    figures = figures_of(
        """
        09:10 door passed 3
        09:50 door passed 2
        10:10 door passed 4
        """
    )
    assert figures.people == {("door", "in", 9): 5, ("door", "in", 10): 4}
