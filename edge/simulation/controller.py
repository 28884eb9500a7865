"""The controller as a process on a simulated machine: started, killed, started again."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from edge.api.access import RoleApp
from edge.api.app import create_app
from edge.api.context import Api
from edge.client import HallError, HallUnreachableError
from edge.controller import Controller, World, build
from edge.domain.refusals import RefusedError
from edge.ports import Ids, StorageError
from edge.settings import EdgeSettings
from edge.simulation.clock import MachineClock
from edge.simulation.disk import Card
from edge.simulation.process import Process
from edge.simulation.wires import Wires
from edge.state_dir import StateDir

T = TypeVar("T")

EVERYBODYS_PIN = "2468"
_RESTART_S = 2.0  # what a supervisor waits before it starts a service again


class PlainPins:
    """PINs without the work that makes guessing slow: everybody has the same."""

    nobodys_hash = ""

    async def matches(self, pin_hash: str, pin: str) -> bool:
        await asyncio.sleep(0.2)
        return pin_hash != "" and pin == EVERYBODYS_PIN


async def _stays_on(_command: object) -> None:
    """Switch nothing off: a simulated machine is cut from its power by the simulation alone."""


class SimulatedController:
    """`atrium run edge` on a simulated machine. `built` hears of every controller that begins."""

    def __init__(
        self,
        settings: EdgeSettings,
        card: Card,
        clock: MachineClock,
        wires: Wires,
        ids: Ids,
        trouble: Callable[[str, BaseException], None],
    ) -> None:
        self.settings = settings
        self.card = card
        self.clock = clock
        self.wires = wires
        self.built: Callable[[Controller], None] = lambda _controller: None
        self.controller: Controller | None = None
        self._world = World(ids, PlainPins(), clock.of, card.open, wires.open, card, _stays_on)
        self._trouble = trouble
        self._process: Process | None = None
        self._calls: dict[asyncio.Future[None], None] = {}
        self._app: FastAPI | None = None

    @property
    def answers(self) -> bool:
        """Whether it can be asked anything."""
        return self.controller is not None

    def start(self) -> None:
        """Start it, unless it runs; like any service it is started again when it ends."""
        if self._process is None:
            self._process = Process("edge", self._trouble)
            self._process.serve(self._supervise())

    async def _supervise(self) -> None:
        while True:
            with contextlib.suppress(StorageError):
                await self._run()
            self._hang_up()
            self.card.cut_off()
            await self.wires.host_dies()
            await asyncio.sleep(_RESTART_S)

    async def _run(self) -> None:
        state = StateDir(self.card.folder)
        state.prepare()
        controller = build(self.settings, state, self._world, open_access=False)
        self.built(controller)
        try:
            await controller.start()
        except RefusedError as error:
            raise StorageError(str(error)) from error
        self.controller = controller
        await controller.run()

    async def kill(self) -> None:
        """End it as SIGKILL does: first the world around it, then what it was doing."""
        process, self._process = self._process, None
        self._hang_up()
        self.card.cut_off()
        await self.wires.host_dies()
        if process is not None:
            await process.kill()

    def _hang_up(self) -> None:
        if self.controller is not None:
            self.controller.api.feed.close()
        self.controller = None
        calls, self._calls = self._calls, {}
        for call in calls:
            if not call.done():
                call.set_exception(HallUnreachableError("the simulated hall", "it was killed"))
                call.exception()  # whoever asked may be gone, too

    async def call(self, work: Callable[[Api], Awaitable[T]]) -> T:
        """Have the controller do `work`, as a request that came over a socket.

        Raises `HallError` as `edge.client` does, `HallUnreachableError` when it dies meanwhile.
        """
        controller, process = self._running()
        doing = process.start(_done(work, controller.api))
        lost = self.when_it_dies()
        try:
            await first_of(doing, lost)
            if lost.done():
                lost.result()
        finally:
            self.forget(lost)
        return self._result(doing)

    def serve_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have its API answer a request, in its own process. Raises `HallUnreachableError`."""
        controller, process = self._running()
        if self._app is None:
            self._app = create_app(controller.api)
        # Whoever was served by an earlier controller died with it: the routes are the same.
        self._app.state.api = controller.api
        app = RoleApp(self._app, scope["role"])
        process.start(_swallowed(app, scope, receive, send))

    def when_it_dies(self) -> asyncio.Future[None]:
        """Return what ends with `HallUnreachableError` when it is killed."""
        lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._calls[lost] = None
        return lost

    def forget(self, lost: asyncio.Future[None]) -> None:
        """Take no more interest in its death."""
        self._calls.pop(lost, None)
        lost.cancel()

    def _running(self) -> tuple[Controller, Process]:
        if self.controller is None or self._process is None:
            raise HallUnreachableError("the simulated hall", "it does not run")
        return self.controller, self._process

    def _result(self, doing: asyncio.Task[T | HallError]) -> T:
        error = doing.exception()
        if error is not None:
            self._trouble("edge", error)
            raise HallError("internal_error", "a fault of the controller itself", status=500)
        result = doing.result()
        if isinstance(result, HallError):
            raise result
        return result


async def _swallowed(app: RoleApp, scope: Scope, receive: Receive, send: Send) -> None:
    # What a handler raises has been answered with 500 by then; the server logs the rest.
    with contextlib.suppress(Exception):
        await app(scope, receive, send)


async def _done(work: Callable[[Api], Awaitable[T]], api: Api) -> T | HallError:
    try:
        return await work(api)
    except RefusedError as error:
        return HallError(error.code, str(error), error.where)
    except StorageError as error:
        return HallError("out_of_service", str(error))


async def first_of(*those: asyncio.Future[Any]) -> None:
    """Wait until one of `those` has ended, however."""
    await asyncio.wait(those, return_when=asyncio.FIRST_COMPLETED)
