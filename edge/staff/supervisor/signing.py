"""Signing in and out: who may see the whole hall stays, others are told where they belong."""

import asyncio

from edge.api import shapes
from edge.client import HallError
from edge.staff.patience import Patience
from edge.staff.supervisor import words
from edge.staff.supervisor.board import refused_role
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.supervisor.messages import SignedIn, SignInFailed


async def sign_in(
    client: SupervisorClient, asked: shapes.SignIn, patience: Patience
) -> SignedIn | SignInFailed:
    """Begin a session, and end it at once where there is nothing to do with it here."""
    try:
        async with asyncio.timeout(patience.answer_timeout_s):
            session = await client.sign_in(asked.staff, asked.pin)
    except TimeoutError:
        return SignInFailed(words.REFUSALS["hall_unreachable"])
    except HallError as error:
        return SignInFailed(words.refusal(error.code, str(error)))
    elsewhere = refused_role(session.role, session.rights)
    if elsewhere is None:
        return SignedIn(session)
    await sign_out(client, patience)
    return SignInFailed(elsewhere)


async def sign_out(client: SupervisorClient, patience: Patience) -> None:
    """End the session; where the controller is lost it runs out by itself."""
    try:
        async with asyncio.timeout(patience.answer_timeout_s):
            await client.sign_out()
    except (HallError, TimeoutError):
        client.token = ""
