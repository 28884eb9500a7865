"""Who books at headquarters, all day long, and who comes with what they were given."""

import asyncio
import random
from dataclasses import dataclass

from edge.api.shapes import CheckIn, DeliveryAsked, Ticket
from edge.client import HallError
from edge.domain.refusals import RefusedError
from edge.simulation.headquarters import SimulatedHeadquarters
from edge.simulation.insisting import insist
from edge.simulation.process import Process
from edge.simulation.visitors import Lobby, Visitor
from sync.backoffice.bookings import Booked, Bookings, NotBookedError, Places, Wanted
from sync.backoffice.store import StoreError

_MINUTE_S = 60.0
_MINUTE_MS = 60_000
_SOON = 6  # most people want one of so many of the next stretches
_PERSON = {"name": "李四", "phone": "13800000000", "number": "110101199001011234"}
# A code that headquarters has given is none of these, whatever else happens.
_NEVER = ("bad_code", "wrong_code", "bad_signature", "other_hall", "no_headquarters")


@dataclass(frozen=True, slots=True)
class Given:
    """An appointment as its visitor knows it; `wait_s` is how long it was till then."""

    booked: Booked
    wait_s: float


class Hotline:
    """Takes calls at headquarters for `lobby`'s hall; whoever booked may come, or call again."""

    def __init__(self, people: Process, lobby: Lobby, headquarters: SimulatedHeadquarters) -> None:
        self._people = people
        self._lobby = lobby
        self._headquarters = headquarters
        self._hall = lobby.hall.plan.edge.config.id
        self._dice = random.Random(lobby.dice.getrandbits(64))  # noqa: S311 - drawn again by seed

    async def run(self, until_s: float) -> None:
        """Take calls until the loop's time is `until_s`."""
        loop = asyncio.get_running_loop()
        while loop.time() < until_s:
            await asyncio.sleep(self._dice.uniform(2.0, 20.0) * _MINUTE_S)
            given = self._book()
            if given is not None:
                self._people.begin(Expected(self._lobby, given).run())
                if self._dice.random() < 0.15:
                    self._people.begin(self._cancel_later(given))

    def _book(self) -> Given | None:
        try:
            return self._headquarters.booking(self._booked)
        except (NotBookedError, RefusedError, StoreError):
            return None

    def _booked(self, bookings: Bookings, now: int) -> Given | None:
        found = bookings.places(self._hall, now)
        if not found:
            return None
        place = self._dice.choice(found[:_SOON] if self._dice.random() < 0.8 else found)
        due = self._within(place)
        person = _PERSON if self._dice.random() < 0.5 else {}
        wanted = Wanted(place.service, due, due + 30 * _MINUTE_MS, ("booked",), person)
        booked = bookings.book(self._hall, wanted, now)
        if not place.free:
            self._lobby.ledger.wrong(f"{booked.appointment} was booked, and no place was free")
        return Given(booked, (due - now) / 1000)

    def _within(self, place: Places) -> int:
        minutes = (place.ends - place.begins) // _MINUTE_MS
        return place.begins + self._dice.randrange(minutes) * _MINUTE_MS

    async def _cancel_later(self, given: Given) -> None:
        await asyncio.sleep(self._dice.uniform(1.0, 60.0) * _MINUTE_S)
        try:
            self._headquarters.booking(
                lambda bookings, now: bookings.cancel(self._hall, given.booked.appointment, now)
            )
        except (NotBookedError, StoreError):
            return  # they have come already, or headquarters does not answer


class Expected(Visitor):
    """A visitor with an appointment: on time, early, late, or never."""

    def __init__(self, lobby: Lobby, given: Given) -> None:
        super().__init__(lobby)
        self._given = given

    async def run(self) -> None:
        low_min, high_min = self._dice.choice(((-90, -30), (-15, 0), (-15, 0), (0, 8), (8, 60)))
        if self._dice.random() < 0.1:
            return  # forgot it
        comes_s = self._given.wait_s + self._dice.uniform(low_min, high_min) * _MINUTE_S
        await asyncio.sleep(max(0.0, comes_s))
        await super().run()

    async def _take_ticket(self) -> Ticket | None:
        if self._dice.random() < 0.1:
            await self._mistype()
        booked = self._given.booked
        for shown in self._dice.sample((booked.code, booked.qr), 2):
            refused = await self._check_in(shown)
            if isinstance(refused, Ticket):
                return refused
            if refused in _NEVER:
                self._lobby.ledger.wrong(f"the code of {booked.appointment}: {refused}")
            if refused == "appointment_early":
                await asyncio.sleep(self._dice.uniform(5.0, 60.0) * _MINUTE_S)
        return await super()._take_ticket()

    async def _check_in(self, shown: str) -> Ticket | str:
        """Return the ticket, or the code of what speaks against it."""
        client = self._lobby.hall.client("kiosk")
        delivery: DeliveryAsked = self._dice.choice(("none", "paper", "screen"))
        screen = self._lobby.hall.plan.kiosk.terminals[0]
        wanted = CheckIn(screen=screen, code=shown, delivery=delivery)
        key = f"{self._name} {shown}"[:64]
        try:
            ticket = await insist(lambda: client.check_in(wanted, key), self._dice, 120.0)
        except HallError as error:
            return error.code
        self._take_paper()
        return ticket

    async def _mistype(self) -> None:
        """Type a code that nobody was given."""
        code = self._given.booked.code
        wrong = ("3" if code[-1] != "3" else "4").join((code[:-1], ""))
        if isinstance(await self._check_in(wrong), Ticket):
            self._lobby.ledger.wrong(f"a code that nobody was given was taken: {wrong}")
