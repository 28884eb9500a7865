"""Use cases of who a visitor is, for clerks: masked to whoever serves, whole only on the record."""

import contextlib
from typing import Any

from edge.content.masks import masked_account, masked_name
from edge.domain import facts as f
from edge.domain.plan import ANYBODY, Plan
from edge.domain.refusals import NotAtCounterError, NotIdentifiedError, SealedForGoodError
from edge.domain.rights import Action
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall.desk import Desk, with_ticket
from edge.hall.notes import Notes
from edge.hall.recorder import Recorder
from edge.hall.vault import Vault
from edge.journal.keys import UnreadableError


class Persons(Desk):
    """Opens what was sealed when a visitor showed a card or booked. `staff` is who asks.

    Whoever has the right to any counter is treated as sitting at each.
    """

    def __init__(self, recorder: Recorder, plan: Plan, vault: Vault, notes: Notes) -> None:
        super().__init__(recorder, plan)
        self._vault = vault
        self._notes = notes

    async def at(self, counter: str, staff: str) -> dict[str, Any] | None:
        """Return what the clerk at `counter` may know of the visitor there; None: nobody is there.

        Raises `UnknownCounterError`, `CounterClosedError`, `CounterTakenError`.
        """
        state = self._recorder.committed
        asker = ANYBODY if self._serves_anywhere(staff) else staff
        now = self._open_counter(state, counter, asker)
        if not now.visit:
            return None
        visit = state.visits[now.visit]
        person: dict[str, str] = {}
        with contextlib.suppress(SealedForGoodError):
            person = await self._known_of(state, visit)
        return {
            "visit": visit.visit,
            "name": masked_name(person.get("name", "")),
            "document": visit.document,
            "age_band": visit.age_band,
            "known": bool(person.get("name") or _number_of(person)),
            "account": person.get("customer", ""),
            "checked": visit.leg.missing is not None,
            "notes": await self._notes.of(visit.visit),
        }

    async def masked(self, visit: str) -> dict[str, str]:
        """Return who the visitor is, masked, for their own eyes at a counter.

        `account` is whole. Raises `SealedForGoodError`.
        """
        state = self._recorder.committed
        known = state.visits[visit]
        person = await self._known_of(state, known)
        return {
            "document": known.document,
            "name": masked_name(person.get("name", "")),
            "number": masked_account(person.get("number", "")),
            "account": person.get("customer", ""),
        }

    async def reveal(self, visit: str, staff: str, reason: str) -> dict[str, Any]:
        """Return who the visitor is, unmasked, once it is on record that `staff` was shown it.

        Raises `UnknownVisitError`, `NotAtCounterError`, `NotIdentifiedError`,
        `SealedForGoodError`.
        """
        known = self._required_here(visit, staff)
        person = await self._known_of(self._recorder.working, known)
        name, number = person.get("name", ""), _number_of(person)
        if not (name or number):
            raise NotIdentifiedError(f"{known.leg.ticket} has shown neither name nor number")
        self._required_here(visit, staff)  # once more: the visitor may have left meanwhile
        await self._recorder.record(f.IdentityRevealed(visit, staff, reason))
        return {"visit": visit, "document": known.document, "name": name, "number": number}

    def _required_here(self, visit: str, staff: str) -> Visit:
        state = self._recorder.require_service()
        known = with_ticket(state, visit)
        here = any(now.visit == visit and now.staff == staff for now in state.counters.values())
        if not here and not self._serves_anywhere(staff):
            raise NotAtCounterError(f"{known.leg.ticket} is not at your counter", "visit")
        return known

    def _serves_anywhere(self, staff: str) -> bool:
        return Action.ANY_COUNTER in self._plan.rights_of(staff)

    async def _known_of(self, state: HallState, visit: Visit) -> dict[str, str]:
        """Return what was booked and what was read, which counts more. Empty where nothing was.

        Raises `SealedForGoodError`.
        """
        appointment = visit.legs[0].appointment
        booked = state.appointments.get(appointment)
        person = await self.opened(appointment, booked.seq) if booked else {}
        return person | await self.opened(visit.visit, visit.identified_seq)

    async def opened(self, subject: str, seq: int) -> dict[str, str]:
        """Return what was sealed about `subject` with the fact `seq`, nothing where nothing was.

        Raises `SealedForGoodError`.
        """
        recorded = await self._recorder.recorded(seq) if seq else None
        if recorded is None or recorded.sealed is None:
            return {}
        wrapped = await self._recorder.wrapped_key(subject)
        try:
            return self._vault.unseal(subject, recorded.sealed, wrapped)
        except UnreadableError:
            raise SealedForGoodError("who it is can be read no more: the key is gone") from None


def _number_of(person: dict[str, str]) -> str:
    """Return by what a person is known or reached: the identity number, or the one of a phone."""
    return person.get("number") or person.get("phone", "")
