"""Asked near by the rules while clerks go on: nobody is asked to where nobody will call them."""

import contextlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from edgefakes import TestedHall, hall_on
from handstepped import Durable, SteppedCommitter, hall_at

from edge.domain.leg import LegState

CLERKS = (("1", "1001"), ("2", "1002"))


async def two_about_to_finish(tested: TestedHall) -> None:
    """Have two visitors served at two counters, each about to be done, while others wait."""
    hall = tested.hall
    await hall.ruling.change("Precall is on\n", "9001")
    for at in CLERKS:
        await hall.tickets.issue("bill")
        await hall.counters.open(*at)
        await hall.counters.next(*at)
        await hall.counters.start(*at)
    for _waiting in range(3):
        await hall.tickets.issue("bill")
    tested.clock.pass_s(600)


def run(committer: SteppedCommitter, *running: Coroutine[Any, Any, Any]) -> None:
    """Let use cases decide one after the other, and go on as what they said becomes durable."""
    waits: dict[Coroutine[Any, Any, Any], Durable] = {}

    def go_on(each: Coroutine[Any, Any, Any]) -> None:
        waits.pop(each, None)
        with contextlib.suppress(StopIteration):
            waits[each] = each.send(None)

    for each in running:
        go_on(each)
    while committer.submitted:
        committer.commit(1)
        for each in [each for each, durable in waits.items() if durable.done]:
            go_on(each)


async def test_a_clerk_who_precalls_while_another_counter_is_seen_to_strands_nobody(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await two_about_to_finish(tested)
    committer = SteppedCommitter(lambda _facts: None)
    hall = hall_at(tested.hall.recorder.committed, committer, tested.clock)
    run(committer, hall.counters.precall_where_due(), hall.counters.precall("2", "1002"))
    state = hall.recorder.working
    asked_near = [each.visit for each in state.tickets() if each.state is LegState.PRECALLED]
    awaited = [now.precalled for now in state.counters.values() if now.is_open and now.precalled]
    assert sorted(asked_near) == sorted(awaited)
