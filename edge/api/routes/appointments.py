"""What staff see of appointments."""

from typing import Any

from fastapi import APIRouter, Depends

from edge.api import shapes
from edge.api.access import TheApi, only

router = APIRouter(
    prefix="/v1/appointments", dependencies=[Depends(only("staff", "engineer", "tcp"))]
)


@router.get("", response_model=list[shapes.Appointment])
async def appointments(api: TheApi) -> list[dict[str, Any]]:
    """Return all appointments that are still to come or were today, the earliest first."""
    return api.hall.appointments.listed()
