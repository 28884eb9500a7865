"""A plan that contradicts itself is refused whole, and the message names the entry."""

import pytest
from edgefakes import PLAN

from edge.domain.plan import CounterPlan, Plan, PlanError, PriorityGroup, Service, StaffMember

BILL = Service("bill", "交电费", "Pay a bill", "A")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"services": (BILL, BILL)}, "services: 'bill' stands there twice"),
        (
            {"services": (BILL, Service("b", "", "", "A"))},
            "services: prefix: 'A' stands there twice",
        ),
        ({"services": (Service("bill", "", "", "1"),)}, "services: bill: prefix must be"),
        ({"services": (Service("bill", "", ""),)}, "services: bill: prefix must be"),
        ({"services": (Service("bill", "", "", "A", "x"),)}, "services: bill: no parent 'x'"),
        (
            {"services": (Service("a", "", "", "A", "b"), Service("b", "", "", "B", "a"))},
            "services: a: its parents go round in a circle",
        ),
        ({"counters": (CounterPlan("1", "", "", ("x",)),)}, "1: no service 'x'"),
        ({"staff": (StaffMember("1001", "", "", services=("x",)),)}, "1001: no service 'x'"),
        (
            {"priorities": (PriorityGroup("e", "", "", 1), PriorityGroup("e", "", "", 2))},
            "priorities: 'e' stands there twice",
        ),
    ],
)
def test_a_contradiction_is_refused_and_named(parts: dict, message: str):
    whole = {"services": (BILL,), "counters": (), **parts}
    with pytest.raises(PlanError, match=message):
        Plan(**whole)


def test_a_counter_that_serves_a_group_serves_all_below_it():
    assert PLAN.served_by("1", "1001") == ("bill", "invoice")


def test_a_clerk_serves_only_what_both_the_counter_and_the_clerk_can():
    assert PLAN.served_by("2", "1003") == ("supply",)
    assert PLAN.served_by("1", "1003") == ()


def test_a_priority_is_known_by_its_group_or_its_level():
    levels = [PLAN.priority_level(asked) for asked in (None, "elderly", 7, "nobody")]
    assert levels == [0, 1, 7, None]


def test_a_pin_hash_never_shows_in_a_representation():
    assert "2468" not in repr(PLAN)
