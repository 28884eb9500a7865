"""What clerks do at a counter. The body is optional: `{}` or nothing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi
from edge.api.answering import respond, shown
from edge.api.asked import AskedByClerk, by_staff
from edge.api.context import Api
from edge.domain.rating import to_rate
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/counters")
MayHave = Annotated[AskedByClerk, Depends(by_staff(Action.OWN_COUNTER))]
MayCall = Annotated[AskedByClerk, Depends(by_staff(Action.CALL))]
MayRecall = Annotated[AskedByClerk, Depends(by_staff(Action.RECALL))]
MayStart = Annotated[AskedByClerk, Depends(by_staff(Action.START))]
MayFinish = Annotated[AskedByClerk, Depends(by_staff(Action.FINISH))]
MayGiveUp = Annotated[AskedByClerk, Depends(by_staff(Action.NO_SHOW))]
Command = shapes.CounterCommand | None
OfVisit = shapes.VisitCommand | None


@router.get("", response_model=list[shapes.Counter])
async def counters(api: TheApi) -> Response:
    """Return all counters as they stand, and whom an evaluator there should ask."""
    found, now = api.hall.views.counters(api.degraded()), api.hall.recorder.clock.moment().at
    return shown([counter | _to_rate(api, counter["id"], now) for counter in found])


def _to_rate(api: Api, counter: str, now: int) -> dict[str, Any]:
    state = api.hall.recorder.committed
    window_ms = api.hall.settings.rating_window_s * 1000
    visit = to_rate(state, counter, now, window_ms)
    until = state.counter(counter).last_ended_at + window_ms
    return {"to_rate": visit, "to_rate_left_ms": until - now if visit else 0}


@router.post("/{counter}/open", response_model=shapes.CounterState)
async def open_counter(counter: str, clerk: MayHave, _body: Command = None) -> Response:
    return respond(await clerk.api.hall.counters.open(counter, clerk.staff, clerk.request))


@router.post("/{counter}/close", response_model=shapes.CounterState)
async def close_counter(counter: str, clerk: MayHave, _body: Command = None) -> Response:
    return respond(await clerk.api.hall.counters.close(counter, clerk.staff, clerk.request))


@router.post(
    "/{counter}/next",
    response_model=shapes.Called,
    responses={204: {"description": "Nobody waits for this counter."}},
)
async def call_next(counter: str, clerk: MayCall, _body: Command = None) -> Response:
    """Call who is next; 204 when nobody waits."""
    return respond(await clerk.api.hall.counters.next(counter, clerk.staff, clerk.request))


@router.post("/{counter}/recall", response_model=shapes.Called)
async def recall(counter: str, clerk: MayRecall, body: OfVisit = None) -> Response:
    meant = body.visit if body else None
    return respond(await clerk.api.hall.counters.recall(counter, clerk.staff, clerk.request, meant))


@router.post("/{counter}/start", response_model=shapes.Called)
async def start(counter: str, clerk: MayStart, body: OfVisit = None) -> Response:
    meant = body.visit if body else None
    return respond(await clerk.api.hall.counters.start(counter, clerk.staff, clerk.request, meant))


@router.post("/{counter}/finish", response_model=shapes.Called)
async def finish(counter: str, clerk: MayFinish, body: shapes.Finish | None = None) -> Response:
    """End the service; what was delivered may differ from what was asked for."""
    how = body or shapes.Finish()
    clerk.api.hall.supervision.require_reason("outcome", how.outcome)
    return respond(
        await clerk.api.hall.counters.finish(
            counter, clerk.staff, clerk.request, how.visit, how.outcome, how.delivered
        )
    )


@router.post("/{counter}/no-show", response_model=shapes.Called)
async def no_show(counter: str, clerk: MayGiveUp, body: shapes.NoShow | None = None) -> Response:
    """Give up on whoever was called, perhaps with a reason."""
    gone = body or shapes.NoShow()
    clerk.api.hall.supervision.require_reason("no_show", gone.reason)
    return respond(
        await clerk.api.hall.counters.no_show(
            counter, clerk.staff, clerk.request, gone.visit, gone.reason
        )
    )
