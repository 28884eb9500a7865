"""Every role and every action: a table written down a second time, by hand."""

import pytest

from edge.domain.plan import ANYBODY, Plan, PlanError, Service, StaffMember
from edge.domain.rights import Action, RightsError, Role, may, rights_of

# One letter for each role that may: clerk, receptionist, supervisor, auditor, engineer.
TABLE = {
    "own_counter": "c s",
    "pause": "c s",
    "call": "c s",
    "call_chosen": "s",
    "recall": "c s",
    "start": "c s",
    "finish": "c s",
    "no_show": "c s",
    "return": "c s",
    "park": "c s",
    "transfer": "c s",
    "walk_direct": "c s",
    "note": "c r s",
    "reveal": "s",
    "call_help": "c r s",
    "see_queue": "c r s a",
    "take_ticket": "r s",
    "group_ticket": "r s",
    "change_service": "r s",
    "cancel_ticket": "r s",
    "check_documents": "r s",
    "divert": "r s",
    "paper_roll": "r s",
    "see_live": "s a",
    "any_counter": "s",
    "switch_service": "s",
    "doors": "s",
    "notice": "s",
    "message": "c r s",
    "accept_help": "r s",
    "accept_alert": "s",
    "change_rules": "s",
    "see_reports": "s a",
    "export_reports": "s a",
    "read_journal": "a",
    "see_faults": "r s a e",
    "acknowledge_faults": "s e",
    "device_work": "e",
}
LOOKING = {"see_queue", "see_live", "see_reports", "export_reports", "read_journal", "see_faults"}


def test_the_table_has_every_action():
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_may_what_the_table_says_and_nothing_else(role: Role, action: Action):
    assert may(role, action) is (role[0] in TABLE[action].split())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_right_can_be_given_and_taken_one_by_one(role: Role, action: Action):
    has = may(role, action)
    if not has and role is Role.AUDITOR and action not in LOOKING:
        with pytest.raises(RightsError, match=f"{action.value}': an auditor only looks"):
            rights_of(role, (f"+{action}",))
        return
    change = f"-{action}" if has else f"+{action}"
    assert rights_of(role, (change,)) == rights_of(role) ^ {action}


def test_an_auditor_does_nothing_but_look():
    assert rights_of(Role.AUDITOR) <= LOOKING


def test_only_the_auditor_reads_the_journal():
    assert [role for role in Role if may(role, Action.READ_JOURNAL)] == [Role.AUDITOR]


@pytest.mark.parametrize(
    ("role", "change", "said"),
    [
        (Role.CLERK, "reveal", "'reveal': begins with + to give a right, with - to take it"),
        (Role.CLERK, "", "'': begins with + to give a right"),
        (Role.CLERK, "+fly", "'+fly': known: own_counter, pause"),
        (Role.CLERK, "+call", "'+call': a clerk has that already"),
        (Role.CLERK, "-reveal", "'-reveal': a clerk does not have that"),
        (Role.AUDITOR, "+reveal", "'+reveal': an auditor only looks"),
    ],
)
def test_a_change_that_cannot_be_is_named(role: Role, change: str, said: str):
    with pytest.raises(RightsError) as refused:
        rights_of(role, (change,))
    assert str(refused.value).startswith(said)


def test_a_right_named_twice_is_no_right_taken_back():
    with pytest.raises(RightsError, match="has that already"):
        rights_of(Role.CLERK, ("+reveal", "+reveal"))


PLAN = Plan(
    (Service("bill", "交电费", "Pay a bill", "A"),),
    (),
    (
        StaffMember("1001", "陈静", "", rights=("+reveal", "-transfer")),
        StaffMember("4001", "何平", "", Role.AUDITOR),
    ),
)


def test_a_member_of_staff_may_what_role_and_own_rights_say():
    rights = PLAN.rights_of("1001")
    assert Action.REVEAL in rights
    assert Action.TRANSFER not in rights
    assert Action.CALL in rights


def test_who_is_not_on_the_staff_may_nothing():
    assert PLAN.rights_of("9999") == frozenset()


def test_where_nobody_signs_in_anybody_is_a_clerk():
    assert PLAN.rights_of(ANYBODY) == rights_of(Role.CLERK)


def test_rights_that_cannot_be_are_refused_with_the_whole_plan():
    with pytest.raises(PlanError, match="staff: 1001: rights: '-fly': known: "):
        Plan(PLAN.services, (), (StaffMember("1001", "陈静", "", rights=("-fly",)),))
