"""Calls for help: from a visitor's screen without a session, from a counter with one."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from edge.api import shapes
from edge.api.access import Credentials, TheApi, acting_staff, check_role, require_right
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.api.context import Api, api_of
from edge.api.errors import ApiError
from edge.api.idempotency import Key, keyed
from edge.domain.rights import Action
from edge.hall import requests

router = APIRouter(prefix="/v1/help")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request to `api` by a member of staff, or (`staff` is empty) by a visitor at a screen."""

    api: Api
    staff: str
    request: requests.Request | None


async def _asked(request: Request, credentials: Credentials, idempotency_key: Key = None) -> _Asked:
    api = await api_of(request)
    staff = ""
    if check_role(request, ("kiosk", "staff", "tcp")) != "kiosk":
        staff = await acting_staff(request, api, credentials)
        require_right(api, staff, Action.CALL_HELP)
    return _Asked(api, staff, await keyed(request, idempotency_key))


ByAnybody = Annotated[_Asked, Depends(_asked)]
Stay = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")]
ToHelp = Annotated[AskedByClerk, Depends(by_staff(Action.ACCEPT_HELP))]


async def _seen(request: Request, api: TheApi, credentials: Credentials) -> list[dict[str, Any]]:
    help_ = api.hall.supervision.help
    if check_role(request, ("kiosk", "staff", "tcp")) == "kiosk":
        return [call for call in help_.standing() if not call["by"]]
    staff = await acting_staff(request, api, credentials)
    if Action.ACCEPT_HELP in api.hall.settings.plan.rights_of(staff):
        return help_.standing()
    require_right(api, staff, Action.CALL_HELP)
    return help_.standing_of(staff)


@router.get("", response_model=list[shapes.Help])
async def calls(seen: Annotated[list[dict[str, Any]], Depends(_seen)]) -> list[dict[str, Any]]:
    """Return the calls that have not ended, the oldest first: all of them to whoever helps.

    Other members of staff see their own and those of their counter; a screen, those of screens.
    """
    return seen


@router.post("", status_code=201, response_model=shapes.Help)
async def call(body: shapes.HelpCall, asked: ByAnybody) -> Response:
    """Call somebody; called once more it is the same call, unless it has become more urgent."""
    help_ = asked.api.hall.supervision.help
    if asked.staff:
        answer = await help_.call_from_counter(body.place, body.urgency, asked.staff, asked.request)
    elif body.urgency == "emergency":
        raise ApiError(403, "not_for_this_role", "an emergency is called by staff", "body.urgency")
    else:
        answer = await help_.call_from_screen(
            body.place, body.urgency, body.about, body.stay, asked.request
        )
    return respond(answer)


@router.post("/{place}/accept", response_model=shapes.Help)
async def accept(place: str, asked: ToHelp) -> Response:
    """Note that whoever asks is on the way; only one can be."""
    return respond(await asked.api.hall.supervision.help.accept(place, asked.staff, asked.request))


@router.post("/{place}/end", response_model=shapes.HelpEnded)
async def end(place: str, asked: ByAnybody, stay: Stay = "") -> Response:
    """End a call: whoever called may, and whoever helps. With `stay`, that visitor's and no other.

    A visitor who has left is often heard of late: it is 404 then where the next one calls.
    """
    help_ = asked.api.hall.supervision.help
    if help_.caller(place) not in (None, asked.staff):
        if not asked.staff:
            raise ApiError(403, "not_for_this_role", "that was called by staff", "place")
        require_right(asked.api, asked.staff, Action.ACCEPT_HELP)
    return respond(await help_.end(place, asked.staff, stay, asked.request))
