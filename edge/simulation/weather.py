"""What goes wrong in a hall, when and for how long, drawn from the dice."""

import asyncio
import random
from dataclasses import dataclass

from edge.simulation.mishaps import MISHAPS, OF_A_DEVICE, Exposed, Mishap, printers
from edge.simulation.process import Process


@dataclass(frozen=True, slots=True)
class Forecast:
    """Which mishaps are about, and how often each comes in a day."""

    per_day: dict[str, float]


def draw_forecast(dice: random.Random, badness: float) -> Forecast:
    """Draw some of the mishaps: few kinds together find other trouble than all at once.

    `badness` from 0 (nothing goes wrong) upwards scales how often they come.
    """
    share = dice.choice((0.2, 0.5, 1.0))
    return Forecast(
        {
            name: often * badness * dice.uniform(0.3, 2.0)
            for name, (_mishap, often) in MISHAPS.items()
            if badness and dice.random() < share
        }
    )


class Weather:
    """Lets mishaps happen for a while, each in a task of its own."""

    def __init__(self, exposed: Exposed, forecast: Forecast, process: Process) -> None:
        self._exposed = exposed
        self._forecast = forecast
        self._process = process
        self.count = 0

    async def blow(self, for_s: float) -> None:
        """Let a day's mishaps happen within `for_s` seconds."""
        dice = self._exposed.dice
        comings = sorted(
            (dice.uniform(0.0, for_s), name)
            for name, often in self._forecast.per_day.items()
            if name not in OF_A_DEVICE or self._exposed.hall.wires.sockets
            for _time in range(_poisson(dice, often))
        )
        passed_s = 0.0
        for at_s, name in comings:
            await asyncio.sleep(at_s - passed_s)
            passed_s = at_s
            self.count += 1
            self._process.begin(_of(MISHAPS[name][0], self._exposed))
        await asyncio.sleep(for_s - passed_s)

    def strike(self, name: str, after_s: float) -> None:
        """Let a mishap happen in so many seconds."""
        self.count += 1
        self._process.begin(_of(MISHAPS[name][0], self._exposed, after_s))


async def _of(mishap: Mishap, exposed: Exposed, after_s: float = 0.0) -> None:
    if after_s:
        await asyncio.sleep(after_s)
    await mishap(exposed)


def _poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, dice.expovariate(1.0)
    while left < mean:
        count += 1
        left += dice.expovariate(1.0)
    return count


def heal(at: Exposed) -> None:
    """Make everything well again, whatever it was."""
    hall, network = at.hall, at.broker.faults
    network.lose = network.double = network.delay_max_s = 0.0
    network.up = True
    hall.card.heal()
    at.headquarters.disk.heal()
    hall.clock.sync()
    for socket in hall.wires.sockets.values():
        socket.twin.silent = False
        faults = socket.faults
        faults.lose = faults.flip = faults.repeat = faults.hold_max_s = 0.0
        faults.chop = False
    hall.switch_on(hall.wires.sockets)
    for printer in printers(at):
        printer.act("load_paper")
        printer.act("clear_jam")
    at.headquarters.start()
    hall.power_up()
