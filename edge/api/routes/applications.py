"""Forms that visitors fill in: kept, gone on with, handed in, followed. Kept by no cache."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from edge.api import shapes
from edge.api.access import TheApi, needs, only
from edge.api.answering import for_their_eyes, respond
from edge.api.asked import Asked, AskedByClerk, ByVisitor, asked_by, by_staff
from edge.domain.forms import Field, Form, FormDocument, Mistake, Part
from edge.domain.now import PageNow
from edge.domain.rights import Action
from edge.hall.applications import Filled

router = APIRouter(prefix="/v1")

ByScreen = Annotated[Asked, Depends(asked_by("kiosk"))]
ByCounterClerk = Annotated[AskedByClerk, Depends(by_staff(Action.OWN_COUNTER))]
AtCounter = Annotated[str, Depends(needs(Action.OWN_COUNTER))]
Screen = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")]
of_kiosks = [Depends(only("kiosk"))]


@router.get("/forms", response_model=list[shapes.Form])
async def forms(api: TheApi) -> list[dict[str, Any]]:
    """Return the forms that can be filled in here."""
    return [_form(form) for form in api.hall.applications.forms.values()]


@router.post("/applications", status_code=201, response_model=shapes.Application)
async def begin(body: shapes.NewApplication, asked: ByScreen) -> Response:
    """Keep a form that somebody begins to fill in; the answer has the code to go on by."""
    use = asked.api.hall.applications
    saved = await use.begin(body.form, body.answers, body.at, body.documents, asked.request)
    filled = await use.opened(_named(saved.answer.body))
    return for_their_eyes(application_body(filled, saved.mistakes), 201)


@router.put("/applications/{application}", response_model=shapes.Application)
async def save(application: str, body: shapes.Filling, asked: ByScreen) -> Response:
    """Keep a form as it is filled in now."""
    use = asked.api.hall.applications
    saved = await use.save(application, body.answers, body.at, body.documents, asked.request)
    return for_their_eyes(application_body(await use.opened(application), saved.mistakes))


@router.post("/applications/resume", response_model=shapes.Application, dependencies=of_kiosks)
async def resume(body: shapes.Resume, api: TheApi) -> Response:
    """Return the form that a code was given out for."""
    return for_their_eyes(
        application_body(await api.hall.applications.resume(body.code, body.screen))
    )


@router.post("/applications/{application}/hand-in", response_model=shapes.Followed)
async def hand_in(application: str, body: shapes.HandIn, asked: ByScreen) -> Response:
    """Hand a form in; the answer has the number to follow it by."""
    use = asked.api.hall.applications
    return respond(await use.hand_in(application, body.signature, asked.request))


@router.post("/applications/{application}/visit", response_model=shapes.Bound)
async def bind(application: str, body: shapes.Bind, asked: ByVisitor) -> dict[str, str]:
    """Note that a ticket is about an application. Safe to repeat."""
    await asked.api.hall.applications.bind(application, body.visit)
    return {"application": application, "visit": body.visit}


@router.get("/applications/numbers/{number}", response_model=shapes.Followed)
async def followed(number: str, api: TheApi, screen: Screen = "") -> dict[str, Any]:
    """Return how far an application is that was handed in here.

    For a number that somebody gives at a `screen` it is the stage alone, and each is counted.
    """
    use = api.hall.following
    return dict(use.at_screen(number, screen) if screen else use.by_number(number))


@router.get(
    "/counters/{counter}/application",
    response_model=shapes.Application,
    responses={204: {"description": "Nobody is at this counter, or nobody filled in a form."}},
)
async def at_counter(counter: str, api: TheApi, staff: AtCounter) -> Response:
    """Return the form of the visitor at a counter, for whoever sits there; 204 without one."""
    found = await api.hall.persons.at(counter, staff)
    application = api.hall.applications.of_visit(found["visit"]) if found else ""
    if not application:
        return Response(status_code=204)
    return for_their_eyes(application_body(await api.hall.applications.opened(application)))


@router.post("/counters/{counter}/application/withdraw", response_model=shapes.Called)
async def withdraw(counter: str, body: shapes.Withdraw, clerk: ByCounterClerk) -> Response:
    """Forget the form of the visitor at a counter, handed in or not."""
    use, asked = clerk.api.hall.withdrawals, clerk.request
    return respond(await use.withdraw(counter, body.application, clerk.staff, asked, body.visit))


def _named(body: Any) -> str:
    return str(body["application"])


def application_body(filled: Filled, mistakes: Sequence[Mistake] = ()) -> dict[str, Any]:
    """Return an application in the shape of `shapes.Application`."""
    missing = filled.missing(signed=True)
    return {
        "application": filled.application,
        "form": filled.form.id,
        "code": filled.code,
        "answers": dict(filled.answers),
        "documents": list(filled.now.documents),
        "attached": [_attached(page) for page in filled.now.pages],
        "mistakes": [_mistake(each) for each in mistakes],
        "missing": [_mistake(each) for each in missing.mistakes],
        "lacking": [document.id for document in missing.documents],
        "number": filled.now.number,
        "until": filled.now.until,
    }


def _attached(page: PageNow) -> dict[str, Any]:
    return {
        "document": page.document,
        "page": page.page,
        "media": page.media,
        "size": page.size,
    }


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {"field": mistake.field, "code": mistake.code, "details": dict(mistake.details)}


def _form(form: Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "name": form.name,
        "name_english": form.name_english,
        "service": form.service,
        "signed": form.signed,
        "parts": [_part(part) for part in form.parts],
        "documents": [_with_when(document) for document in form.documents],
        "entry": form.entry,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "name": part.name,
        "name_english": part.name_english,
        "when": _when(part),
        "fields": [_with_when(field) for field in part.fields],
    }


def _with_when(asked: Field | FormDocument) -> dict[str, Any]:
    return {**asdict(asked), "when": _when(asked)}


def _when(asked: Part | Field | FormDocument) -> dict[str, list[str]]:
    return {name: list(values) for name, values in (asked.when or {}).items()}
