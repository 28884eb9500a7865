"""Which keys are there for whom: every role against every action, by the hall's own rights."""

import pytest
from supervisor_still import as_auditor, calm, me, out_of_touch

from edge.domain import rights as hall_rights
from edge.domain.rights import Role, rights_of
from edge.staff.supervisor import actions, words
from edge.staff.supervisor.actions import KEYS, Action, Panel, keys_for, may, rights_for
from edge.staff.supervisor.board import Board, Me, refused_role, why_not

A = Action
BOARD = {A.DOORS, A.NOTICE, A.MESSAGE, A.RULES}
AT_COUNTERS = BOARD | {A.OPEN, A.CLOSE, A.REPLAN, A.PAUSE}

# What a supervisor is offered where the marked row is; nobody else is offered anything.
OFFERED = {
    (Panel.COUNTERS, "counter"): AT_COUNTERS,
    (Panel.QUEUES, "queue"): BOARD | {A.SWITCH},
    (Panel.ATTENTION, "help"): BOARD | {A.ACCEPT, A.END},
    (Panel.ATTENTION, "alert"): BOARD | {A.ACCEPT},
    (Panel.ATTENTION, "fault"): BOARD | {A.ACCEPT},
    (Panel.ATTENTION, "message"): BOARD | {A.ACCEPT},
    (Panel.ATTENTION, "notice"): BOARD | {A.END},
    (Panel.TICKETS, "ticket"): {A.PRIORITY, A.SERVICE, A.CANCEL, A.REINSTATE},
}


def offered(role: Role, panel: Panel, marked: str) -> set[Action]:
    rights = {right.value for right in rights_of(role)}
    return {key.action for key in keys_for(rights, panel, marked)}


@pytest.mark.parametrize(("panel", "marked"), list(OFFERED))
def test_a_supervisor_is_offered_what_makes_sense_for_the_marked_row(
    panel: Panel, marked: str
) -> None:
    assert offered(Role.SUPERVISOR, panel, marked) == OFFERED[panel, marked]


@pytest.mark.parametrize(("panel", "marked"), list(OFFERED))
def test_an_auditor_is_offered_nothing(panel: Panel, marked: str) -> None:
    assert offered(Role.AUDITOR, panel, marked) == set()


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_refused_without_its_right(action: Action) -> None:
    marked = {A.ACCEPT: "alert", A.END: "notice"}.get(action, "")
    needed = rights_for(action, marked)
    everything = {right.value for right in hall_rights.Action}
    board = calm()
    assert may(everything, action, marked)
    assert not may(everything - needed, action, marked)
    narrowed = Board(Me("3001", role="supervisor"), seen=board.seen, linked=True)
    assert why_not(narrowed, action, marked) == words.NO_RIGHT.about(right=", ".join(needed))
    assert why_not(as_auditor(board), action, marked) == words.AUDITOR
    assert why_not(out_of_touch(), action, marked) == words.LOST_HERE
    assert why_not(board, action, marked) is None


def test_the_rights_are_those_of_the_hall() -> None:
    named = {right for action in Action for right in rights_for(action)}
    looks = {actions.SEE_LIVE, actions.SEE_QUEUE, actions.SEE_REPORTS}
    assert named | looks <= {right.value for right in hall_rights.Action}


@pytest.mark.parametrize("panel", list(Panel))
def test_no_letter_means_two_things_at_one_place(panel: Panel) -> None:
    letters = [key.letter for key in KEYS if panel in key.panels]
    looks = [letter for letter, _ in words.LOOK_KEYS]
    assert len({*letters, *looks}) == len(letters) + len(looks)


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_see_the_hall_stay(role: Role) -> None:
    stays = refused_role(role.value, me(role).rights) is None
    assert stays is (role in {Role.SUPERVISOR, Role.AUDITOR})
