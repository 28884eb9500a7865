"""Use cases of signing in and out: number and PIN, and a lock after wrong ones."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import NoReturn, Protocol

from edge.domain import facts as f
from edge.domain.now import WrongPins
from edge.domain.plan import Plan, StaffMember
from edge.domain.refusals import SignInLockedError, SignInRefusedError
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
        member = self._plan.staff_by_id.get(number)
        self._check_lock(number)
        matches = await self._pins.matches(member.pin if member else self._pins.nobodys_hash, pin)
        if member is None:
            raise SignInRefusedError("staff number or PIN is wrong")
        self._check_lock(number)  # once more: many guesses at once are not more guesses
        if not matches:
            await self._refuse(number)
        session = self._ids.new_id()
        await self._recorder.record(f.StaffSignedIn(number, session))
        return SignedIn(member, session)

    async def _refuse(self, number: str) -> NoReturn:
        wrong = self._recorder.require_service().wrong_pins.get(number)
        await self._recorder.record(f.SignInRefused(number, wrong.count + 1 if wrong else 1))
        raise SignInRefusedError("staff number or PIN is wrong")

    async def sign_out(self, number: str, session: str) -> None:
        """End a session; one that has ended already is fine."""
        if session not in self._recorder.require_service().ended_sessions:
            await self._recorder.record(f.StaffSignedOut(number, session))

    def _check_lock(self, number: str) -> None:
        wrong = self._recorder.require_service().wrong_pins.get(number)
        if wrong is None or wrong.count < _FAILURES_FREE:
            return
        lock_ms = min(_LOCK_FIRST_MS << (wrong.count - _FAILURES_FREE), _LOCK_MAX_MS)
        left_ms = lock_ms - _passed_ms(wrong, self._recorder.clock.moment())
        if left_ms > 0:
            wait_s = (left_ms + 999) // 1000
            raise SignInLockedError(f"too many wrong PINs: wait {wait_s} s", wait_s=wait_s)


def _passed_ms(wrong: WrongPins, now: f.Moment) -> int:
    """Return how long ago `wrong` was, by the clock that nobody can set as far as there is one."""
    if wrong.boot == now.boot:
        return now.mono - wrong.mono
    return max(now.at - wrong.at, now.mono)  # at least as long as this boot has lasted
