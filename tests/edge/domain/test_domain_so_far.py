"""The day so far: what a supervisor's screen counts, fact by fact."""

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.so_far import SoFar
from edge.domain.state import HallState

MORNING = 1_790_000_000_000


class Day:
    """A day by the minute."""

    def __init__(self) -> None:
        self.so_far = SoFar({"bill": 20, "supply": 30})
        self._seq = 0
        opened = f.DayOpened("hall", "2026-09-21", carried_state(HallState(), 0), "", 0)
        self.at(0, opened)

    def at(self, minute: float, *facts: f.Fact) -> None:
        at = MORNING + int(minute * 60_000)
        for fact in facts:
            self._seq += 1
            moment = f.Moment(at, at - MORNING, "boot-1", "synced")
            self.so_far.take(f.Recorded(self._seq, moment, fact))

    def ticket(self, minute: float, visit: str, service: str = "bill", **more: int) -> None:
        reserved = f.TicketReserved(visit, 1, service, visit, 1, 0, "none", 0, **more)
        self.at(minute, reserved, f.TicketIssued(visit, 1, "none"))

    def called(self, minute: float, visit: str) -> None:
        self.at(minute, f.TicketCalled(visit, 1, "1", "1001"))


def test_wait_way_and_serve_are_counted_each_by_itself():
    day = Day()
    day.ticket(0, "V1")
    day.called(10, "V1")
    day.at(11, f.ServiceStarted("V1", 1, "1", "1001"))
    day.at(16, f.ServiceFinished("V1", 1, "1", "1001"))
    hall = day.so_far.hall
    assert (hall.issued, hall.called, hall.in_time, hall.served) == (1, 1, 1, 1)
    assert (hall.wait.mean_s, hall.way.mean_s, hall.serve.mean_s) == (600, 60, 300)


def test_each_service_is_held_against_its_own_target():
    day = Day()
    for visit, service in (("V1", "bill"), ("V2", "supply")):
        day.ticket(0, visit, service)
        day.called(25, visit)
    assert day.so_far.hall.in_time == 1
    assert day.so_far.services["bill"].in_time == 0
    assert day.so_far.services["supply"].in_time == 1


def test_whoever_comes_back_waits_from_then_on():
    day = Day()
    day.ticket(0, "V1")
    day.called(10, "V1")
    day.at(12, f.TicketNoShow("V1", 1, "1", "1001"))
    returned = f.TicketReturned("V1", 1, "", "1001", 0, MORNING + 30 * 60_000, "missed")
    day.at(20, returned)
    day.called(35, "V1")
    hall = day.so_far.hall
    assert (hall.no_shows, hall.called, hall.wait.longest_ms) == (1, 2, 10 * 60_000)


def test_to_be_taken_up_again_is_no_wait():
    day = Day()
    day.ticket(0, "V1")
    day.called(5, "V1")
    day.at(6, f.ServiceStarted("V1", 1, "1", "1001"))
    day.at(7, f.TicketParked("V1", 1, "1", "1001", "copies", 0))
    day.called(60, "V1")
    assert (day.so_far.hall.called, day.so_far.hall.wait.longest_ms) == (1, 5 * 60_000)


def test_an_appointment_is_waited_for_from_its_own_time_on():
    day = Day()
    day.ticket(0, "V1", due=MORNING + 30 * 60_000)
    day.called(32, "V1")
    assert day.so_far.hall.wait.mean_s == 120


def test_the_next_leg_of_a_visit_counts_for_its_own_service():
    day = Day()
    day.ticket(0, "V1")
    day.called(1, "V1")
    day.at(2, f.ServiceStarted("V1", 1, "1", "1001"))
    moved = f.LegOpened("V1", 2, "supply", "transfer", 0)
    day.at(3, f.TicketTransferred("V1", 1, "1", "1001"), moved)
    day.at(9, f.TicketCalled("V1", 2, "3", "1003"))
    assert day.so_far.services["supply"].wait.mean_s == 360
    assert day.so_far.services["bill"].called == 1


def test_grades_are_counted_and_a_new_day_begins_at_nothing():
    day = Day()
    day.ticket(0, "V1")
    day.called(1, "V1")
    day.at(2, f.VisitRated("V1", 4, "screen"))
    assert day.so_far.grades == [0, 0, 0, 1, 0]
    day.at(1000, f.DayOpened("hall", "2026-09-22", {}, "", 0))
    assert (day.so_far.grades, day.so_far.hall.called, day.so_far.services) == ([0] * 5, 0, {})


def test_a_clock_that_is_set_back_makes_a_wait_nothing():
    day = Day()
    day.ticket(100, "V1")
    day.called(40, "V1")
    assert (day.so_far.hall.called, day.so_far.hall.wait.longest_ms) == (1, 0)
