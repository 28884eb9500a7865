"""Messages between members of staff: each sees those from and for them, and nobody else's."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/messages")
ByStaff = Annotated[AskedByClerk, Depends(by_staff(Action.MESSAGE))]


@router.get("", response_model=list[shapes.Message])
async def messages(
    api: TheApi, staff: Annotated[str, Depends(needs(Action.MESSAGE))]
) -> list[dict[str, Any]]:
    """Return today's messages from and for whoever asks, the oldest first."""
    return await api.hall.supervision.messages.of(staff)


@router.post("", status_code=201, response_model=shapes.MessageState)
async def send(body: shapes.NewMessage, asked: ByStaff) -> Response:
    return respond(
        await asked.api.hall.supervision.messages.send(
            body.text, body.to, asked.staff, asked.request
        )
    )


@router.post("/{message}/read", response_model=shapes.MessageState)
async def read(message: str, asked: ByStaff) -> Response:
    """Note that whoever asks has seen it."""
    return respond(
        await asked.api.hall.supervision.messages.read(message, asked.staff, asked.request)
    )
