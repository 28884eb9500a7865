"""Who is next: priority first, then the order of issue, and nobody waits for ever."""

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.queue import Queue, Rules, Waiting, next_ticket

MINUTE = 60_000
RULES = Rules(fairness_bound_min=30)


def queue_of(*tickets: tuple[str, str, int, int]) -> Queue:
    """Tickets as (visit, service, priority, since ms), in the order of issue."""
    queue = Queue()
    for order, (visit, service, priority, since) in enumerate(tickets):
        queue.add(service, priority, Waiting(visit, order, since))
    return queue


def test_who_came_first_is_next():
    queue = queue_of(("a", "bill", 0, 0), ("b", "bill", 0, 0))
    assert next_ticket(queue, ["bill"], RULES, MINUTE) == "a"


def test_a_higher_priority_goes_first_whatever_the_service():
    queue = queue_of(("a", "bill", 0, 0), ("b", "invoice", 1, 0), ("c", "bill", 2, 0))
    assert next_ticket(queue, ["bill", "invoice"], RULES, MINUTE) == "c"


def test_a_service_the_counter_does_not_serve_is_never_called():
    assert next_ticket(queue_of(("a", "bill", 0, 0)), ["supply"], RULES, MINUTE) is None


def test_nobody_waits_longer_than_the_bound_because_of_others():
    queue = queue_of(("old", "bill", 0, 0), ("elderly", "bill", 1, 29 * MINUTE))
    assert next_ticket(queue, ["bill"], RULES, 30 * MINUTE - 1) == "elderly"
    assert next_ticket(queue, ["bill"], RULES, 30 * MINUTE) == "old"


def test_of_those_who_waited_too_long_the_first_who_came_is_next():
    queue = queue_of(("first", "bill", 0, 0), ("second", "bill", 9, 0))
    assert next_ticket(queue, ["bill"], RULES, 31 * MINUTE) == "first"


def test_ahead_are_those_of_the_service_with_the_same_priority_or_more():
    queue = queue_of(("a", "bill", 0, 0), ("b", "bill", 1, 0), ("c", "invoice", 1, 0))
    assert (queue.ahead("bill", 0), queue.ahead("bill", 1), queue.ahead("bill", 2)) == (2, 1, 0)


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 3), st.integers(0, 60)), min_size=1)
)
def test_everybody_is_called_once_and_whoever_is_overdue_before_all_others(
    tickets: list[tuple[str, int, int]],
):
    waits = sorted(tickets, key=lambda ticket: ticket[2])
    queue = queue_of(*((str(n), s, p, t * MINUTE) for n, (s, p, t) in enumerate(waits)))
    called = []
    while (visit := next_ticket(queue, "AB", RULES, 60 * MINUTE)) is not None:
        service, priority, _since = waits[int(visit)]
        queue.remove(service, priority, visit)
        called.append(int(visit))
    overdue = [n for n, (_s, _p, since) in enumerate(waits) if 60 - since >= 30]
    assert called[: len(overdue)] == overdue
    rest = called[len(overdue) :]
    assert rest == sorted(rest, key=lambda n: (-waits[n][1], n))
    assert sorted(called) == list(range(len(waits)))
