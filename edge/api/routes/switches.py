"""What a supervisor puts on and off: services, and the doors behind which no tickets are given."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action
from edge.hall.supervision import switching

router = APIRouter(prefix="/v1")
ToSwitch = Annotated[AskedByClerk, Depends(by_staff(Action.SWITCH_SERVICE))]
AtDoors = Annotated[AskedByClerk, Depends(by_staff(Action.DOORS))]
Why = shapes.Switch | None


@router.get("/doors", response_model=shapes.Doors)
async def doors(api: TheApi) -> dict[str, Any]:
    return switching.doors(api.hall.recorder.committed)


@router.post("/doors/open", response_model=shapes.Doors)
async def open_doors(asked: AtDoors, body: Why = None) -> Response:
    """Give tickets again."""
    return await _doors(asked, True, body)


@router.post("/doors/close", response_model=shapes.Doors)
async def close_doors(asked: AtDoors, body: Why = None) -> Response:
    """Give no more tickets; whoever waits is served."""
    return await _doors(asked, False, body)


async def _doors(asked: AskedByClerk, to_open: bool, why: Why) -> Response:
    use = asked.api.hall.supervision.switching
    return respond(await use.doors(to_open, asked.staff, _reason(why), asked.request))


@router.post("/services/{service}/on", response_model=shapes.ServiceSwitch)
async def service_on(service: str, asked: ToSwitch, body: Why = None) -> Response:
    """Offer a service, or a group of them, again."""
    return await _switch(asked, service, True, body)


@router.post("/services/{service}/off", response_model=shapes.ServiceSwitch)
async def service_off(service: str, asked: ToSwitch, body: Why = None) -> Response:
    """Offer a service, or a group of them, no more; whoever waits for it is served."""
    return await _switch(asked, service, False, body)


async def _switch(asked: AskedByClerk, service: str, on: bool, why: Why) -> Response:
    use = asked.api.hall.supervision.switching
    return respond(await use.service(service, on, asked.staff, _reason(why), asked.request))


def _reason(why: Why) -> str:
    return why.reason if why else ""
