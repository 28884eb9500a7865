"""The one JSON shape of every error, whatever went wrong."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from edge.domain.refusals import Nature, RefusedError

_STATUS: dict[Nature, int] = {
    "invalid": 422,
    "unknown": 404,
    "conflict": 409,
    "forbidden": 401,
    "locked": 429,
    "unavailable": 503,
}

_HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}


class ApiError(Exception):
    """An error of the HTTP side itself."""

    def __init__(self, status: int, code: str, message: str, where: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.where = where


def error_body(code: str, message: str, where: str = "", **details: Any) -> dict[str, Any]:
    """Return an error in the shape of `shapes.ErrorAnswer`."""
    return {"error": {"code": code, "message": message, "where": where, "details": details}}


def install(app: FastAPI) -> None:
    """Have `app` answer every error in that shape."""

    @app.exception_handler(RefusedError)
    async def refused(_request: Request, error: RefusedError) -> JSONResponse:
        body = error_body(error.code, str(error), error.where, **error.details)
        return JSONResponse(body, _STATUS[error.nature])

    @app.exception_handler(ApiError)
    async def of_api(_request: Request, error: ApiError) -> JSONResponse:
        return JSONResponse(error_body(error.code, str(error), error.where), error.status)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _not_json_at_all(request) or _invalid(error)

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> JSONResponse:
        code = _HTTP_CODES.get(error.status_code, "http_error")
        message = f"{request.method} {request.url.path}: {error.detail}"
        return JSONResponse(error_body(code, message, "path"), error.status_code, error.headers)

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
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        reason = first.get("ctx", {}).get("error", "")
        return JSONResponse(error_body("invalid_json", f"not JSON: {reason}", where), 400)
    others = [{"where": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
    return JSONResponse(error_body("invalid_request", first["msg"], where, all=others), 422)
