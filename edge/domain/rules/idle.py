"""Whether a counter that calls nobody keeps somebody waiting: since when it could call them."""

from collections.abc import Iterator

from edge.domain.queue import Lane, Queue, Waiting
from edge.domain.rules.chooser import Chooser
from edge.domain.rules.sight import KEPT, MINUTE_MS, Look


def callable_since(chooser: Chooser, queue: Queue, now: int, local_minute: int) -> int | None:
    """Return since when (wall ms) somebody waits whom the asker may call now; None: nobody does.

    Nobody waits before their own time, so that whoever is early for an appointment does not count.
    `local_minute` is the minute of the hall's day.
    """
    groups = _groups_called(chooser, Look(queue, now, local_minute))
    return min(
        (
            at
            for lane, line in queue.lanes.items()
            if chooser.sight.standing(lane).callable
            for waiting in line
            for at in _callable_from(chooser, lane, waiting, groups, now)
            if at <= now
        ),
        default=None,
    )


def _groups_called(chooser: Chooser, look: Look) -> int | None:
    """Return the bits of the groups that rules leave to the asker now; None: everybody."""
    bits = KEPT
    for sentence in chooser.sentences:
        if all(holds(look) for holds in sentence.holds):
            for turn in sentence.turns:
                bits |= turn
            if sentence.only:
                return bits
    return None


def _callable_from(
    chooser: Chooser, lane: Lane, waiting: Waiting, groups: int | None, now: int
) -> Iterator[int]:
    """Yield from when on the asker may call a ticket: by the fairness bound, and by the rules."""
    yield waiting.begun + chooser.rules.fairness_bound_min * MINUTE_MS
    candidate = chooser.sight.candidate(lane, waiting, now)
    if candidate is not None and (groups is None or candidate[4] & groups):
        yield max(waiting.begun, waiting.since + chooser.sight.standing(lane).hold_ms)
