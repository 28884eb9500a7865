"""What engineers and clerks do about devices: look at them, test them, listen in, note a fault."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from drivers.registry import UnknownDriverError
from edge.api import shapes
from edge.api.access import Credentials, TheApi, acting_staff, check_role, only, require_right
from edge.api.answering import respond
from edge.api.context import Api
from edge.api.errors import ApiError
from edge.api.idempotency import Key, keyed
from edge.devices import hints, watching
from edge.devices.checking import self_test
from edge.devices.slot import DeviceSlot
from edge.domain.refusals import UnknownDeviceError
from edge.domain.rights import Action
from edge.hall import answers

router = APIRouter(prefix="/v1")

_FOR_ENGINEERS = [Depends(only("engineer"))]
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `data` is what passed.",
        "content": {"text/event-stream": {"schema": shapes.WireFrame.model_json_schema()}},
    }
}


@router.get("/devices", response_model=list[shapes.Device])
async def devices(api: TheApi) -> list[dict[str, Any]]:
    return api.devices()


@router.post("/devices/{device}/test", response_model=shapes.SelfTest, dependencies=_FOR_ENGINEERS)
async def test_device(api: TheApi, device: str) -> dict[str, Any]:
    """Run the device's self-test: it may print, light up, beep or speak."""
    findings = await self_test(_slot(api, device))
    return {
        "device": device,
        "ok": bool(findings) and all(finding.ok for finding in findings),
        "findings": [{"ok": finding.ok, "said": finding.said} for finding in findings],
    }


@router.get(
    "/devices/{device}/wire",
    response_class=StreamingResponse,
    responses=_STREAM,
    dependencies=_FOR_ENGINEERS,
)
async def watch_wire(
    api: TheApi, device: str, raw: Annotated[bool, Query()] = False
) -> StreamingResponse:
    """Stream what passes on the device's wire: decoded and masked, or `raw`, which is noted."""
    slot = _slot(api, device)
    try:
        shown = watching.raw(slot) if raw else watching.decoded(slot)
    except UnknownDriverError as error:
        raise ApiError(409, "no_codec", str(error), "device") from None
    if raw:
        await api.hall.faults.note_recording(device)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_sent(shown), 200, headers, "text/event-stream")


async def _sent(shown: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str]:
    yield ": listening\n\n"
    async for passed in shown:
        text = json.dumps(passed, ensure_ascii=False, separators=(",", ":"))
        yield f"data: {text}\n\n" if passed else ": listening\n\n"


@router.get("/faults", response_model=list[shapes.Fault])
async def faults(api: TheApi) -> list[dict[str, Any]]:
    """Return all open faults, the oldest first, with a hint what to do."""
    open_faults = sorted(api.hall.recorder.committed.faults.values(), key=lambda each: each.at)
    return [
        {**answers.fault(fault), **_device_and_hint(api, fault.device, fault.health)}
        for fault in open_faults
    ]


def _device_and_hint(api: Api, device: str, health: str) -> dict[str, Any]:
    slot = api.pool.slots.get(device)
    if slot is None:
        return {"kind": "", "place": "", "hint": hints.hint(None, health)}
    config = slot.config
    hint = hints.hint(config.kind, health)
    return {"kind": config.kind.value, "place": config.place, "hint": hint}


async def _signed_in(request: Request, api: TheApi, credentials: Credentials) -> str:
    """Return who is signed in; an engineer's socket has nobody, who is trusted to say a name."""
    if check_role(request, ("staff", "engineer", "tcp")) == "engineer":
        return ""
    staff = await acting_staff(request, api, credentials)
    require_right(api, staff, Action.ACKNOWLEDGE_FAULTS)
    return staff


@router.post("/faults/acknowledge", response_model=shapes.AcknowledgedFault)
async def acknowledge_fault(
    api: TheApi,
    request: Request,
    signed_in: Annotated[str, Depends(_signed_in)],
    body: shapes.Acknowledgement,
    idempotency_key: Key = None,
) -> Response:
    """Note that a person knows of an open fault: who is signed in, or an engineer by name."""
    by = signed_in or body.by
    if not by:
        raise ApiError(422, "invalid_request", "who acknowledges it?", "by")
    key = await keyed(request, idempotency_key)
    return respond(await api.hall.faults.acknowledge(body.device, body.unit, by, body.note, key))


def _slot(api: Api, device: str) -> DeviceSlot:
    try:
        return api.pool.slots[device]
    except KeyError:
        raise UnknownDeviceError(f"no device {device!r} in this hall", "device") from None
