"""What clerks do at a counter. The body is optional: `{}` or nothing."""

from typing import Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import Staff, TheApi, only
from edge.api.idempotency import Keyed, respond

router = APIRouter(prefix="/v1/counters")
of_clerks = [Depends(only("staff", "tcp"))]
Command = shapes.CounterCommand | None
OfVisit = shapes.VisitCommand | None


@router.get("", response_model=list[shapes.Counter])
async def counters(api: TheApi) -> list[dict[str, Any]]:
    """Return all counters as they stand."""
    return api.hall.views.counters(api.degraded())


@router.post("/{counter}/open", response_model=shapes.CounterState, dependencies=of_clerks)
async def open_counter(
    counter: str, api: TheApi, staff: Staff, request: Keyed, _body: Command = None
) -> Response:
    return respond(await api.hall.counters.open(counter, staff, request))


@router.post("/{counter}/close", response_model=shapes.CounterState, dependencies=of_clerks)
async def close_counter(
    counter: str, api: TheApi, staff: Staff, request: Keyed, _body: Command = None
) -> Response:
    return respond(await api.hall.counters.close(counter, staff, request))


@router.post(
    "/{counter}/next",
    response_model=shapes.Called,
    responses={204: {"description": "Nobody waits for this counter."}},
    dependencies=of_clerks,
)
async def call_next(
    counter: str, api: TheApi, staff: Staff, request: Keyed, _body: Command = None
) -> Response:
    """Call who is next; 204 when nobody waits."""
    return respond(await api.hall.counters.next(counter, staff, request))


@router.post("/{counter}/recall", response_model=shapes.Called, dependencies=of_clerks)
async def recall(
    counter: str, api: TheApi, staff: Staff, request: Keyed, body: OfVisit = None
) -> Response:
    meant = body.visit if body else None
    return respond(await api.hall.counters.recall(counter, staff, request, meant))


@router.post("/{counter}/start", response_model=shapes.Called, dependencies=of_clerks)
async def start(
    counter: str, api: TheApi, staff: Staff, request: Keyed, body: OfVisit = None
) -> Response:
    meant = body.visit if body else None
    return respond(await api.hall.counters.start(counter, staff, request, meant))


@router.post("/{counter}/finish", response_model=shapes.Called, dependencies=of_clerks)
async def finish(
    counter: str, api: TheApi, staff: Staff, request: Keyed, body: OfVisit = None
) -> Response:
    meant = body.visit if body else None
    return respond(await api.hall.counters.finish(counter, staff, request, meant))


@router.post("/{counter}/no-show", response_model=shapes.Called, dependencies=of_clerks)
async def no_show(
    counter: str, api: TheApi, staff: Staff, request: Keyed, body: OfVisit = None
) -> Response:
    meant = body.visit if body else None
    return respond(await api.hall.counters.no_show(counter, staff, request, meant))
