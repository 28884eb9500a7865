"""Putting the tablets into the screens' server: their routes, and their life beside the screens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette

from kiosk.pairing.house import House
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.house import Ports, Reception
from kiosk.reception.routes import ROUTES


def mount(
    app: Starlette, config: ReceptionConfig, ports: Ports, language: str, house: House
) -> Reception:
    """Have the screens' `app` serve the tablets too; they begin and end with it."""
    reception = Reception(config, ports, app.state.screens, language)
    screens_alone = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(of: Starlette) -> AsyncIterator[None]:
        async with screens_alone(of):
            running = asyncio.create_task(reception.run())
            yield
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    app.router.lifespan_context = lifespan
    app.router.routes[:0] = ROUTES
    app.state.reception = reception
    house.tenants["reception"] = reception
    return reception
