"""One hall on its own machine: controller, screens, link, devices, and what can befall them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edge.client import HallClient
from edge.demo.twins import twin_for
from edge.simulation.client import InProcessClient
from edge.simulation.clock import MachineClock
from edge.simulation.controller import SimulatedController
from edge.simulation.dice import Dice, DrawnIds
from edge.simulation.disk import Card
from edge.simulation.http import http_client
from edge.simulation.plan import SimulatedPlan
from edge.simulation.process import Process
from edge.simulation.wires import Socket, Wires, line_faults
from kiosk.screens import Ports, Screens
from sync.broker import Connect
from sync.link.run import LinkPorts, run_link
from sync.link.status import LinkStatus

Trouble = Callable[[str, BaseException], None]


@dataclass(frozen=True)
class Surroundings:
    """What a hall shares with everything else in the simulation."""

    plan: SimulatedPlan
    dice: Dice
    connect: Connect
    trouble: Trouble
    by_http: bool = False


class SimulatedHall:
    """A hall whose card lies in `folder`. `name` tells its machine from the machine of a clone."""

    def __init__(self, around: Surroundings, name: str, folder: Path, begins: dt.datetime) -> None:
        dice = around.dice
        self.name = name
        self.plan = around.plan
        self.clock = MachineClock(begins)
        self.card = Card(folder, dice.of(f"{name}/card"))
        self.hardware = Process(f"{name}/hardware", around.trouble)
        self.wires = Wires(self._sockets(around), self.hardware)
        self.controller = SimulatedController(
            around.plan.edge,
            self.card,
            self.clock,
            self.wires,
            DrawnIds(dice.of(f"{name}/ids")),
            around.trouble,
        )
        self.screens: Screens | None = None
        self.powered = True
        self.image: Path | None = None
        self._around = around
        self._screen_ids = DrawnIds(dice.of(f"{name}/screens"))
        self._link_dice = dice.of(f"{name}/link")
        self._kiosk: Process | None = None
        self._link: Process | None = None

    def _sockets(self, around: Surroundings) -> dict[str, Socket]:
        return {
            device.port: Socket(
                twin_for(device), line_faults(around.dice.of(f"{self.name}/{device.id}"))
            )
            for device in around.plan.edge.devices
            if device.port != "none"
        }

    def client(self, role: str) -> HallClient:
        """Return a way into this hall, as behind the socket of `role`."""
        if self._around.by_http:
            return http_client(self.controller, role)
        return InProcessClient(self.controller, role)

    def device(self, device: str) -> Socket:
        """Return where the device with this id is plugged in."""
        port = next(each.port for each in self.plan.edge.devices if each.id == device)
        return self.wires.sockets[port]

    # --- devices ---

    async def switch_off(self, ports: Iterable[str], *, with_wires: bool) -> None:
        """Take the power from the devices at `ports`: they forget.

        Strips lose their wire too only `with_wires`: it hangs on a box with power of its own.
        """
        for port in ports:
            socket = self.wires.sockets[port]
            if with_wires or not switch_strips(socket, "power_off"):
                await self.wires.pull(port)
                forget_all(socket)

    def switch_on(self, ports: Iterable[str]) -> None:
        """Give them power again. Safe to repeat."""
        for port in ports:
            switch_strips(self.wires.sockets[port], "power_on")
            self.wires.put_back(port)

    # --- services ---

    def start(self) -> None:
        """Start whatever does not run."""
        self.start_controller()
        self.start_kiosk()
        self.start_link()

    async def kill(self) -> None:
        """Kill all services at once."""
        await self.kill_kiosk()
        await self.kill_link()
        await self.controller.kill()

    async def lose_power(self) -> None:
        """Lose power and not get it back: clocks and devices forget, the card does not."""
        self.powered = False
        await self.kill()
        for socket in self.wires.sockets.values():
            forget_all(socket)

    def take_image(self) -> None:
        """Copy the card while the machine has no power; there is one copy, the newest."""
        self.image = self.card.folder.with_name(f"{self.card.folder.name}-image")
        self.card.copy_to(self.image)

    def power_up(self) -> None:
        """Begin another boot, unless there was power all the time."""
        if not self.powered:
            self.powered = True
            self.clock.power_up()
        self.start()

    def start_controller(self) -> None:
        """Start the controller, unless it runs."""
        if self.powered:
            self.controller.start()

    def start_kiosk(self) -> None:
        """Start the screens, unless they run."""
        if self._kiosk is None and self.powered and self.plan.has_screens:
            ports = Ports(partial(self.client, "kiosk"), self._local_time, self._screen_ids.new_id)
            self.screens = Screens(self.plan.kiosk, ports)
            self._kiosk = Process("kiosk", self._around.trouble)
            self._kiosk.serve(self.screens.run())

    async def kill_kiosk(self) -> None:
        """Kill the screens: every dialogue is gone."""
        kiosk, self._kiosk, self.screens = self._kiosk, None, None
        if kiosk is not None:
            await kiosk.kill()

    def start_link(self) -> None:
        """Start the link, unless it runs."""
        if self._link is None and self.powered:
            dice = self._link_dice
            ports = LinkPorts(
                self.client("sync"),
                self._around.connect,
                dice.random,
                lambda: f"{dice.getrandbits(64):016x}",
                {},
            )
            status = LinkStatus(self.clock.wall_ms, broker="simulated")
            self._link = Process("link", self._around.trouble)
            self._link.serve(run_link(self.plan.sync, ports, status))

    async def kill_link(self) -> None:
        """Kill the link: it holds nothing that would be lost."""
        link, self._link = self._link, None
        if link is not None:
            await link.kill()

    def _local_time(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.clock.wall_ms() / 1000, self.plan.edge.timezone)


def forget_all(socket: Socket) -> None:
    """Let a device lose its power for a moment, as far as its twin has a switch for that."""
    actions = socket.twin.actions()
    if "power_cycle" in actions:
        socket.twin.act("power_cycle")
    elif switch_strips(socket, "power_off"):
        switch_strips(socket, "power_on")
    elif "power_off" in actions:
        socket.twin.act("power_off")
        socket.twin.act("power_on")


def switch_strips(socket: Socket, action: str) -> bool:
    """Switch all strips at `socket`; False where there are none."""
    strips = socket.twin.look().get("strips")
    if strips is None or action not in socket.twin.actions():
        return False
    for unit in strips:
        socket.twin.act(action, unit=unit)
    return True
