"""A small hall for rules to be about, and tickets that wait in it."""

from edge.domain.plan import CounterPlan, Plan, PriorityGroup, Service, StaffMember
from edge.domain.queue import Asker, Lane, Queue, Waiting
from edge.domain.rules import Rules, read_rules

MINUTE = 60_000
NOON = 12 * 60
# Of the clock, so that times before it are no negative ones.
NOW = 1_000 * MINUTE

PLAN = Plan(
    services=(
        Service("payment", "交费", "Payment"),
        Service("bill", "交电费", "Bill", prefix="A", parent="payment"),
        Service("invoice", "发票", "Invoice", prefix="B", parent="payment"),
        Service("supply", "新装", "New supply", prefix="C", segments=("business",)),
    ),
    counters=(
        CounterPlan("1", "1", "1", services=("payment",)),
        CounterPlan("2", "2", "2"),
        CounterPlan("3", "3", "3", skills=("cash",)),
    ),
    staff=(
        StaffMember("1001", "A", "", services=("payment",)),
        StaffMember("1002", "B", "", languages=("en",)),
    ),
    priorities=(PriorityGroup("elderly", "老年人", "Elderly", 1), PriorityGroup("vip", "", "", 2)),
)

ASKER = Asker("2", "1002", PLAN.leaves, frozenset({"en"}))


def rules_of(text: str) -> Rules:
    """Read rules that must be right. Lines may be indented as the test is."""
    return read_rules(text, "hall.rules", PLAN)


def ticket(
    visit: str,
    service: str = "bill",
    *segments: str,
    waited: float = 1,
    level: int = 0,
    due_in: float | None = None,
    ready_in: float = 0,
    counter: str = "",
    staff: str = "",
    known_to: str = "",
) -> tuple[Lane, Waiting]:
    """Return a ticket that has waited so many minutes; its time is `due_in` minutes from now."""
    since = round(NOW - waited * MINUTE)
    due = 0 if due_in is None else round(NOW + due_in * MINUTE)
    ready = round(NOW + ready_in * MINUTE) if ready_in else 0
    lane = Lane(service, level, segments, counter, staff, known_to, bool(due))
    return lane, Waiting(visit, (since, since), since, due, ready)


def queue_of(*tickets: tuple[Lane, Waiting]) -> Queue:
    """Return a queue of tickets. Those that came in the same moment stand as they are named."""
    queue = Queue()
    for number, (lane, waiting) in enumerate(tickets):
        queue.add(lane, waiting._replace(order=(waiting.order[0], number)))
    return queue
