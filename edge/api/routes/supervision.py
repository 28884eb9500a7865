"""What a supervisor sees and does: the live picture, any counter, alerts."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action

router = APIRouter(prefix="/v1")
AtAnyCounter = Annotated[AskedByClerk, Depends(by_staff(Action.ANY_COUNTER))]
ToAccept = Annotated[AskedByClerk, Depends(by_staff(Action.ACCEPT_ALERT))]


@router.get(
    "/supervision",
    response_model=shapes.Supervision,
    dependencies=[Depends(needs(Action.SEE_LIVE))],
)
async def supervision(api: TheApi) -> dict[str, Any]:
    """Return the whole hall at one glance."""
    of_hall = api.hall.supervision
    return of_hall.live.picture(api.degraded()) | {
        "alerts": of_hall.alerts.standing(),
        "help": of_hall.help.standing(),
        "notices": of_hall.notices.standing(),
    }


@router.get("/pauses", response_model=list[shapes.PauseReason])
async def pauses(api: TheApi) -> list[Any]:
    """Return the reasons that this hall has for leaving a counter."""
    return list(api.hall.supervision.settings.pauses)


@router.get("/reasons", response_model=list[shapes.ReasonListed])
async def reasons(api: TheApi) -> list[Any]:
    """Return what clerks of this hall may give as outcomes and reasons."""
    return list(api.hall.supervision.settings.reasons)


@router.post("/supervision/counters/{counter}/open", response_model=shapes.CounterState)
async def open_counter(counter: str, body: shapes.CounterFor, asked: AtAnyCounter) -> Response:
    """Open a counter for the clerk who will sit there."""
    use = asked.api.hall.supervision.planning
    return respond(await use.open(counter, body.staff, asked.staff, asked.request))


@router.post("/supervision/counters/{counter}/close", response_model=shapes.CounterState)
async def close_counter(counter: str, asked: AtAnyCounter) -> Response:
    """Close a counter that its clerk has left; whoever was called there waits again."""
    use = asked.api.hall.supervision.planning
    return respond(await use.close(counter, asked.staff, asked.request))


@router.post("/supervision/counters/{counter}/pause", response_model=shapes.CounterState)
async def pause_counter(counter: str, body: shapes.Pause, asked: AtAnyCounter) -> Response:
    """Note that a counter's clerk is away; whoever was called there waits again."""
    of_hall = asked.api.hall.supervision
    of_hall.require_pause(body.reason)
    return respond(await of_hall.planning.pause(counter, body.reason, asked.staff, asked.request))


@router.post("/supervision/counters/{counter}/resume", response_model=shapes.CounterState)
async def resume_counter(counter: str, asked: AtAnyCounter) -> Response:
    """Note that a counter's clerk is back."""
    use = asked.api.hall.supervision.planning
    return respond(await use.resume(counter, asked.staff, asked.request))


@router.post("/supervision/counters/{counter}/replan", response_model=shapes.Replanned)
async def replan(counter: str, body: shapes.Replan, asked: AtAnyCounter) -> Response:
    """Have a counter serve other services until the day ends, or as planned again."""
    use = asked.api.hall.supervision.planning
    return respond(
        await use.replan(counter, body.services, asked.staff, body.reason, asked.request)
    )


@router.post("/alerts/{alert}/accept", response_model=shapes.Alert)
async def accept_alert(alert: str, asked: ToAccept) -> Response:
    """Note that whoever asks sees to it."""
    return respond(
        await asked.api.hall.supervision.alerts.accept(alert, asked.staff, asked.request)
    )
