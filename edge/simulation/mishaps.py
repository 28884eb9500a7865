"""What can go wrong in a hall: each mishap from its beginning to its end."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from drivers.printer.escpos.twin import EscposTwin
from edge.journal.reserve import Room
from edge.simulation.hall import SimulatedHall
from edge.simulation.headquarters import SimulatedHeadquarters
from edge.simulation.ledger import Ledger
from sync.broker.memory import MemoryBroker

_HOUR_S = 3600.0


@dataclass(frozen=True)
class Exposed:
    """What the weather can get at."""

    hall: SimulatedHall
    broker: MemoryBroker
    headquarters: SimulatedHeadquarters
    ledger: Ledger
    dice: random.Random
    clone: Callable[[Path], Awaitable[None]]


Mishap = Callable[[Exposed], Awaitable[None]]


async def _edge_is_killed(at: Exposed) -> None:
    await at.hall.controller.kill()
    await asyncio.sleep(at.dice.uniform(0.0, 20.0))
    at.hall.start_controller()


async def _kiosk_is_killed(at: Exposed) -> None:
    await at.hall.kill_kiosk()
    await asyncio.sleep(at.dice.uniform(0.0, 20.0))
    at.hall.start_kiosk()


async def _link_is_killed(at: Exposed) -> None:
    await at.hall.kill_link()
    await asyncio.sleep(at.dice.uniform(0.0, 20.0))
    at.hall.start_link()


async def _power_fails(at: Exposed) -> None:
    await at.hall.lose_power()
    if at.dice.random() < 0.5:
        at.hall.take_image()
    await asyncio.sleep(at.dice.uniform(2.0, 600.0))
    if at.dice.random() < 0.3:
        at.hall.clock.forget()
    at.hall.power_up()
    await asyncio.sleep(at.dice.uniform(10.0, 1200.0))
    at.hall.clock.sync()


async def _receiver_is_killed(at: Exposed) -> None:
    await at.headquarters.kill()
    await asyncio.sleep(at.dice.uniform(0.0, 120.0))
    at.headquarters.start()


async def _broker_is_killed(at: Exposed) -> None:
    at.broker.faults.up = False
    at.broker.restart()
    await asyncio.sleep(at.dice.uniform(0.0, 300.0))
    at.broker.faults.up = True


async def _link_goes_down(at: Exposed) -> None:
    at.broker.faults.up = False
    at.broker.restart()
    await asyncio.sleep(at.dice.uniform(0.1, 60.0) * _HOUR_S)
    at.broker.faults.up = True


async def _network_is_bad(at: Exposed) -> None:
    faults = at.broker.faults
    faults.lose, faults.double = at.dice.uniform(0, 0.3), at.dice.uniform(0, 0.3)
    faults.delay_max_s = at.dice.uniform(0, 5.0)
    await asyncio.sleep(at.dice.uniform(60.0, _HOUR_S))
    faults.lose = faults.double = faults.delay_max_s = 0.0


async def _headquarters_is_restored(at: Exposed) -> None:
    await at.headquarters.kill()
    await asyncio.sleep(at.dice.uniform(60.0, 1800.0))
    if at.headquarters.restore():
        at.ledger.headquarters_replaced(at.headquarters.memory())
    at.headquarters.start()


async def _headquarters_disk_refuses(at: Exposed) -> None:
    at.headquarters.disk.refusals = at.dice.randint(1, 5)
    await asyncio.sleep(at.dice.uniform(60.0, 600.0))
    at.headquarters.disk.refusals = 0


async def _headquarters_is_cut(at: Exposed) -> None:
    """Keep some transactions from their end, and then kill the process."""
    at.headquarters.disk.cuts = at.dice.randint(1, 3)
    await asyncio.sleep(at.dice.uniform(10.0, 600.0))
    at.headquarters.disk.cuts = 0
    await _receiver_is_killed(at)


async def _card_is_restored(at: Exposed) -> None:
    hall = at.hall
    await hall.lose_power()
    await asyncio.sleep(at.dice.uniform(60.0, 1800.0))
    if hall.image is not None and not hall.powered:
        hall.card.restore_from(hall.image)
        at.ledger.card_replaced(hall.card.last_seq(), at.headquarters.memory())
    hall.power_up()


async def _card_is_cloned(at: Exposed) -> None:
    await at.hall.lose_power()
    at.hall.take_image()
    await asyncio.sleep(at.dice.uniform(60.0, 600.0))
    if at.hall.image is not None:
        await at.clone(at.hall.image)
    at.hall.power_up()


async def _plug_is_pulled(at: Exposed) -> None:
    port = _some_port(at)
    await at.hall.wires.pull(port)
    await asyncio.sleep(at.dice.uniform(1.0, 600.0))
    at.hall.wires.put_back(port)


async def _device_is_switched_off(at: Exposed) -> None:
    port = _some_port(at)
    await at.hall.switch_off([port], with_wires=at.dice.random() < 0.5)
    await asyncio.sleep(at.dice.uniform(1.0, 600.0))
    at.hall.switch_on([port])


async def _device_is_silent(at: Exposed) -> None:
    twin = at.hall.wires.sockets[_some_port(at)].twin
    twin.silent = True
    await asyncio.sleep(at.dice.uniform(1.0, 300.0))
    twin.silent = False


async def _line_is_noisy(at: Exposed) -> None:
    faults = at.hall.wires.sockets[_some_port(at)].faults
    rate = at.dice.choice((0.0005, 0.005, 0.05))
    faults.lose, faults.flip, faults.repeat = (at.dice.random() * rate for _kind in range(3))
    faults.hold_max_s = at.dice.choice((0.0, 0.0, 0.2))
    faults.chop = at.dice.random() < 0.1
    await asyncio.sleep(at.dice.uniform(10.0, 600.0))
    faults.lose = faults.flip = faults.repeat = faults.hold_max_s = 0.0
    faults.chop = False


async def _paper_runs_out(at: Exposed) -> None:
    for twin in printers(at):
        twin.act("take_paper_out")
        await asyncio.sleep(at.dice.uniform(30.0, 600.0))
        twin.act("load_paper")


async def _cutter_jams(at: Exposed) -> None:
    for twin in printers(at):
        twin.act("jam_cutter")
        await asyncio.sleep(at.dice.uniform(30.0, 300.0))
        twin.act("clear_jam")


async def _card_refuses(at: Exposed) -> None:
    at.hall.card.refuses = True
    await asyncio.sleep(at.dice.uniform(0.5, 60.0))
    at.hall.card.refuses = False


async def _commits_fail(at: Exposed) -> None:
    """Let some commits in a row fail, if there are any soon."""
    at.hall.card.refusals = at.dice.randint(1, 3)
    await asyncio.sleep(at.dice.uniform(1.0, 300.0))
    at.hall.card.refusals = 0


async def _card_is_slow(at: Exposed) -> None:
    at.hall.card.slow = True
    await asyncio.sleep(at.dice.uniform(300.0, _HOUR_S))
    at.hall.card.slow = False


async def _card_stalls(at: Exposed) -> None:
    at.hall.card.stall_rate = at.dice.uniform(0.001, 0.05)
    await asyncio.sleep(at.dice.uniform(60.0, 1200.0))
    at.hall.card.stall_rate = 0.0


async def _disk_fills_up(at: Exposed) -> None:
    at.hall.card.room = Room.LOW
    await asyncio.sleep(at.dice.uniform(60.0, 900.0))
    at.hall.card.room = Room.OK


async def _clock_is_wrong(at: Exposed) -> None:
    clock = at.hall.clock
    match at.dice.randrange(4):
        case 0:
            clock.shift(-12 * _HOUR_S)
        case 1:
            clock.shift(at.dice.uniform(-1.0, 1.0) * 2 * _HOUR_S)
        case 2:
            clock.drift(at.dice.uniform(-500.0, 500.0))
        case _:
            clock.forget()
    await asyncio.sleep(at.dice.uniform(60.0, 2 * _HOUR_S))
    clock.sync()


def _some_port(at: Exposed) -> str:
    return at.dice.choice(list(at.hall.wires.sockets))


def printers(at: Exposed) -> Iterator[EscposTwin]:
    for socket in at.hall.wires.sockets.values():
        if isinstance(socket.twin, EscposTwin):
            yield socket.twin


# Each mishap, and how often it comes in a bad day on which it comes at all.
MISHAPS: dict[str, tuple[Mishap, float]] = {
    "edge killed": (_edge_is_killed, 4.0),
    "kiosk killed": (_kiosk_is_killed, 2.0),
    "link killed": (_link_is_killed, 3.0),
    "power fails": (_power_fails, 1.0),
    "receiver killed": (_receiver_is_killed, 3.0),
    "broker killed": (_broker_is_killed, 3.0),
    "link down": (_link_goes_down, 0.5),
    "bad network": (_network_is_bad, 2.0),
    "plug pulled": (_plug_is_pulled, 4.0),
    "device off": (_device_is_switched_off, 2.0),
    "device silent": (_device_is_silent, 4.0),
    "noisy line": (_line_is_noisy, 4.0),
    "paper out": (_paper_runs_out, 2.0),
    "cutter jammed": (_cutter_jams, 1.0),
    "card refuses": (_card_refuses, 1.0),
    "commits fail": (_commits_fail, 3.0),
    "card slow": (_card_is_slow, 2.0),
    "card stalls": (_card_stalls, 1.0),
    "disk full": (_disk_fills_up, 0.5),
    "clock wrong": (_clock_is_wrong, 1.0),
    "disk of headquarters refuses": (_headquarters_disk_refuses, 2.0),
    "headquarters cut": (_headquarters_is_cut, 2.0),
    "headquarters restored": (_headquarters_is_restored, 0.3),
    "card restored": (_card_is_restored, 0.3),
    "card cloned": (_card_is_cloned, 0.2),
}
OF_A_DEVICE = ("plug pulled", "device off", "device silent", "noisy line")
