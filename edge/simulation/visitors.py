"""Visitors: they come, take a ticket, wait, go from counter to counter, rate, or just leave."""

import asyncio
import random
from dataclasses import dataclass, field

from drivers.printer.escpos.twin import EscposTwin
from drivers.reader.sam.twin import SamTwin
from edge.api.shapes import NewRating, NewVisit, Ticket
from edge.client import HallError
from edge.simulation.floor import Floor
from edge.simulation.hall import SimulatedHall
from edge.simulation.insisting import insist
from edge.simulation.ledger import Ledger
from kiosk.dialogue import Stage
from kiosk.screens import AnyStation
from kiosk.script import StationTouch
from kiosk.ticket_script import dialogue_at

_PATIENCE_S = 3 * 3600.0
_LOOK_S = 0.5
_SEVERAL = 0.12  # that share has come for several services
_OF_A_GROUP = 0.1


@dataclass
class Lobby:
    """What visitors share: the hall, its floor, and the one queue machine they line up at."""

    hall: SimulatedHall
    floor: Floor
    ledger: Ledger
    dice: random.Random
    services: tuple[str, ...]
    priorities: tuple[str, ...] = ()
    machine: asyncio.Lock = field(default_factory=asyncio.Lock)


class Visitor:
    """One person, from the door to the door."""

    def __init__(self, lobby: Lobby, *, in_a_crowd: bool = False) -> None:
        self._lobby = lobby
        self._in_a_crowd = in_a_crowd
        seed = lobby.dice.getrandbits(64)
        self._dice = random.Random(seed)  # noqa: S311 - drawn again by seed
        # An old card restored today still knows the wishes of its own day.
        self._name = f"visitor {seed:x}"

    async def run(self) -> None:
        """Stay for as long as it takes."""
        ticket = await self._take_ticket()
        if ticket is None:
            return
        self._lobby.ledger.promise("TicketIssued", ticket.visit, ticket.seq)
        if self._dice.random() < 0.05:
            return  # had enough, and left with the ticket
        if await self._is_served(ticket.visit) and self._dice.random() < 0.2:
            await self._rate_on_screen(ticket)

    async def _is_served(self, visit: str) -> bool:
        """Go to every counter that the visit is called to; return whether it came to its end."""
        floor = self._lobby.floor
        heard = 2 if self._dice.random() < 0.1 else 1  # the first call, or only the second
        while True:
            counter = await floor.called(visit, heard, _PATIENCE_S)
            if not counter or self._dice.random() < 0.04:
                return False
            await asyncio.sleep(self._dice.uniform(3.0, 20.0))
            floor.stand_at(counter, visit)
            if await floor.let_go(visit, _PATIENCE_S):
                return True
            heard = floor.calls(visit) + 1

    # --- at the queue machine ---

    async def _take_ticket(self) -> Ticket | None:
        if self._in_a_crowd:  # every receptionist there is helps at once
            return await self._take_ticket_at_desk()
        async with self._lobby.machine:
            at_desk = self._dice.random() < 0.5 or not self._lobby.hall.plan.has_screens
            if at_desk:
                return await self._take_ticket_at_desk()
            for _attempt in range(3):
                ticket = await self._take_ticket_on_screen()
                if ticket is not None:
                    return ticket
                await asyncio.sleep(self._dice.uniform(1.0, 5.0))
        return None

    async def _take_ticket_at_desk(self) -> Ticket | None:
        """Be given a ticket by the receptionist, whose client asks again until it is answered."""
        wanted = self._wish()
        client = self._lobby.hall.client("kiosk")
        try:
            ticket = await insist(
                lambda: client.new_visit(wanted, f"{self._name} ticket"), self._dice, 120.0
            )
        except HallError:
            return None
        self._take_paper()
        return ticket

    def _wish(self) -> NewVisit:
        dice, lobby = self._dice, self._lobby
        service, *others = dice.sample(lobby.services, len(lobby.services))
        several = dice.random() < _SEVERAL
        elderly = lobby.priorities and dice.random() < _OF_A_GROUP
        return NewVisit(
            service=service,
            delivery="none" if dice.random() < 0.3 else "paper",
            priority=dice.choice(lobby.priorities) if elderly else None,
            then=others[: dice.randint(1, 2)] if several else [],
            together=several and dice.random() < 0.5,
        )

    async def _take_ticket_on_screen(self) -> Ticket | None:
        """Touch what a visitor touches; None when nothing came of it."""
        screens = self._lobby.hall.screens
        if screens is None:
            return None
        screen = next(iter(screens.stations["ticket"].values()))
        if self._dice.random() < 0.3:
            await self._lay_card(screen)
        _touch(screen, screen.stay.id, "touch")
        await asyncio.sleep(self._dice.uniform(0.5, 3.0))
        mine = screen.stay.id
        if self._dice.random() < 0.15:
            _touch(screen, mine, "leave")  # changed their mind
            return None
        _touch(screen, mine, "service", self._dice.choice(self._lobby.services))
        if self._dice.random() < 0.1:
            _touch(screen, mine, "service", self._dice.choice(self._lobby.services))
        ticket = await self._outcome(screen, mine)
        self._take_paper()
        _touch(screen, mine, "leave")
        return ticket

    async def _outcome(self, screen: AnyStation, mine: str) -> Ticket | None:
        for _look in range(200):
            shown = dialogue_at(screen)
            if shown.id != mine or shown.stage is Stage.REFUSED:
                return None
            if isinstance(shown.outcome, Ticket):
                return shown.outcome
            self._answer(screen, mine, shown.stage)
            await asyncio.sleep(_LOOK_S)
        return None

    def _answer(self, screen: AnyStation, mine: str, asked: Stage) -> None:
        """Touch what a page asks for before there is a ticket."""
        if asked is Stage.DOCUMENTS:
            _touch(screen, mine, "seen")
        elif asked is Stage.PAPER:
            _touch(screen, mine, "paper", self._dice.choice(("on", "off")))

    async def _lay_card(self, screen: AnyStation) -> None:
        for socket in self._lobby.hall.wires.sockets.values():
            if isinstance(socket.twin, SamTwin):
                socket.twin.act("lay_card")
                for _look in range(14):
                    if dialogue_at(screen).stage is Stage.GREETED:
                        break
                    await asyncio.sleep(_LOOK_S)
                socket.twin.act("lift_card")

    def _take_paper(self) -> None:
        """Take what hangs out of the printer, whoever it is for."""
        for socket in self._lobby.hall.wires.sockets.values():
            if isinstance(socket.twin, EscposTwin):
                for paper in socket.twin.tickets:
                    for visit in paper.barcodes:
                        self._lobby.ledger.printed(visit)
                socket.twin.act("take_tickets")

    # --- afterwards ---

    async def _rate_on_screen(self, ticket: Ticket) -> None:
        await asyncio.sleep(self._dice.uniform(30.0, 90.0))
        client = self._lobby.hall.client("kiosk")
        rating = NewRating(grade=self._dice.randint(1, 5), source="screen")
        try:
            rated = await insist(
                lambda: client.rate(ticket.visit, rating, f"{self._name} rating"), self._dice, 60.0
            )
        except HallError:
            return
        self._lobby.ledger.promise("VisitRated", ticket.visit, rated.seq)


def _touch(screen: AnyStation, stay: str, action: str, value: str = "") -> None:
    screen.touched(StationTouch(dialogue=stay, action=action, value=value))
