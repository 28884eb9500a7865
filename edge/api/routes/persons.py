"""Notes about visits, and who a visitor is: only for members of staff, and kept by no cache."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action

router = APIRouter(prefix="/v1")

MayNote = Annotated[AskedByClerk, Depends(by_staff(Action.NOTE))]
MayReveal = Annotated[str, Depends(needs(Action.REVEAL))]
AtCounter = Annotated[str, Depends(needs(Action.OWN_COUNTER))]


def _for_their_eyes(body: Any) -> Response:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.get(
    "/visits/{visit}/notes",
    response_model=list[shapes.Note],
    dependencies=[Depends(needs(Action.NOTE))],
)
async def notes(visit: str, api: TheApi) -> Response:
    """Return what was written about a visit today, the oldest first."""
    return _for_their_eyes(await api.hall.notes.of(visit))


@router.post("/visits/{visit}/notes", status_code=201, response_model=shapes.NoteState)
async def write_note(visit: str, body: shapes.NewNote, asked: MayNote) -> Response:
    """Write something down about a visit; it is gone when the day ends."""
    return respond(await asked.api.hall.notes.write(visit, body.text, asked.staff, asked.request))


@router.get(
    "/counters/{counter}/visitor",
    response_model=shapes.Visitor,
    responses={204: {"description": "Nobody is at this counter."}},
)
async def visitor(counter: str, api: TheApi, staff: AtCounter) -> Response:
    """Return what whoever sits at a counter may know of the visitor there; 204 for nobody."""
    found = await api.hall.persons.at(counter, staff)
    if found is None:
        return Response(status_code=204)
    return _for_their_eyes(found | await api.hall.applications.at_a_glance(found["visit"]))


@router.post("/visits/{visit}/reveal", response_model=shapes.Identity)
async def reveal(visit: str, body: shapes.Reveal, api: TheApi, staff: MayReveal) -> Response:
    """Return who the visitor at one's own counter is, unmasked. Every time it is recorded first."""
    return _for_their_eyes(await api.hall.persons.reveal(visit, staff, body.reason))
