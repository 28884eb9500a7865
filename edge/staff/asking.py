"""A dialog before a press, step by step. Pure; drawn by the dialog screen.

Each step has the safest answer first. What a step offers stays as it was when it was asked: news of
the hall move nothing under a clerk's finger, and the hall refuses what is no longer so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge.staff.actions import Action
from edge.staff.steps import STEPS, Scene, Step


@dataclass(frozen=True)
class Asking:
    """A dialog under way: about which visit, what was answered so far, what is asked now."""

    action: Action
    visit: str
    ticket: str
    step: Step
    given: Mapping[str, str] = field(default_factory=dict)
    behind: tuple["Asking", ...] = ()


def begin(action: Action, scene: Scene) -> Asking | None:
    """Return the dialog of `action` at its first step, or None where nothing is asked."""
    step = _next_step(action, scene)
    if step is None:
        return None
    return Asking(action, scene.counter.visit, scene.counter.ticket, step)


def go_on(asking: Asking, answer: str, scene: Scene) -> Asking | Mapping[str, str]:
    """Return the dialog at its next step, or everything that was answered."""
    given = {**asking.given, asking.step.name: answer}
    step = _next_step(asking.action, replace(scene, given=given))
    if step is None:
        return given
    return replace(asking, step=step, given=given, behind=(*asking.behind, asking))


def step_back(asking: Asking) -> Asking:
    """Return the dialog at the step before, or as it is at the first."""
    return asking.behind[-1] if asking.behind else asking


def _next_step(action: Action, scene: Scene) -> Step | None:
    for make in STEPS.get(action, ()):
        step = make(scene)
        if step is not None and step.name not in scene.given:
            return step
    return None
