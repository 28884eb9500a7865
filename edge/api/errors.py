"""The one JSON shape of every error, whatever went wrong."""

import inspect
import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from edge.domain.refusals import Nature, RefusedError
from edge.ports import StorageError

log = logging.getLogger(__name__)

_STATUS: dict[Nature, int] = {
    "invalid": 422,
    "unknown": 404,
    "conflict": 409,
    "forbidden": 401,
    "locked": 429,
    "unavailable": 503,
}

# Code and where of what the framework itself refuses. 400 is a body that cannot be parsed at all.
_HTTP_CODES = {
    400: ("invalid_json", "body"),
    404: ("not_found", "path"),
    405: ("method_not_allowed", "path"),
}

_API_CODES = {
    "invalid_json": "The body is not JSON.",
    "not_json": "The body is declared to be something other than JSON.",
    "invalid_request": "A field, parameter or header is missing, unknown or not what it must be.",
    "body_too_large": "The body is larger than anything this API takes.",
    "not_found": "No such path.",
    "method_not_allowed": "No such method on that path.",
    "not_for_this_role": "Not on this socket.",
    "not_allowed": "Whoever is signed in has not the right to do that.",
    "session_required": "No session, or one that is over.",
    "no_codec": "Nothing can read the wire of that device.",
    "http_error": "Anything else that cannot be asked so.",
    "internal_error": "A fault of the controller itself.",
}


class ApiError(HTTPException):
    """An error of the HTTP side itself."""

    # It is one of the framework's own, because any other that is raised while a body is being
    # read is taken for a body that cannot be parsed.
    def __init__(self, status: int, code: str, message: str, where: str = "") -> None:
        super().__init__(status, message)
        self.code = code
        self.where = where


def error_body(code: str, message: str, where: str = "", **details: Any) -> dict[str, Any]:
    """Return an error in the shape of `shapes.ErrorAnswer`."""
    return {"error": {"code": code, "message": message, "where": where, "details": details}}


def known_codes() -> dict[str, str]:
    """Return every code an error may carry, and what it means."""
    refusals = {each.code: inspect.getdoc(each) or "" for each in RefusedError.__subclasses__()}
    return _API_CODES | refusals


def install(app: FastAPI) -> None:
    """Have `app` answer every error in that shape."""

    @app.exception_handler(RefusedError)
    async def refused(_request: Request, error: RefusedError) -> JSONResponse:
        body = error_body(error.code, str(error), error.where, **error.details)
        return JSONResponse(body, _STATUS[error.nature])

    @app.exception_handler(ApiError)
    async def of_api(_request: Request, error: ApiError) -> JSONResponse:
        body = error_body(error.code, error.detail, error.where)
        return JSONResponse(body, error.status_code)

    @app.exception_handler(StorageError)
    async def of_storage(_request: Request, error: StorageError) -> JSONResponse:
        log.error("the journal cannot be read: %s", error)
        return JSONResponse(error_body("out_of_service", "the journal cannot be read now"), 503)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _not_json_at_all(request) or _invalid(error)

    @app.exception_handler(AnyHTTPException)
    async def of_http(request: Request, error: AnyHTTPException) -> JSONResponse:
        code, where = _HTTP_CODES.get(error.status_code, ("http_error", ""))
        message = f"{request.method} {request.url.path}: {error.detail}"
        return JSONResponse(error_body(code, message, where), error.status_code, error.headers)

    @app.exception_handler(Exception)
    async def bug(_request: Request, _error: Exception) -> JSONResponse:
        return JSONResponse(error_body("internal_error", "a fault of the controller itself"), 500)


def _not_json_at_all(request: Request) -> JSONResponse | None:
    # Only JSON is taken: a form that another site posts from a visitor's browser is none.
    said = request.headers.get("Content-Type", "")
    if not request.headers.get("Content-Length", "0").strip("0") or "json" in said:
        return None
    message = f"expected Content-Type: application/json, not {said or 'none'}"
    return JSONResponse(error_body("not_json", message, "Content-Type"), 415)


def _invalid(error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        reason = first.get("ctx", {}).get("error", "")
        return JSONResponse(error_body("invalid_json", f"not JSON: {reason}", _where(first)), 400)
    found = [{"where": _where(each), "message": each["msg"]} for each in error.errors()]
    return JSONResponse(error_body("invalid_request", **found[0], all=found), 422)


def _where(error: Mapping[str, Any]) -> str:
    # Bodies are flat: whatever stands behind the field's name is which alternative did not fit.
    return ".".join(str(part) for part in error["loc"][:2])
