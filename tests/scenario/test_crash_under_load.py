"""The controller's plug is pulled again and again while visitors press and clerks call."""

import asyncio
import random
from dataclasses import dataclass, field

from edge_process import EdgeProcess, Figure, Start, atrium
from hall_people import check_numbers, crowd_at, verified

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError

SEED = 20260731
CRASHES = 25
VISITORS = 8
SERVICES = ("pay-bill", "invoice", "new-connection", "advice")


@dataclass
class Memory:
    """What people outside have been promised: nothing of it may be lost or change."""

    dice: random.Random = field(default_factory=lambda: random.Random(SEED))
    promised: dict[str, shapes.Ticket] = field(default_factory=dict)
    wishes: dict[str, shapes.NewVisit] = field(default_factory=dict)
    without_key: list[shapes.Ticket] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    ready_s: list[float] = field(default_factory=list)

    @property
    def unanswered(self) -> list[str]:
        """Keys that were sent and never answered: a crash came between."""
        return [key for key in self.wishes if key not in self.promised]

    def new_wish(self) -> str:
        """Return the key of a wish nobody has sent yet."""
        key = f"key-{len(self.wishes)}"
        self.wishes[key] = shapes.NewVisit(service=self.dice.choice(SERVICES))
        return key


async def send(hall: HallClient, memory: Memory, key: str) -> None:
    """Send a wish, perhaps not for the first time; the same key gives the same ticket."""
    ticket = await hall.new_visit(memory.wishes[key], key)
    assert memory.promised.setdefault(key, ticket) == ticket


async def press(hall: HallClient, memory: Memory, crowded: asyncio.Event, enough: int) -> None:
    """Take tickets, some with a key and some without, until the hall is gone."""
    while True:
        if memory.dice.random() < 0.7:
            await send(hall, memory, memory.new_wish())
        else:
            wish = shapes.NewVisit(service=memory.dice.choice(SERVICES))
            memory.without_key.append(await hall.new_visit(wish))
        if len(memory.promised) >= enough:
            crowded.set()


async def call(hall: HallClient, memory: Memory, counter: str) -> None:
    """Serve whoever waits until the hall is gone. Whoever stands there is served first."""
    await hall.open_counter(counter)
    while True:
        try:
            called = await hall.call_next(counter)
        except HallError as refused:
            if refused.code != "counter_occupied":
                raise
        else:
            if called is not None:
                memory.called.append(called.ticket)
        await finish_whoever_is_there(hall, memory, counter)


async def finish_whoever_is_there(hall: HallClient, memory: Memory, counter: str) -> None:
    (state,) = [each for each in await hall.counters() if each.id == counter]
    if state.state == "called":
        await hall.start(counter)
    if state.state in ("called", "serving"):
        memory.finished.append((await hall.finish(counter)).ticket)


async def until_the_plug_is_pulled(edge: EdgeProcess, memory: Memory) -> None:
    """Keep everybody busy, and pull the plug at a moment nobody has chosen."""
    crowded = asyncio.Event()
    enough = len(memory.promised) + memory.dice.randrange(1, 60)
    async with HallClient(edge.socket("staff")) as hall:
        busy = [
            *(asyncio.create_task(press(hall, memory, crowded, enough)) for _ in range(VISITORS)),
            *(asyncio.create_task(call(hall, memory, counter)) for counter in ("1", "3")),
        ]
        await crowd_at(crowded, busy)
        asyncio.get_running_loop().call_later(memory.dice.random() * 0.02, edge.kill)
        ended = await asyncio.gather(*busy, return_exceptions=True)
    assert [type(each) for each in ended] == [HallUnreachableError] * len(busy)


async def what_was_promised_holds(edge: EdgeProcess, memory: Memory) -> None:
    """Ask again for what was never answered and for some of what was; then look at all visits."""
    async with HallClient(edge.socket("staff")) as hall:
        known = sorted(memory.promised)
        for key in [*memory.unanswered, *memory.dice.sample(known, min(5, len(known)))]:
            await send(hall, memory, key)
        visits = await hall.visits()
    check_numbers(visits)
    by_visit = {visit.visit: visit for visit in visits}
    for ticket in [*memory.promised.values(), *memory.without_key]:
        assert by_visit[ticket.visit].ticket == ticket.ticket
    states = {visit.ticket: visit.state for visit in visits}
    assert all(states[ticket] not in ("waiting", "reserved") for ticket in memory.called)
    assert all(states[ticket] == "finished" for ticket in memory.finished)
    assert len(set(memory.called)) == len(memory.called)
    assert len({ticket.visit for ticket in memory.promised.values()}) == len(memory.promised)


async def test_no_crash_loses_doubles_or_skips_a_ticket(start: Start, figure: Figure) -> None:
    memory = Memory()
    for _ in range(CRASHES):
        edge = await asyncio.to_thread(start, "--open-access")
        memory.ready_s.append(edge.ready_after_s)
        await what_was_promised_holds(edge, memory)
        await until_the_plug_is_pulled(edge, memory)
        await asyncio.to_thread(edge.wait_for_the_end)
        assert verified(edge.state).whole
    edge = await asyncio.to_thread(start, "--open-access")
    await what_was_promised_holds(edge, memory)
    said = await asyncio.to_thread(atrium, "journal", "verify", "--state", str(edge.state))
    assert said.returncode == 0, said.stdout
    tell(memory, figure)


def tell(memory: Memory, figure: Figure) -> None:
    ready = sorted(memory.ready_s)
    given = len(memory.promised) + len(memory.without_key)
    figure(f"{CRASHES} crashes under load: {given} tickets given, {len(memory.finished)} served")
    median_s, longest_s = ready[len(ready) // 2], ready[-1]
    figure(
        f"ready after a crash: median {median_s:.2f} s, longest {longest_s:.2f} s from the start"
    )
