"""Who waits and where: tickets in lanes, each lane in the order in which it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.queue import Lane, Line, Queue, Waiting


def queue_of(*tickets: tuple[Lane, Waiting]) -> Queue:
    queue = Queue()
    for lane, waiting in tickets:
        queue.add(lane, waiting)
    return queue


def test_a_lane_is_in_the_order_of_coming():
    bill = Lane("bill")
    queue = queue_of((bill, Waiting("late", (9, 9), 90)), (bill, Waiting("early", (5, 5), 50)))
    assert [each.visit for each in queue.lanes[bill]] == ["early", "late"]


def test_a_clock_that_was_set_back_does_not_change_who_came_first():
    bill = Lane("bill")
    queue = queue_of((bill, Waiting("first", (5, 5), 90)), (bill, Waiting("second", (9, 9), 50)))
    assert [each.visit for each in queue.lanes[bill]] == ["first", "second"]


def test_who_goes_back_behind_another_stands_right_behind():
    bill = Lane("bill")
    tickets = [Waiting(name, (seq, seq), seq) for name, seq in (("a", 1), ("b", 2), ("c", 3))]
    queue = queue_of(*((bill, each) for each in tickets), (bill, Waiting("back", (1, 8), 80)))
    assert [each.visit for each in queue.lanes[bill]] == ["a", "back", "b", "c"]


def test_appointments_are_in_the_order_of_their_time():
    booked = Lane("bill", booked=True)
    queue = queue_of(
        (booked, Waiting("ten", (1, 1), 0, due=1000)), (booked, Waiting("nine", (2, 2), 0, due=900))
    )
    assert [each.visit for each in queue.lanes[booked]] == ["nine", "ten"]


def test_a_wait_begins_when_the_visitor_has_come_and_is_due_and_ready():
    assert Waiting("v", (1, 1), since=50).begun == 50
    assert Waiting("v", (1, 1), since=50, due=80).begun == 80
    assert Waiting("v", (1, 1), since=90, due=80).begun == 90
    assert Waiting("v", (1, 1), since=50, due=60, ready=70).begun == 70


def test_a_copy_is_a_queue_of_its_own():
    queue = queue_of((Lane("bill"), Waiting("a", (1, 1), 0)))
    copy = queue.copied()
    assert copy == queue
    copy.remove("a")
    assert "a" in queue.lane_of
    assert queue.lanes[Lane("bill")].oldest == 0
    assert copy == Queue()


def test_a_ticket_that_is_not_in_a_line_cannot_be_taken_out():
    with pytest.raises(ValueError, match="nobody"):
        Line().take("nobody")


def test_ahead_are_those_of_the_service_with_the_same_priority_or_more():
    queue = queue_of(
        (Lane("bill", 0), Waiting("a", (1, 1), 0)),
        (Lane("bill", 1), Waiting("b", (2, 2), 0)),
        (Lane("invoice", 1), Waiting("c", (3, 3), 0)),
    )
    assert (queue.ahead("bill", 0), queue.ahead("bill", 1), queue.ahead("bill", 2)) == (2, 1, 0)
    assert queue.count(["bill"]) == 2
    assert [each.visit for each in queue.in_order({"bill", "invoice"})] == ["a", "b", "c"]
    assert queue.of("c").order == (3, 3)


LANES = [Lane("bill"), Lane("bill", 1), Lane("bill", booked=True)]


@given(
    st.lists(
        st.tuples(st.sampled_from(LANES), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        max_size=12,
    ),
    st.data(),
)
def test_a_line_always_knows_its_oldest_and_when_all_are_ready(
    tickets: list[tuple[Lane, int, int, int]], data: st.DataObject
):
    queue = Queue()
    for number, (lane, behind, since, ready) in enumerate(tickets):
        due = since + 1 if lane.booked else 0
        queue.add(lane, Waiting(str(number), (behind, number), since, due, ready))
    gone = data.draw(st.sets(st.sampled_from(sorted(queue.lane_of)))) if tickets else set()
    for visit in sorted(gone):
        queue.remove(visit)
    assert sum(map(len, queue.lanes.values())) == len(tickets) - len(gone)
    for line in queue.lanes.values():
        assert line == sorted(line, key=lambda each: each.place)
        assert line.oldest == min(each.since for each in line)
        assert line.ready == max(each.ready for each in line)
