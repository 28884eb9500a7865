"""What the day was like so far, as a report."""

import asyncio
from typing import Any

from fastapi import APIRouter, Depends

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.reported import report_of
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/reports")


@router.get(
    "/day",
    response_model=shapes.DayReport,
    dependencies=[Depends(needs(Action.SEE_REPORTS))],
)
async def day(api: TheApi) -> dict[str, Any]:
    """Return the report of the business day so far: its tables, pictures and notes."""
    facts = await api.feed.day()
    devices = [device["id"] for device in api.devices()]
    settings = api.hall.settings
    zone = api.hall.recorder.clock.local().tzinfo
    # A long day takes a while to measure.
    report = await asyncio.to_thread(report_of, facts, settings, devices, zone)
    return {"report": report}
