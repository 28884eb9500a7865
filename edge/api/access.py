"""Who may do what: the role comes with the socket, the person and their rights with the token."""

import logging
import re
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from edge.api.context import Api, api_of
from edge.api.errors import ApiError
from edge.api.tokens import BadTokenError, Session
from edge.domain.plan import ANYBODY
from edge.domain.rights import Action

log = logging.getLogger(__name__)

ROLES = ("kiosk", "sync", "staff", "engineer", "tcp")
STAFF_ROLES = ("staff", "tcp")  # where members of staff come in, with a session each
BODY_BYTES_MAX = 64 * 1024
PAGE_BODY_BYTES_MAX = 3 * 1024 * 1024  # a picture of a page, as base64 in JSON

_PAGE_PATH = re.compile(r"/v1/applications/[^/]+/documents/[^/]+/pages/[0-9]+")


class RoleApp:
    """The API as one role sees it: marks every request with the role of its socket."""

    def __init__(self, app: ASGIApp, role: str) -> None:
        self._app = app
        self._role = role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["atrium_role"] = self._role
            receive = _bounded(receive, _body_bytes_max(self._role, scope))
        await self._app(scope, receive, send)


def _body_bytes_max(role: str, scope: Scope) -> int:
    # Only screens send pictures, so that nobody else can fill the memory with large bodies.
    is_page = scope["method"] == "PUT" and _PAGE_PATH.fullmatch(scope["path"])
    return PAGE_BODY_BYTES_MAX if role == "kiosk" and is_page else BODY_BYTES_MAX


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def bounded() -> dict[str, object]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise ApiError(413, "body_too_large", f"no more than {most} bytes", "body")
        return dict(message)

    return bounded


def only(*roles: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that lets only `roles` through."""

    async def check(request: Request) -> None:
        check_role(request, roles)

    return check


def check_role(request: Request, roles: Collection[str]) -> str:
    """Return the role of the socket that the request came through, if it is one of `roles`."""
    role: str = request.scope.get("atrium_role", "tcp")
    if role not in roles:
        raise ApiError(403, "not_for_this_role", f"not for the {role} socket", "path")
    return role


_Bearer = HTTPBearer(auto_error=False, description="The token of `POST /v1/sessions`.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_Bearer)]
TheApi = Annotated[Api, Depends(api_of)]


async def session_of(api: TheApi, credentials: Credentials) -> Session:
    """Return the session of the request's token. Raises `ApiError` 401."""
    if credentials is None:
        raise ApiError(401, "session_required", "sign in first", "Authorization")
    try:
        session = api.tokens.check(credentials.credentials, api.hall.recorder.clock.moment().at)
    except BadTokenError as error:
        raise ApiError(401, "session_required", str(error), "Authorization") from None
    if session.session in api.hall.recorder.committed.ended_sessions:
        raise ApiError(401, "session_required", "the session was signed out", "Authorization")
    if session.staff not in api.hall.settings.plan.staff_by_id:
        raise ApiError(401, "session_required", "no longer on the staff", "Authorization")
    return session


async def acting_staff(request: Request, api: TheApi, credentials: Credentials) -> str:
    """Return who acts: the session's member of staff, or anybody where access is open."""
    if api.open_access and "Authorization" not in request.headers:
        return ANYBODY
    return (await session_of(api, credentials)).staff


def needs(action: Action) -> Callable[..., Awaitable[str]]:
    """Return a dependency: the member of staff who asks, if they have the right to `action`."""

    async def allowed(request: Request, api: TheApi, credentials: Credentials) -> str:
        check_role(request, STAFF_ROLES)
        staff = await acting_staff(request, api, credentials)
        require_right(api, staff, action)
        return staff

    return allowed


def require_right(api: Api, staff: str, action: Action) -> None:
    """Raise `ApiError` 403 unless `staff` may do `action`."""
    if action not in api.hall.settings.plan.rights_of(staff):
        log.info("refused to %s: needs the right %s", staff, action.value)
        raise ApiError(403, "not_allowed", f"that needs the right {action.value}", "Authorization")


OfSession = Annotated[Session, Depends(session_of)]
