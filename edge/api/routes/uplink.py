"""What the link needs: the journal's rows as stored, and the way back for confirmations."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from edge.api import shapes
from edge.api.access import TheApi, only

router = APIRouter(prefix="/v1/sync", dependencies=[Depends(only("sync", "engineer"))])


@router.get("/state", response_model=shapes.SyncState)
async def state(api: TheApi) -> dict[str, Any]:
    last, head = api.hall.recorder.tip()
    epoch = await api.feed.epoch()
    return {
        "hall": api.hall.settings.names.id,
        "epoch": epoch.epoch,
        "first": epoch.first,
        "base": epoch.base.hex(),
        "last": last,
        "head": head.hex(),
        "acked": api.hall.uplink.acked,
    }


@router.get("/facts", response_model=shapes.SyncFacts)
async def facts(
    api: TheApi,
    after: shapes.Seq = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> dict[str, Any]:
    rows = await api.feed.rows(after, limit)
    packed = [
        [*row[:-1], None if row.sealed is None else base64.b64encode(row.sealed).decode(), h.hex()]
        for row, h in rows
    ]
    return {"epoch": api.hall.recorder.committed.epoch, "facts": packed}


@router.post("/acks", response_model=shapes.SyncAcked)
async def acknowledge(body: shapes.SyncAck, api: TheApi) -> dict[str, int]:
    ours = await api.feed.hash_at(body.upto)
    head = bytes.fromhex(body.head)
    return {"acked": await api.hall.uplink.acknowledge(body.epoch, body.upto, head, ours)}


@router.post("/epochs", response_model=shapes.SyncState)
async def renew_epoch(body: shapes.EpochRenewal, api: TheApi) -> dict[str, Any]:
    await api.hall.uplink.renew_epoch(body.epoch, body.reason)
    return await state(api)
