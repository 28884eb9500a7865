"""Use cases of the visitor: to be identified, to take a ticket, to leave again."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace

from drivers.contract import (
    AgeBand,
    DeviceError,
    IdentityCard,
    OutcomeUnknownError,
    PurchaseCard,
)
from drivers.reader.id_number import birth_digits, is_well_formed
from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.refusals import (
    BadNumberError,
    DayClosedError,
    NoGreetingError,
    PowerLowError,
    RefusedError,
    StorageLowError,
    UnknownPriorityError,
    UnknownServiceError,
    UnknownVisitError,
    VisitHasTicketError,
)
from edge.domain.state import Answered, HallState
from edge.domain.visit import Visit
from edge.hall import answers
from edge.hall.paper import HallNames, PaperPort, TicketConfig, TicketText
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.vault import Vault
from edge.journal.reserve import Room
from edge.ports import Ids

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Greeting:
    """What may be said to a person who was just identified, until `until_mono` (ms)."""

    name: str
    until_mono: int


class Tickets:
    """Takes numbers, prints them, and says what became of them."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        ids: Ids,
        vault: Vault,
        paper: PaperPort,
        names: HallNames,
        config: TicketConfig,
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ids = ids
        self._vault = vault
        self._paper = paper
        self._text = TicketText(plan, names, config, recorder.clock)
        self._config = config
        self._greetings: dict[str, _Greeting] = {}
        self._printing: dict[str, asyncio.Future[Answer]] = {}
        self.room = Room.OK

    # --- identity ---

    async def identify(self, reader: str, card: IdentityCard) -> str:
        """Begin a visit for the person whose card was read; return the visit."""
        personal = {
            "document": card.document,
            "name": card.name,
            "number": card.number,
            "sex": card.sex,
            "valid_to": card.valid_to,
        }
        shown = f.VisitIdentified("", reader, card.document, card.age_band.value)
        return await self._begin(shown, personal, masked_name(card.name))

    async def identify_by_code(self, scanner: str, text: str) -> str:
        """Begin a visit for the person who showed a code; return the visit."""
        return await self._begin(f.VisitIdentified("", scanner, "code", ""), {"code": text})

    async def identify_by_purchase_card(self, reader: str, card: PurchaseCard) -> str:
        """Begin a visit for the person who put in a purchase card; return the visit."""
        personal = {"customer": card.customer, "meter": card.meter}
        return await self._begin(f.VisitIdentified("", reader, "purchase_card", ""), personal)

    async def identify_by_number(self, screen: str, number: str) -> str:
        """Begin a visit for the person who typed their identity number; return the visit.

        Raises `BadNumberError` where its last character does not check the others.
        """
        typed = number.strip().upper()
        today = self._recorder.clock.local().date()
        band = typed_age_band(typed, today)
        if band is None:
            raise BadNumberError("that is no identity number: please check it", "number")
        shown = f.VisitIdentified("", screen, "typed_number", band.value)
        return await self._begin(shown, {"document": "typed_number", "number": typed})

    async def _begin(
        self, shown: f.VisitIdentified, personal: Mapping[str, str], greeted_as: str = ""
    ) -> str:
        self._require_room()
        visit = self._ids.new_id()
        key, sealed = self._vault.seal(visit, personal)
        until = self._recorder.clock.moment().mono + self._config.greeting_s * 1000
        # Before it is recorded: whoever hears of the visit may ask for the greeting at once.
        self._greetings[visit] = _Greeting(greeted_as, until)
        identified = replace(shown, subject=visit)
        try:
            await self._recorder.record(identified, sealed=sealed, keys=[key])
        except RefusedError:
            del self._greetings[visit]
            raise
        return visit

    def greeting(self, visit: str) -> dict[str, str]:
        """Return how to greet the person of `visit`. Raises `NoGreetingError` once it is over."""
        greeting = self._greetings.get(visit)
        known = self._recorder.committed.visits.get(visit)
        if greeting is None or known is None or known.legs:
            raise NoGreetingError("nobody is to be greeted by that visit")
        if self._recorder.clock.moment().mono > greeting.until_mono:
            del self._greetings[visit]
            raise NoGreetingError("that greeting is over")
        return {
            "visit": visit,
            "name": greeting.name,
            "document": known.document,
            "age_band": known.age_band,
        }

    async def abandon(self, visit: str, reason: str = "left") -> Answer:
        """Forget a person who left without a ticket: the visit's key is deleted."""
        state = self._recorder.require_service()
        known = state.visits.get(visit)
        if known is None:
            raise UnknownVisitError(f"no visit {visit!r} is under way", "visit")
        if known.legs:
            raise VisitHasTicketError("that visit has a ticket", "visit")
        self._greetings.pop(visit, None)
        return await self._recorder.answer(
            [f.VisitAbandoned(visit, reason)],
            lambda after: Answer(200, {"visit": visit, "seq": after.seq}),
            dropped_keys=[visit],
        )

    async def forget_those_who_left(self) -> None:
        """Abandon visits that were identified long ago and took no ticket."""
        state = self._recorder.require_service()
        now = self._recorder.clock.moment()
        limit = now.at - self._config.forget_after_s * 1000
        left = [
            visit.visit
            for visit in state.visits.values()
            if not visit.legs and visit.identified_at < limit
        ]
        self._greetings = {
            visit: greeting
            for visit, greeting in self._greetings.items()
            if visit not in left and now.mono <= greeting.until_mono
        }
        if left:
            facts = [f.VisitAbandoned(visit, "forgotten") for visit in left]
            await self._recorder.record(*facts, dropped_keys=left)

    # --- the ticket, in two phases ---

    async def issue(
        self,
        service: str,
        priority: str | int | None = None,
        delivery: str = "none",
        visit: str | None = None,
        request: Request | None = None,
        approach_ms: int = 0,
    ) -> Answer:
        """Take a ticket. With paper, the answer comes when the printer has confirmed it.

        `approach_ms` is how long ago the visitor first touched the screen.
        """
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._issued_earlier(earlier)
        reserved = self._reserve(service, priority, delivery, visit, request, approach_ms)
        if delivery == "paper":
            return await self._issue_on_paper(reserved)
        issued = f.TicketIssued(reserved.subject, 1, delivery)
        return await self._end_issue(reserved.subject, [reserved, issued])

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
        self._greetings.pop(visit, None)
        return answer

    def _reserve(
        self,
        service: str,
        priority: str | int | None,
        delivery: str,
        visit: str | None,
        request: Request | None,
        approach_ms: int,
    ) -> f.TicketReserved:
        state = self._recorder.require_service()
        level = self._check_wish(state, service, priority)
        if visit is not None:
            self._check_identified(state, visit)
        number = state.numbers.get(service, 0) + 1
        return f.TicketReserved(
            subject=visit or self._ids.new_id(),
            leg=1,
            service=service,
            ticket=f"{self._plan.by_id[service].prefix}{number:03d}",
            number=number,
            priority=level,
            delivery=delivery,
            ahead=state.queue.ahead(service, level),
            request=request.key if request else "",
            fingerprint=request.fingerprint if request else "",
            approach_ms=approach_ms,
        )

    def _check_wish(self, state: HallState, service: str, priority: str | int | None) -> int:
        if service not in self._plan.by_id:
            raise UnknownServiceError(f"no service {service!r}", "service")
        if not self._plan.is_leaf(service):
            raise UnknownServiceError(
                f"{service!r} is a group of services; choose one of them",
                "service",
                children=list(self._plan.children[service]),
            )
        level = self._plan.priority_level(priority)
        if level is None:
            raise UnknownPriorityError(f"no priority group {priority!r}", "priority")
        if not state.day:
            raise DayClosedError("no business day is open")
        self._require_room()
        return level

    def _require_room(self) -> None:
        if self.room is not Room.OK:
            raise StorageLowError("the disk is nearly full: no new visits for now")
        if self._recorder.require_service().mains == "low":
            raise PowerLowError("the power is out and the battery nearly empty: no new visits")

    def _check_identified(self, state: HallState, visit: str) -> None:
        known = state.visits.get(visit)
        if known is None:
            raise UnknownVisitError(f"no visit {visit!r} is under way", "visit")
        if known.legs:
            raise VisitHasTicketError(f"visit {visit!r} has its ticket already", "visit")

    async def _issue_on_paper(self, reserved: f.TicketReserved) -> Answer:
        visit = reserved.subject
        printer = self._paper.printer
        if not printer:
            issued = f.TicketIssued(visit, 1, "screen", "no_printer")
            return await self._end_issue(visit, [reserved, issued])
        # Taken before anything is waited for: whoever comes next must not get the same number.
        taken = self._recorder.begin(reserved, f.PrintStarted(visit, 1, printer))
        under_way = asyncio.ensure_future(self._print_and_issue(visit, taken))
        self._printing[visit] = under_way
        under_way.add_done_callback(lambda _done: self._printing.pop(visit, None))
        # Whoever asked may go away meanwhile: what has begun is brought to its end.
        return await asyncio.shield(under_way)

    async def _print_and_issue(self, visit: str, taken: Awaitable[None]) -> Answer:
        await taken
        delivery, reason = await self._print(visit)
        return await self._end_issue(visit, [f.TicketIssued(visit, 1, delivery, reason)])

    async def _print(self, visit: str) -> tuple[str, str]:
        known = self._recorder.committed.visits[visit]
        try:
            await self._paper.print_ticket(self._text.paper(known))
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
        return Answer(201, answers.ticket(state.visits[visit], self.qr(visit)))

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


def typed_age_band(number: str, today: dt.date) -> AgeBand | None:
    """Return the age band of a citizen's identity number, or None where it is none."""
    if not is_well_formed(number):
        return None
    try:
        born = dt.datetime.strptime(birth_digits(number), "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return AgeBand.of(born, today) if born <= today else None


def masked_name(name: str) -> str:
    """Return a name with all but its first character hidden: 张三丰 becomes 张**."""
    stripped = name.strip()
    return stripped[:1] + "*" * min(len(stripped) - 1, 2) if stripped else ""
