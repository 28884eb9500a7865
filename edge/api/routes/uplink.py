"""What the link needs: the journal's rows as stored, and the way back for confirmations."""

import base64
import binascii
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.api.answering import respond
from edge.api.errors import ApiError
from edge.domain.command import Command
from edge.domain.library import Blob, Root
from edge.hall.library import Want
from edge.journal.store import Epoch

_LINEAGE_MAX = 100

router = APIRouter(prefix="/v1/sync", dependencies=[Depends(only("sync", "engineer"))])


@router.get("/state", response_model=shapes.SyncState)
async def state(api: TheApi) -> dict[str, Any]:
    last, head = api.hall.recorder.tip()
    *before, epoch = await api.feed.epochs()
    return {
        "hall": api.hall.settings.names.id,
        "epoch": epoch.epoch,
        "first": epoch.first,
        "base": epoch.base.hex(),
        "lineage": [(earlier.first, earlier.base.hex()) for earlier in _some(before)],
        "last": last,
        "head": head.hex(),
        "acked": api.hall.uplink.acked,
        "key": api.hall.headquarters.public_key,
        "library": api.hall.library.revision,
    }


def _some(epochs: list[Epoch]) -> list[Epoch]:
    """Return no more of them than a hello may name: the first, and the latest."""
    return [*epochs[:1], *epochs[1:][-_LINEAGE_MAX + 1 :]]


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
    acked = await api.hall.uplink.acknowledge(body.epoch, body.upto, head, ours)
    await api.hall.inbox.proceed()
    return {"acked": acked}


@router.post("/epochs", response_model=shapes.SyncState)
async def renew_epoch(body: shapes.EpochRenewal, api: TheApi) -> dict[str, Any]:
    await api.hall.uplink.renew_epoch(body.epoch, body.reason)
    return await state(api)


@router.post("/commands", response_model=shapes.CommandTaken)
async def command(body: shapes.NewCommand, api: TheApi) -> Response:
    """Take what headquarters asks for, once; a command that comes again is told its result."""
    said = body.model_dump(exclude={"sealed", "signature"})
    command_ = Command(**said, sealed=_bytes(body.sealed, "sealed"))
    return respond(await api.hall.inbox.take(command_, _bytes(body.signature, "signature")))


@router.post("/library", response_model=shapes.LibraryWants)
async def library(body: shapes.LibraryTold, api: TheApi) -> dict[str, Any]:
    """Take in how headquarters wants the documents; say what is to be fetched."""
    root = Root(body.hall, body.revision, Blob(body.catalogue, body.size))
    wants = await api.hall.library.tell(root, _bytes(body.signature, "signature"))
    return _wants(api, wants)


@router.post("/library/pieces", response_model=shapes.LibraryWants)
async def library_piece(body: shapes.LibraryPiece, api: TheApi) -> dict[str, Any]:
    """Take a piece of a document; say what is to be fetched then."""
    wants = await api.hall.library.add(body.hash, body.offset, _bytes(body.data, "data"))
    return _wants(api, wants)


def _wants(api: TheApi, wants: list[Want]) -> dict[str, Any]:
    return {
        "revision": api.hall.library.revision,
        "wants": [
            {"hash": want.blob.hash, "size": want.blob.size, "there": want.there} for want in wants
        ],
    }


def _bytes(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):  # the latter: not even ASCII
        raise ApiError(422, "invalid_request", "not base64", f"body.{where}") from None
