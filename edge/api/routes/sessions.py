"""Signing in and out."""

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import OfSession, TheApi, only
from edge.api.tokens import LIFETIME_MS, Session

router = APIRouter(prefix="/v1/sessions", dependencies=[Depends(only("staff", "engineer", "tcp"))])


@router.post("", status_code=201, response_model=shapes.Session)
async def sign_in(body: shapes.SignIn, api: TheApi) -> dict[str, object]:
    signed_in = await api.hall.staff.sign_in(body.staff, body.pin)
    expires_at = api.hall.recorder.clock.moment().at + LIFETIME_MS
    session = Session(signed_in.member.id, signed_in.session, expires_at)
    return {
        "token": api.tokens.issue(session),
        "staff": session.staff,
        "name": signed_in.member.name,
        "expires_at": expires_at,
        "role": signed_in.member.role.value,
        "rights": sorted(right.value for right in signed_in.member.actions),
    }


@router.delete("/current", status_code=204)
async def sign_out(session: OfSession, api: TheApi) -> Response:
    await api.hall.staff.sign_out(session.staff, session.session)
    return Response(status_code=204)
