"""Use cases of the ticket: taken, printed, issued, and settled where that was cut short."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from drivers.contract import DeviceError, OutcomeUnknownError
from edge.domain import facts as f
from edge.domain.appointments import CheckIn
from edge.domain.leg import LegState
from edge.domain.now import Answered
from edge.domain.plan import Plan
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.domain.waits.telling import Estimate, Unknown
from edge.domain.waits.waits import MODEL
from edge.hall import answers
from edge.hall.addresses import Addresses
from edge.hall.estimates import Estimates, as_fact, in_minutes, in_words
from edge.hall.identity import Identity
from edge.hall.paper import HallNames, PaperPort, TicketConfig, TicketText
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.reserving import Reserving, Wish

log = logging.getLogger(__name__)


class _Had(NamedTuple):
    """A ticket that somebody has already, by its visit."""

    visit: str


class Tickets:
    """Takes numbers, prints them, and says what became of them."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        reserving: Reserving,
        estimates: Estimates,
        identity: Identity,
        paper: PaperPort,
        names: HallNames,
        config: TicketConfig,
        addresses: Addresses | None = None,
    ) -> None:
        self._recorder = recorder
        self._reserving = reserving
        self._estimates = estimates
        self._identity = identity
        self._paper = paper
        self._text = TicketText(plan, names, config, recorder.clock, addresses)
        self._printing: dict[str, asyncio.Future[Answer]] = {}

    async def issue(
        self,
        service: str,
        priority: str | int | None = None,
        delivery: str = "none",
        visit: str | None = None,
        request: Request | None = None,
        approach_ms: int = 0,
    ) -> Answer:
        """Take a plain ticket: as `take`, for one service."""
        wish = Wish(service, priority, delivery, visit, approach_ms)
        return await self.take(wish, request)

    async def take(self, wish: Wish, request: Request | None = None) -> Answer:
        """Take a ticket. With paper, the answer comes when the printer has confirmed it."""
        return await self._take(lambda: wish, request)

    async def check_in(
        self,
        checked: Callable[[], CheckIn],
        delivery: str = "none",
        visit: str | None = None,
        request: Request | None = None,
        by: str = "",
    ) -> Answer:
        """Take the ticket of an appointment; who has checked in already gets the same ticket."""

        def wish() -> Wish | _Had:
            found = checked()
            return _Had(found.visit) if found.visit else Wish.booked(found, delivery, visit, by)

        return await self._take(wish, request)

    async def _take(self, wished: Callable[[], Wish | _Had], request: Request | None) -> Answer:
        said = None
        wish = self._looked_up(wished, request)
        if isinstance(wish, Wish) and wish.delivery != "none":
            said = await self._estimates.of(self._reserving.lane(wish))
            # Others had their turn meanwhile, the same request among them: nothing is as it was.
            wish = self._looked_up(wished, request)
        if isinstance(wish, Wish):
            return await self._reserve(wish, said, request)
        if isinstance(wish, Answered):
            return await self._issued_earlier(wish)
        return await self._issued_before(wish.visit)

    def _looked_up(
        self, wished: Callable[[], Wish | _Had], request: Request | None
    ) -> Answered | Wish | _Had:
        return self._recorder.earlier_answer(request) or wished()

    async def _reserve(
        self, wish: Wish, said: Estimate | Unknown | None, request: Request | None
    ) -> Answer:
        reserved = self._reserving.reserve(wish, request)
        taken = [*wish.before, reserved, *wish.behind(reserved.subject)]
        if wish.delivery == "paper":
            return await self._issue_on_paper(reserved, taken, said)
        issued = f.TicketIssued(reserved.subject, 1, wish.delivery)
        return await self._end_issue(reserved.subject, [*taken, issued, *_told(reserved, said)])

    async def _issued_before(self, visit: str) -> Answer:
        under_way = self._printing.get(visit)
        if under_way is not None:
            return await asyncio.shield(under_way)
        return await self._end_issue(visit, [])

    async def _issued_earlier(self, earlier: Answered) -> Answer:
        under_way = self._printing.get(earlier.visit)
        if under_way is not None:
            return await asyncio.shield(under_way)
        if not earlier.visit:
            return await self._recorder.settled(earlier)
        known = self._recorder.require_service().visits[earlier.visit]
        if known.state is not LegState.RESERVED:
            return await self._end_issue(known.visit, [])
        # Whoever asks again stands there and sees this answer: nothing needs to be voided.
        delivery = "uncertain" if known.leg.printing else "screen"
        interrupted = f.TicketIssued(known.visit, 1, delivery, "interrupted")
        return await self._end_issue(known.visit, [interrupted])

    async def _end_issue(self, visit: str, facts: Sequence[f.Fact]) -> Answer:
        answer = await self._recorder.answer(facts, lambda after: self._answer(after, visit))
        self._identity.over(visit)
        return answer

    async def _issue_on_paper(
        self, reserved: f.TicketReserved, facts: Sequence[f.Fact], said: Estimate | Unknown | None
    ) -> Answer:
        visit = reserved.subject
        printer = self._paper.printer
        if not printer:
            issued = f.TicketIssued(visit, 1, "screen", "no_printer")
            return await self._end_issue(visit, [*facts, issued, *_told(reserved, said)])
        # Taken before anything is waited for: whoever comes next must not get the same number.
        taken = self._recorder.begin(*facts, f.PrintStarted(visit, 1, printer))
        under_way = asyncio.ensure_future(self._print_and_issue(reserved, taken, said))
        self._printing[visit] = under_way
        under_way.add_done_callback(lambda _done: self._printing.pop(visit, None))
        # Whoever asked may go away meanwhile: what has begun is brought to its end.
        return await asyncio.shield(under_way)

    async def _print_and_issue(
        self, reserved: f.TicketReserved, taken: Awaitable[None], said: Estimate | Unknown | None
    ) -> Answer:
        visit = reserved.subject
        await taken
        delivery, reason = await self._print(visit, said)
        issued = f.TicketIssued(visit, 1, delivery, reason)
        return await self._end_issue(visit, [issued, *_told(reserved, said)])

    async def _print(self, visit: str, said: Estimate | Unknown | None) -> tuple[str, str]:
        known = self._recorder.committed.visits[visit]
        try:
            await self._paper.print_ticket(self._text.paper(known, *in_words(said)))
        except OutcomeUnknownError as error:
            log.warning("ticket %s: %s", known.leg.ticket, error)
            return "uncertain", error.code
        except DeviceError as error:
            log.warning("ticket %s is on the screen only: %s", known.leg.ticket, error)
            return "screen", error.code
        return "paper", ""

    def qr(self, visit: str) -> str:
        """Return what the ticket's QR code holds."""
        return self._text.qr(visit)

    def _answer(self, state: HallState, visit: str) -> Answer:
        known = state.visits[visit]
        told = known.legs[0].told
        # What was told first stands on the ticket: whoever asks again hears the same.
        wait = in_minutes(Estimate(*told, MODEL)) if told else None
        return Answer(201, answers.ticket(known, self.qr(visit), wait))

    # --- after a restart, or after a time without a journal ---

    async def end_what_was_interrupted(self) -> None:
        """Settle tickets that are reserved and that nobody is printing any more.

        Where printing had not begun, nobody has the number: it is voided. Where it had, somebody
        may hold the paper: it is issued, and whoever holds it will be called.
        """
        state = self._recorder.require_service()
        facts = [
            _end_of_interrupted(state.visits[visit])
            for visit in state.reserved
            if visit not in self._printing
        ]
        if facts:
            await self._recorder.record(*facts)


def _end_of_interrupted(visit: Visit) -> f.Fact:
    if visit.leg.printing:
        return f.TicketIssued(visit.visit, 1, "uncertain", "interrupted")
    return f.TicketVoided(visit.visit, 1, "interrupted")


def _told(reserved: f.TicketReserved, said: Estimate | Unknown | None) -> list[f.Fact]:
    if not isinstance(said, Estimate):
        return []
    return [as_fact(reserved.subject, reserved.leg, said, "ticket")]
