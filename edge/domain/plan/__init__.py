"""What a hall has been set up to be: services, priority groups, counters, staff.

A plan never changes by itself, and one that contradicts itself is refused whole.
"""

from edge.domain.plan.checks import PlanError
from edge.domain.plan.people import (
    ANYBODY,
    Address,
    CounterPlan,
    Direction,
    PriorityGroup,
    StaffMember,
)
from edge.domain.plan.search import find_services
from edge.domain.plan.services import AppointmentOffer, Document, NumberRange, Quota, Service
from edge.domain.plan.whole import Plan

__all__ = [
    "ANYBODY",
    "Address",
    "AppointmentOffer",
    "CounterPlan",
    "Direction",
    "Document",
    "NumberRange",
    "Plan",
    "PlanError",
    "PriorityGroup",
    "Quota",
    "Service",
    "StaffMember",
    "find_services",
]
