"""The visitor's side of a counter: what its clerk shows there. Kept by no cache."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.api.answering import for_their_eyes, respond
from edge.api.asked import AskedByClerk, by_staff
from edge.api.routes.applications import application_body
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/counters/{counter}/side")
MayShow = Annotated[AskedByClerk, Depends(by_staff(Action.OWN_COUNTER))]
of_kiosks = [Depends(only("kiosk"))]


@router.get("", response_model=shapes.Side, dependencies=[Depends(only("kiosk", "staff", "tcp"))])
async def at(counter: str, api: TheApi) -> dict[str, Any]:
    """Return what the visitor's side of a counter shows."""
    return api.hall.sides.at(counter)


@router.post("", response_model=shapes.Called)
async def show(counter: str, body: shapes.ToShow, clerk: MayShow) -> Response:
    """Show the visitor something, or nothing any more."""
    use = clerk.api.hall.sides
    return respond(await use.show(counter, body.what, clerk.staff, clerk.request, body.visit))


@router.post("/answer", response_model=shapes.Side, dependencies=of_kiosks)
async def answer(counter: str, body: shapes.SideAnswer, api: TheApi) -> dict[str, Any]:
    """Note whether what is shown is right. Safe to repeat."""
    return await api.hall.sides.answer(counter, body.asked, agreed=body.agreed)


@router.get("/person", response_model=shapes.SidePerson, dependencies=of_kiosks)
async def person(counter: str, api: TheApi) -> Response:
    """Return who the hall takes the visitor for, while that is shown."""
    return for_their_eyes(await api.hall.sides.person(counter))


@router.get("/form", response_model=shapes.Application, dependencies=of_kiosks)
async def form(counter: str, api: TheApi) -> Response:
    """Return the visitor's form, while that is shown."""
    return for_their_eyes(application_body(await api.hall.sides.form(counter)))
