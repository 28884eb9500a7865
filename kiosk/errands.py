"""What the dialogues at the screens ask of the hall, and what becomes of each request."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from edge.api.shapes import CheckIn, HelpCall, NewRating, NewVisit, Ticket, TypedNumber
from edge.client import HallClient, HallError
from kiosk import dialogue as d
from kiosk.answers import NO_ANSWER
from kiosk.config import KioskConfig
from kiosk.help_here import standing_of
from kiosk.scene import HelpCall as HelpStands
from kiosk.scene import HelpStanding

_log = logging.getLogger(__name__)

# After these a number that was typed may be typed again.
_TYPE_AGAIN = NO_ANSWER | {"bad_number"}

# After these a code that was typed may be typed again.
_CODE_AGAIN = NO_ANSWER | {"bad_code", "wrong_code"}

Errand = (
    d.TakeTicket | d.IdentifyByNumber | d.FetchGreeting | d.FetchOwed | d.AbandonVisit | d.CheckIn
)


class Errands:
    """Carries requests to the hall.

    Where the hall does not answer, a ticket is asked for again by the dialogue, as long as somebody
    waits for it; that a visitor has left is said again here, until the hall has heard it.
    """

    def __init__(self, hall: HallClient, config: KioskConfig) -> None:
        self._hall = hall
        self._config = config

    async def run(self, errand: Errand, screen: str) -> d.Event | None:
        """Carry out `errand` and return what the dialogue at `screen` must hear of it, if any."""
        event: d.Event | None = None
        match errand:
            case d.TakeTicket():
                event = await self._take_ticket(errand)
            case d.IdentifyByNumber():
                event = await self._identify(errand, screen)
            case d.FetchGreeting():
                event = await self._fetch_greeting(errand)
            case d.FetchOwed():
                event = await self._fetch_owed(errand)
            case d.CheckIn():
                event = await self._check_in(errand, screen)
            case d.AbandonVisit():
                await self._insist(lambda: self._hall.abandon(errand.visit))
        return event

    async def call_help(self, place: str, about: str, stay: str) -> HelpStanding:
        """Have somebody come to a stay at `place`, which shows `about`; return how it stands."""
        try:
            call = await self._hall.call_help(HelpCall(place=place, about=about, stay=stay))
        except HallError as error:
            _log.warning("nobody was called to %s: %s", place, error.code)
            return HelpStanding(HelpStands.UNANSWERED)
        return standing_of(call)

    async def end_help(self, place: str, stay: str) -> None:
        """Let nobody come to that stay any more, however long it takes until the hall has heard.

        Without `stay` it is the call of whoever called there.
        """
        await self._insist(lambda: self._hall.end_help(place, stay=stay))

    async def rate(self, visit: str, grade: int) -> bool:
        """Have a grade recorded, asking until the hall answers; return whether the visit has one.

        The same grade twice is one grade for the hall.
        """
        while (rated := await self._rated(visit, grade)) is None:  # noqa: ASYNC110
            await asyncio.sleep(self._config.retry_pause_s)
        return rated

    async def _rated(self, visit: str, grade: int) -> bool | None:
        try:
            await self._hall.rate(visit, NewRating(grade=grade, source="screen"))
        except HallError as error:
            _log.info("a grade was not recorded: %s", error.code)
            return None if error.code in NO_ANSWER else error.code == "already_rated"
        return True

    async def _take_ticket(self, errand: d.TakeTicket) -> d.Event:
        wanted = NewVisit(
            service=errand.service,
            priority=errand.priority or None,
            delivery=self._config.delivery if errand.on_paper else "screen",
            visit=errand.visit,
            approach_ms=errand.approach_ms,
            then=list(errand.then),
            together=errand.together,
        )
        try:
            ticket = await self._hall.new_visit(wanted, errand.key)
        except HallError as error:
            return await self._no_ticket(errand, error)
        _log.info("ticket %s, by %s", ticket.ticket, ticket.delivery)
        return d.TicketArrived(errand.dialogue, ticket)

    async def _no_ticket(self, errand: d.TakeTicket, error: HallError) -> d.Event:
        _log.warning("no ticket for %s: %s", errand.service, error.code)
        if error.code not in NO_ANSWER:
            return _refused(errand.dialogue, error)
        await asyncio.sleep(self._config.retry_pause_s)
        return d.AnswerMissing(errand.dialogue)

    async def _check_in(self, errand: d.CheckIn, screen: str) -> d.Event:
        wanted = CheckIn(
            screen=screen,
            code=errand.code or None,
            visit=errand.visit,
            delivery=self._config.delivery,
        )
        try:
            before = (await self._hall.board()).seq
            ticket = await self._hall.check_in(wanted)
        except HallError as error:
            return await self._no_check_in(errand, error)
        return self._checked_in(errand, ticket, before)

    def _checked_in(self, errand: d.CheckIn, ticket: Ticket, before: int) -> d.Event:
        # Nothing happened between this ticket and the look before: it was issued earlier.
        had = ticket.seq <= before
        _log.info("ticket %s, for an appointment%s", ticket.ticket, ", once more" if had else "")
        return d.TicketArrived(errand.dialogue, ticket, had)

    async def _no_check_in(self, errand: d.CheckIn, error: HallError) -> d.Event:
        _log.info("an appointment was not let in: %s", error.code)
        if errand.code and error.code in _CODE_AGAIN:
            return d.CodeRefused(errand.dialogue, error.code)
        if error.code not in NO_ANSWER:
            return _refused(errand.dialogue, error)
        await asyncio.sleep(self._config.retry_pause_s)
        return d.AnswerMissing(errand.dialogue)

    async def _identify(self, errand: d.IdentifyByNumber, screen: str) -> d.Event:
        typed = TypedNumber(screen=screen, kind=errand.kind.value, number=errand.number)
        try:
            identified = await self._hall.identify(typed)
        except HallError as error:
            _log.info("a number that was typed began no visit: %s", error.code)
            again = error.code in _TYPE_AGAIN
            said_no = d.NumberRefused if again else d.TicketRefused
            return said_no(errand.dialogue, error.code)
        return d.NumberKnown(errand.dialogue, identified.visit)

    async def _fetch_greeting(self, errand: d.FetchGreeting) -> d.Event | None:
        try:
            greeting = await self._hall.greeting(errand.visit)
        except HallError as error:
            _log.info("nobody to greet: %s", error.code)
            return None
        if not self._config.greet_by_name:
            greeting = greeting.model_copy(update={"name": ""})
        if greeting.appointment is not None and greeting.appointment.shown == "qr":
            return d.AppointmentShown(errand.dialogue, greeting)
        return d.GreetingArrived(errand.dialogue, greeting)

    async def _fetch_owed(self, errand: d.FetchOwed) -> d.Event | None:
        try:
            known = await self._hall.accounts_of(errand.visit)
        except HallError as error:
            _log.debug("nothing is known of what is owed: %s", error.code)
            return None
        owed_fen = sum(account.owed_fen for account in known.accounts)
        return d.OwedArrived(errand.dialogue, errand.visit, owed_fen) if owed_fen > 0 else None

    async def _insist(self, say: Callable[[], Awaitable[object]]) -> None:
        while not await self._heard(say):  # noqa: ASYNC110  nothing tells when
            await asyncio.sleep(self._config.retry_pause_s)

    async def _heard(self, say: Callable[[], Awaitable[object]]) -> bool:
        try:
            await say()
        except HallError as error:
            _log.info("what was over was not taken back: %s", error.code)
            return error.code not in NO_ANSWER
        return True


def _refused(dialogue: str, error: HallError) -> d.TicketRefused:
    opens_at, from_ms = error.details.get("opens_at"), error.details.get("earliest")
    return d.TicketRefused(
        dialogue,
        error.code,
        opens_at if isinstance(opens_at, str) else "",
        from_ms if isinstance(from_ms, int) else 0,
    )
