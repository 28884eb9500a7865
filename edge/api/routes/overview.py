"""What the hall shows of itself: services, board, devices, health, and the event stream."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse

from edge.api import shapes
from edge.api.access import TheApi
from edge.api.answering import shown
from edge.journal.feed import Feed
from edge.journal.reserve import Room
from edge.ports import StorageError

log = logging.getLogger(__name__)

router = APIRouter(prefix="/v1")

_BEAT_S = 15.0
_LISTENING = ": listening\n\n"
_SEQ = "^[0-9]{1,18}$"


@router.get("/services", response_model=list[shapes.Service])
async def services(api: TheApi) -> list[dict[str, Any]]:
    """Return all services, flat; those without children can be chosen."""
    return api.hall.views.services()


@router.get("/services/now", response_model=list[shapes.ServiceNow])
async def services_now(api: TheApi) -> list[dict[str, Any]]:
    """Return how long each service that can be chosen may take, or why there is no ticket."""
    return await api.hall.offering.now()


@router.get("/priorities", response_model=list[shapes.PriorityGroup])
async def priorities(api: TheApi) -> list[dict[str, Any]]:
    """Return the groups of visitors who come before others."""
    return api.hall.views.priorities()


@router.get("/board", response_model=shapes.Board)
async def board(api: TheApi) -> Response:
    return shown(api.hall.views.board() | {"notices": api.hall.supervision.notices.standing()})


@router.get("/health", response_model=shapes.Health)
async def health(api: TheApi) -> dict[str, Any]:
    """Return the controller at a glance."""
    state, hall = api.hall.recorder.committed, api.hall
    names = hall.settings.names
    return {
        "status": _status(api),
        "hall": names.id,
        "name": names.name,
        "name_english": names.name_english,
        "demo": api.demo,
        "day": state.day,
        "seq": state.seq,
        "storage": hall.admission.room.value,
        "faults": len(state.faults),
        "uplink": {
            "epoch": state.epoch,
            "acked": hall.uplink.acked,
            "pending": hall.uplink.pending,
        },
    }


def _status(api: TheApi) -> str:
    if not api.hall.recorder.in_service or api.hall.admission.room is Room.FULL:
        return "out_of_service"
    troubled = api.hall.recorder.committed.faults or api.hall.admission.room is Room.LOW
    return "degraded" if troubled else "ok"


_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `id` is the seq, `data` an event.",
        "content": {"text/event-stream": {"schema": shapes.Event.model_json_schema()}},
    }
}


@router.get("/events", response_class=StreamingResponse, responses=_STREAM)
async def events(
    api: TheApi, last_event_id: Annotated[str | None, Header(pattern=_SEQ)] = None
) -> StreamingResponse:
    """Stream committed facts; with `Last-Event-ID`, from there on without a gap."""
    after = None if last_event_id is None else int(last_event_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(event_stream(api.feed, after), 200, headers, "text/event-stream")


async def event_stream(feed: Feed, after: int | None) -> AsyncIterator[str]:
    """Yield what goes over the wire; it ends where the feed does, or where it cannot be read."""
    async with contextlib.aclosing(feed.groups(after, _BEAT_S)) as groups:
        try:
            async for group in groups:
                yield "".join(map(_sent, group)) or _LISTENING
        except StorageError as error:
            log.error("an event stream ends here: %s", error)


def _sent(event: str) -> str:
    seq = event[7 : event.index(",")]  # every event begins with {"seq":
    return f"id: {seq}\ndata: {event}\n\n"
