"""Use cases of who a visitor is: identified, greeted, and forgotten again.

What is personal is sealed under a key of the visit; what a screen may say of it is kept in memory,
and only for as long as the person stands there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from drivers.contract import IdentityCard, PurchaseCard
from edge.content.masks import masked_name
from edge.domain import facts as f
from edge.domain.refusals import (
    NoGreetingError,
    RefusedError,
    UnknownVisitError,
    VisitHasTicketError,
)
from edge.hall.admission import Admission
from edge.hall.paper import TicketConfig
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer
from edge.hall.typed import read_typed
from edge.hall.vault import Vault
from edge.ports import Ids


@dataclass(frozen=True, slots=True)
class _Greeting:
    """What may be said to a person who was just identified, until `until_mono` (ms)."""

    name: str
    echo: str
    until_mono: int


class Identity:
    """Begins visits of persons who say who they are."""

    def __init__(
        self,
        recorder: Recorder,
        ids: Ids,
        vault: Vault,
        admission: Admission,
        config: TicketConfig,
    ) -> None:
        self._recorder = recorder
        self._ids = ids
        self._vault = vault
        self._admission = admission
        self._config = config
        self._greetings: dict[str, _Greeting] = {}
        self._on_number: Callable[[str, str], object] = lambda _visit, _number: None
        self._on_code: Callable[[str, str], object] = lambda _visit, _text: None

    def when_known(self, listener: Callable[[str, str], object]) -> None:
        """Tell `listener` visit and identity number of everybody who shows one; nobody keeps it."""
        self._on_number = listener

    def when_code_shown(self, listener: Callable[[str, str], object]) -> None:
        """Tell `listener` visit and text of every code that is shown to a scanner."""
        self._on_code = listener

    async def identify(self, reader: str, card: IdentityCard) -> str:
        """Begin a visit for the person whose card was read; return the visit."""
        personal = {
            "document": card.document,
            "name": card.name,
            "number": card.number,
            "sex": card.sex,
            "valid_to": card.valid_to,
            **({"address": card.address} if card.address else {}),
        }
        shown = f.VisitIdentified("", reader, card.document, card.age_band.value)
        visit = await self._begin(shown, personal, masked_name(card.name))
        self._on_number(visit, card.number)
        return visit

    async def identify_by_code(self, scanner: str, text: str) -> str:
        """Begin a visit for the person who showed a code; return the visit."""
        visit = await self._begin(f.VisitIdentified("", scanner, "code", ""), {"code": text})
        self._on_code(visit, text)
        return visit

    async def identify_by_purchase_card(self, reader: str, card: PurchaseCard) -> str:
        """Begin a visit for the person who put in a purchase card; return the visit."""
        personal = {"customer": card.customer, "meter": card.meter}
        return await self._begin(f.VisitIdentified("", reader, "purchase_card", ""), personal)

    async def identify_by_number(self, screen: str, number: str, kind: str = "identity") -> str:
        """Begin a visit for whoever typed a number in place of a card; return the visit.

        `kind` is `identity`, `account` or `phone`. Raises `BadNumberError` where it cannot be one.
        """
        typed = read_typed(kind, number, self._recorder.clock.local().date())
        shown = f.VisitIdentified("", screen, typed.document, typed.age_band)
        visit = await self._begin(shown, typed.personal, echo=typed.echo)
        if typed.number:
            self._on_number(visit, typed.number)
        return visit

    async def _begin(
        self,
        shown: f.VisitIdentified,
        personal: Mapping[str, str],
        greeted_as: str = "",
        echo: str = "",
    ) -> str:
        self._admission.require()
        visit = self._ids.new_id()
        key, sealed = self._vault.seal(visit, personal)
        until = self._recorder.clock.moment().mono + self._config.greeting_s * 1000
        # Before it is recorded: whoever hears of the visit may ask for the greeting at once.
        self._greetings[visit] = _Greeting(greeted_as, echo, until)
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
            "echo": greeting.echo,
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

    def over(self, visit: str) -> None:
        """Greet the person of `visit` no more: they have their ticket."""
        self._greetings.pop(visit, None)
