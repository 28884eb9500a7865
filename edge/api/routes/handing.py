"""What clerks do with visitors whom somebody else, or nobody yet, is going to serve."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs, require_right
from edge.api.answering import respond, shown
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action
from edge.hall.handing import Destination

router = APIRouter(prefix="/v1")

MayPause = Annotated[AskedByClerk, Depends(by_staff(Action.PAUSE))]
MayCall = Annotated[AskedByClerk, Depends(by_staff(Action.CALL))]
MayChoose = Annotated[AskedByClerk, Depends(by_staff(Action.CALL_CHOSEN))]
MayReturn = Annotated[AskedByClerk, Depends(by_staff(Action.RETURN))]
MayPark = Annotated[AskedByClerk, Depends(by_staff(Action.PARK))]
MayTransfer = Annotated[AskedByClerk, Depends(by_staff(Action.TRANSFER))]
MayWalkDirect = Annotated[AskedByClerk, Depends(by_staff(Action.WALK_DIRECT))]


@router.get(
    "/queue",
    response_model=list[shapes.InLine],
    dependencies=[Depends(needs(Action.SEE_QUEUE))],
)
async def queue(api: TheApi, counter: shapes.Identifier | None = None) -> Response:
    """Return who waits, is put aside or was missed; with `counter`, those it could call."""
    return shown(api.hall.views.queue(counter))


@router.post("/counters/{counter}/pause", response_model=shapes.CounterState)
async def pause(counter: str, body: shapes.Pause, asked: MayPause) -> Response:
    """Leave the counter for a while; nobody is called to it meanwhile."""
    hall = asked.api.hall
    hall.supervision.require_pause(body.reason)
    return respond(await hall.counters.pause(counter, asked.staff, body.reason, asked.request))


@router.post("/counters/{counter}/resume", response_model=shapes.CounterState)
async def resume(counter: str, asked: MayPause) -> Response:
    """Come back to the counter."""
    return respond(await asked.api.hall.counters.resume(counter, asked.staff, asked.request))


@router.post(
    "/counters/{counter}/precall",
    response_model=shapes.Called,
    responses={204: {"description": "Nobody waits for this counter."}},
)
async def precall(counter: str, asked: MayCall) -> Response:
    """Ask who is next to come near while another is still served; 204 when nobody waits."""
    return respond(await asked.api.hall.counters.precall(counter, asked.staff, asked.request))


@router.post("/counters/{counter}/call", response_model=shapes.Called)
async def call_chosen(counter: str, body: shapes.CallChosen, asked: MayChoose) -> Response:
    """Call one ticket past the rules."""
    use = asked.api.hall.handing
    return respond(
        await use.call_chosen(counter, asked.staff, body.visit, body.reason, asked.request)
    )


@router.post("/counters/{counter}/resume-parked", response_model=shapes.Called)
async def resume_parked(counter: str, body: shapes.OfVisit, asked: MayPark) -> Response:
    """Call somebody whom a clerk has put aside."""
    use = asked.api.hall.handing
    return respond(await use.resume_parked(counter, asked.staff, body.visit, asked.request))


@router.post("/counters/{counter}/return", response_model=shapes.Called)
async def send_back(counter: str, body: shapes.SendBack, asked: MayReturn) -> Response:
    """Let whoever is at the counter wait again."""
    return respond(
        await asked.api.hall.handing.send_back(
            counter,
            asked.staff,
            asked.request,
            body.visit,
            body.minutes,
            body.places,
            body.reason,
        )
    )


@router.post("/counters/{counter}/park", response_model=shapes.Called)
async def park(counter: str, body: shapes.Park, asked: MayPark) -> Response:
    """Put whoever is at the counter aside."""
    hall = asked.api.hall
    hall.supervision.require_reason("park", body.reason)
    return respond(
        await hall.handing.park(
            counter, asked.staff, body.reason, asked.request, body.visit, body.remind_min
        )
    )


@router.post("/counters/{counter}/transfer", response_model=shapes.Called)
async def transfer(counter: str, body: shapes.Transfer, asked: MayTransfer) -> Response:
    """Hand whoever is at the counter on to a service, a counter or a clerk."""
    to = Destination(
        body.service or "",
        body.counter or "",
        body.staff or "",
        body.place,
        body.delay_min,
        body.back,
    )
    note = body.note or ""
    if note:
        require_right(asked.api, asked.staff, Action.NOTE)
    asked.api.hall.supervision.require_reason("transfer", body.reason)
    why = body.visit, note, body.reason
    use = asked.api.hall.handing
    return respond(await use.transfer(counter, asked.staff, to, asked.request, *why))


@router.post("/counters/{counter}/walk-direct", response_model=shapes.Called)
async def walk_direct(counter: str, body: shapes.WalkDirect, asked: MayWalkDirect) -> Response:
    """Serve somebody who has no ticket."""
    use = asked.api.hall.handing
    return respond(await use.walk_direct(counter, asked.staff, body.service, asked.request))
