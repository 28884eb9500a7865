"""What was asked, by whom: all that a hot handler needs, found in one step.

Every dependency of a handler costs about as much time as reading its body. So what the handlers of
visitors and clerks need is one dependency, and not one for each part.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from edge.api.access import STAFF_ROLES, Credentials, acting_staff, check_role, needs
from edge.api.context import Api, api_of
from edge.api.idempotency import Key, keyed
from edge.domain.rights import Action
from edge.hall import requests


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to `api` through the socket of `role`; `request` is its idempotency key."""

    api: Api
    role: str
    request: requests.Request | None


@dataclass(frozen=True, slots=True)
class AskedByClerk:
    """A request to `api` by a member of the staff; `request` is its idempotency key."""

    api: Api
    staff: str
    request: requests.Request | None


def asked_by(*roles: str) -> Callable[..., Awaitable[Asked]]:
    """Return a dependency: the request, if it came through the socket of one of `roles`."""

    async def asked(request: Request, idempotency_key: Key = None) -> Asked:
        role = check_role(request, roles)
        return Asked(await api_of(request), role, await keyed(request, idempotency_key))

    return asked


def by_staff(action: Action) -> Callable[..., Awaitable[AskedByClerk]]:
    """Return a dependency: the request of a member of staff who has the right to `action`."""
    allowed = needs(action)

    async def asked(
        request: Request, credentials: Credentials, idempotency_key: Key = None
    ) -> AskedByClerk:
        api = await api_of(request)
        staff = await allowed(request, api, credentials)
        return AskedByClerk(api, staff, await keyed(request, idempotency_key))

    return asked


async def _asked_by_clerk(
    request: Request, credentials: Credentials, idempotency_key: Key = None
) -> AskedByClerk:
    check_role(request, STAFF_ROLES)
    api = await api_of(request)
    staff = await acting_staff(request, api, credentials)
    return AskedByClerk(api, staff, await keyed(request, idempotency_key))


ByVisitor = Annotated[Asked, Depends(asked_by("kiosk", "staff", "tcp"))]
ByClerk = Annotated[AskedByClerk, Depends(_asked_by_clerk)]
