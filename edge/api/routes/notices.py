"""Notices on every screen: anybody sees them, a supervisor shows and ends them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/notices")
ToShow = Annotated[AskedByClerk, Depends(by_staff(Action.NOTICE))]


@router.get("", response_model=list[shapes.Notice])
async def notices(api: TheApi) -> list[dict[str, Any]]:
    """Return what every screen tells now, the oldest first."""
    return api.hall.supervision.notices.standing()


@router.post("", status_code=201, response_model=shapes.Notice)
async def show(body: shapes.NewNotice, asked: ToShow) -> Response:
    """Tell everybody something, at once and on every screen."""
    shown = await asked.api.hall.supervision.notices.show(
        body.text, body.text_english, body.until, asked.staff, asked.request
    )
    return respond(shown)


@router.post("/{notice}/end", response_model=shapes.NoticeEnded)
async def end(notice: str, asked: ToShow) -> Response:
    return respond(await asked.api.hall.supervision.notices.end(notice, asked.staff, asked.request))
