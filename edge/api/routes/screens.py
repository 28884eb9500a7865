"""Which screens are paired: their server tells it, staff and engineers see it."""

from typing import Any

from fastapi import APIRouter, Depends

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.domain.now import ScreenNow

router = APIRouter(prefix="/v1/screens")


@router.get(
    "",
    response_model=shapes.PairedScreens,
    dependencies=[Depends(only("staff", "tcp", "engineer"))],
)
async def screens(api: TheApi) -> dict[str, Any]:
    """Return the screens and tablets that are paired, by role and name."""
    return {"screens": api.hall.supervision.screens.listed()}


@router.put("", response_model=shapes.PairedScreens, dependencies=[Depends(only("kiosk"))])
async def tell(api: TheApi, body: shapes.PairedScreens) -> dict[str, Any]:
    """Tell which are paired now, all of them; telling it twice changes nothing."""
    paired = {(each.role, each.name): ScreenNow(each.at, each.by) for each in body.screens}
    return {"screens": await api.hall.supervision.screens.tell(paired)}
