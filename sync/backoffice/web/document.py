"""Headquarters' server as an OpenAPI document: what may be asked of it, and what it answers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.backoffice.applications import ApplicationLine
from sync.backoffice.reader import FactLine, HallLine, IssueLine, VisitLine

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_MEANINGS = {
    303: "done; the visitor's page is at that address",
    404: "no hall, visit, page, wish or form of that name",
    409: "not now; the page says why",
    413: "more than a form",
    422: "what was sent cannot be read",
    429: "asked too often",
    503: "the database, or the hall, does not answer; or too many pages are open",
}


class _Asked(NamedTuple):
    """One operation: how it answers, what may be asked beside the path, how else it may end."""

    path: str
    about: str
    media: str = "text/html"
    schema: Schema = _TEXT
    query: tuple[str, ...] = ()
    ends: tuple[int, ...] = (503,)
    method: str = "get"


def _lines(line: type, **more: Schema) -> Schema:
    return {"type": "array", "items": _one(line, **more)}


def _one(line: type, **more: Schema) -> Schema:
    schema = TypeAdapter(line).json_schema()
    also = {"properties": {**schema["properties"], **more}}
    return {**schema, **also, "required": [*schema["required"], *more]}


_QUERY: Mapping[str, Schema] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 200},
    "hall": _TEXT,
    "day": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"},
    "lang": {"type": "string", "enum": ["zh", "en"]},
}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_JSON, _LIVE = "application/json", "text/event-stream"
_PAGE, _WISH = "/m/{secret}", (303, 404, 409, 413, 422, 429, 503)

_ASKED = (
    _Asked("/", "All halls, their links and how far behind they are."),
    _Asked(
        "/halls/{hall}", "One hall: its visits, and what a person should look at.", ends=(404, 503)
    ),
    _Asked("/halls/{hall}/visits/{visit}", "What happened to a visit.", ends=(404, 503)),
    _Asked(
        "/halls/{hall}/words", "What visitors wrote on a day.", query=("day",), ends=(404, 422, 503)
    ),
    _Asked("/applications", "What was applied for.", query=("hall", "limit"), ends=(422, 503)),
    _Asked("/live", "News of a hall, or of all, as they come.", _LIVE, query=("hall",)),
    _Asked("/api/halls", "All halls.", _JSON, _lines(HallLine, lag=_COUNT)),
    _Asked(
        "/api/halls/{hall}/issues",
        "What a person should look at.",
        _JSON,
        _lines(IssueLine),
        (),
        (404, 503),
    ),
    _Asked(
        "/api/visits", "The latest visits.", _JSON, _lines(VisitLine), ("hall", "limit"), (422, 503)
    ),
    _Asked(
        "/api/visits/{visit}",
        "A visit and its facts.",
        _JSON,
        _one(VisitLine, facts=_lines(FactLine)),
        (),
        (404, 503),
    ),
    _Asked(
        "/api/applications",
        "What was applied for.",
        _JSON,
        _lines(ApplicationLine),
        ("hall", "limit"),
        (422, 503),
    ),
    _Asked(
        "/healthz",
        "Whether the server answers.",
        _JSON,
        {"type": "object", "required": ["status"]},
        (),
        (),
    ),
    _Asked(_PAGE, "A visitor's own page.", query=("lang",), ends=(404, 429, 503)),
    _Asked(f"{_PAGE}/live", "News of a visitor's page.", _LIVE, ends=(404, 429, 503)),
    _Asked(f"{_PAGE}/forms/{{form}}", "A form to fill in.", query=("lang",), ends=(404, 429, 503)),
    _Asked(
        f"{_PAGE}/forms/{{form}}", "Hand a form in.", query=("lang",), ends=_WISH, method="post"
    ),
    _Asked(
        f"{_PAGE}/{{wish}}",
        "More time, leaving the queue, or a grade.",
        query=("lang",),
        ends=_WISH,
        method="post",
    ),
)


def document() -> dict[str, Any]:
    """Return the document: every route but this one and files that never change."""
    paths: dict[str, dict[str, Any]] = {}
    for asked in _ASKED:
        paths.setdefault(asked.path, {})[asked.method] = _operation(asked)
    info = {"title": "Atrium headquarters", "version": "1", "description": _ABOUT}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


_ABOUT = (
    "Pages for headquarters' staff, the same as JSON below /api, and visitors' own pages below /m. "
    "No page of staff asks who reads it: it belongs behind a proxy that does."
)


def _operation(asked: _Asked) -> dict[str, Any]:
    named = [part[1:-1] for part in asked.path.split("/") if part.startswith("{")]
    in_path = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in named]
    in_query = [{"name": name, "in": "query", "schema": _QUERY[name]} for name in asked.query]
    ends = {str(status): {"description": _MEANINGS[status]} for status in asked.ends}
    operation: dict[str, Any] = {"summary": asked.about, "parameters": in_path + in_query}
    if asked.method == "post":
        form = {"type": "object", "additionalProperties": _TEXT}
        operation["requestBody"] = {
            "content": {"application/x-www-form-urlencoded": {"schema": form}}
        }
        return {**operation, "responses": ends}
    found = {"description": asked.about, "content": {asked.media: {"schema": asked.schema}}}
    return {**operation, "responses": {"200": found, **ends}}


async def _openapi(_request: Request) -> Response:
    return JSONResponse(document())


ROUTE = Route("/api/openapi.json", _openapi)
