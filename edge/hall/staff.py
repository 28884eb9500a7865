"""Use cases of signing in and out: number and PIN, and a lock after wrong ones."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from edge.domain import facts as f
from edge.domain.plan import Plan, StaffMember
from edge.domain.refusals import SignInLockedError, SignInRefusedError
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.ports import Ids

_FAILURES_FREE = 5
_LOCK_FIRST_MS = 30_000
_LOCK_MAX_MS = 15 * 60_000


class Pins(Protocol):
    """Checks PINs; takes its time, off the event loop."""

    def matches(self, pin_hash: str, pin: str) -> Awaitable[bool]:
        """Return whether `pin` is the one of `pin_hash` (Argon2id)."""

    @property
    def nobodys_hash(self) -> str:
        """A hash that no PIN matches, so that an unknown number takes as long as a wrong PIN."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the session that began."""

    member: StaffMember
    session: str


class Staff:
    """Lets people in."""

    def __init__(self, recorder: Recorder, plan: Plan, ids: Ids, pins: Pins) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ids = ids
        self._pins = pins

    async def sign_in(self, number: str, pin: str) -> SignedIn:
        """Begin a session. Raises `SignInRefusedError`, `SignInLockedError`."""
        state = self._recorder.require_service()
        member = self._plan.staff_by_id.get(number)
        self._check_lock(state, number)
        matches = await self._pins.matches(member.pin if member else self._pins.nobodys_hash, pin)
        if member is None:
            raise SignInRefusedError("staff number or PIN is wrong")
        if not matches:
            failures = self._recorder.require_service().failures.get(number, 0) + 1
            await self._recorder.record(f.SignInRefused(number, failures))
            raise SignInRefusedError("staff number or PIN is wrong")
        session = self._ids.new_id()
        await self._recorder.record(f.StaffSignedIn(number, session))
        return SignedIn(member, session)

    async def sign_out(self, number: str, session: str) -> None:
        """End a session; one that has ended already is fine."""
        if session not in self._recorder.require_service().ended_sessions:
            await self._recorder.record(f.StaffSignedOut(number, session))

    def _check_lock(self, state: HallState, number: str) -> None:
        failures = state.failures.get(number, 0)
        if failures < _FAILURES_FREE:
            return
        lock_ms = min(_LOCK_FIRST_MS << (failures - _FAILURES_FREE), _LOCK_MAX_MS)
        passed_ms = self._recorder.clock.moment().at - state.failed_at.get(number, 0)
        # A clock that was set back must neither open the lock nor keep it shut for ever.
        if 0 <= passed_ms < lock_ms:
            wait_s = (lock_ms - passed_ms + 999) // 1000
            raise SignInLockedError(f"too many wrong PINs: wait {wait_s} s", wait_s=wait_s)
