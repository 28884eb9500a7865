"""What every use case here does alike: decide once for each request, record, answer."""

from collections.abc import Callable, Sequence
from typing import Any

from edge.domain.facts import Fact
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request


async def once(
    recorder: Recorder,
    request: Request | None,
    decide: Callable[[HallState], Sequence[Fact]],
    build: Callable[[HallState], dict[str, Any]],
    status: int = 200,
) -> Answer:
    """Record what `decide` says and answer with what `build` makes of the state after it.

    A request that comes again gets the answer of the first time.
    """
    earlier = recorder.earlier_answer(request)
    if earlier is not None:
        return await recorder.settled(earlier)
    facts = decide(recorder.require_service())
    return await recorder.answer(facts, lambda after: Answer(status, build(after)), request)
