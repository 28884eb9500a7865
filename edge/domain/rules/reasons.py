"""Why one ticket was not called before another: the first of these that is so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from edge.domain.queue import Lane, Waiting
from edge.domain.rules.chooser import DEFAULT, FAIRNESS, RESERVED, Chooser
from edge.domain.rules.sight import KEPT, MINUTE_MS, WALK_IN, Candidate


class Reason(StrEnum):
    """Why a ticket was not called at that moment, to that counter."""

    NOT_COME = "not_come"
    NOT_WAITING = "not_waiting"  # its state is in the details
    NOT_SERVED = "not_served"
    OTHER_COUNTER = "other_counter"
    OTHER_CLERK = "other_clerk"
    NEEDS_SKILL = "needs_skill"
    NOT_READY = "not_ready"
    STAYS_WITH_CLERK = "stays_with_clerk"
    TOO_EARLY = "too_early"
    BY_HAND = "by_hand"
    WITHIN_BOUND = "within_bound"
    NOT_KEPT = "not_kept"
    NOT_IN_SENTENCE = "not_in_sentence"
    LOWER_LEVEL = "lower_level"
    WALK_IN = "walk_in"
    BOOKED_LATER = "booked_later"
    CAME_LATER = "came_later"
    UNKNOWN = "unknown"  # the rules of today do not say so


@dataclass(frozen=True, slots=True)
class Against:
    """A reason, and what it needs to be said: names, levels, wall ms."""

    reason: Reason
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Called:
    """A call that the rules chose: who, by which rule, at which turn of it, at `now` (wall ms)."""

    candidate: Candidate
    rule: str
    turn: int
    now: int


def why_not_callable(chooser: Chooser, lane: Lane, waiting: Waiting, now: int) -> Against | None:
    """Return what keeps the asker from calling a ticket at all."""
    asker, rules = chooser.asker, chooser.rules
    if lane.service not in asker.services:
        return Against(Reason.NOT_SERVED, {"counter": asker.counter, "service": lane.service})
    if lane.counter not in ("", asker.counter):
        return Against(Reason.OTHER_COUNTER, {"counter": lane.counter})
    if lane.staff not in ("", asker.staff):
        return Against(Reason.OTHER_CLERK, {"staff": lane.staff})
    for segment, skill in rules.needs:
        if segment in lane.segments and skill not in asker.skills:
            return Against(Reason.NEEDS_SKILL, {"skill": skill, "segment": segment})
    return _why_not_yet(chooser, lane, waiting, now)


def _why_not_yet(chooser: Chooser, lane: Lane, waiting: Waiting, now: int) -> Against | None:
    if waiting.ready > now:
        return Against(Reason.NOT_READY, {"until": waiting.ready})
    until = waiting.since + chooser.sight.standing(lane).hold_ms
    if until > now:
        return Against(Reason.STAYS_WITH_CLERK, {"staff": lane.known_to, "until": until})
    if chooser.sight.candidate(lane, waiting, now) is None:
        return Against(Reason.TOO_EARLY, {"due": waiting.due})
    return None


def why_behind(chooser: Chooser, called: Called, lane: Lane, waiting: Waiting) -> Against:
    """Return why a ticket that may be called comes behind the one that was."""
    if called.rule == FAIRNESS:
        return _behind_the_bound(chooser.rules.fairness_bound_min, called, waiting)
    candidate = chooser.sight.candidate(lane, waiting, called.now)
    if candidate is None:
        return Against(Reason.TOO_EARLY, {"due": waiting.due})
    group = _group(chooser, called)
    if group and not candidate[4] & group:
        if called.rule == RESERVED:
            return Against(Reason.NOT_KEPT)
        return Against(Reason.NOT_IN_SENTENCE, {"line": int(called.rule)})
    if called.rule == DEFAULT and chooser.rules.in_order_of_coming:
        return Against(Reason.CAME_LATER)
    return _by_rank(called.candidate, candidate)


def _behind_the_bound(bound_min: int, called: Called, waiting: Waiting) -> Against:
    if called.now - waiting.begun < bound_min * MINUTE_MS:
        return Against(Reason.WITHIN_BOUND, {"bound_min": bound_min})
    return Against(Reason.CAME_LATER)


def _group(chooser: Chooser, called: Called) -> int:
    """Return the bit of the group that was called from, 0 for everybody."""
    if called.rule == RESERVED:
        return KEPT
    for sentence in chooser.sentences:
        if sentence.place == called.rule:
            return sentence.turns[max(0, called.turn - 1)]
    return 0


def _by_rank(called: Candidate, other: Candidate) -> Against:
    if other[0] > called[0]:
        return Against(Reason.LOWER_LEVEL, {"level": -other[0], "called": -called[0]})
    if other[:2] > called[:2]:
        if other[1] == WALK_IN:
            return Against(Reason.WALK_IN)
        return Against(Reason.BOOKED_LATER, {"due": other[1]})
    return Against(Reason.CAME_LATER)
