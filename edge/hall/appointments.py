"""Use cases of appointments: handed out, shown by whoever comes, missed.

Checking in decides and records nothing: what it returns goes into the ticket, and is recorded with
it in one commit, so that one appointment never makes two tickets.
"""

import logging
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any

from edge.domain import appointments as rules_of
from edge.domain import facts as f
from edge.domain.appointment_code import Pass, is_qr, read_qr, read_typed
from edge.domain.appointments import (
    AppointmentOverError,
    AppointmentRules,
    CheckIn,
    Offer,
    UnknownAppointmentError,
)
from edge.domain.guessing import Guesses, WrongCodeError
from edge.domain.leg import LegState
from edge.domain.now import AppointmentNow
from edge.domain.refusals import RefusedError, UnknownServiceError
from edge.domain.state import HallState
from edge.hall.booking import BookingDesk
from edge.hall.headquarters import Headquarters
from edge.hall.inbox import Inbox
from edge.hall.recorder import Recorder
from edge.hall.vault import Vault

log = logging.getLogger(__name__)

Offers = Callable[[], Iterable[Offer]]


class Appointments:
    """Everything about appointments but their tickets.

    `services` are those that can be booked, `offers` what the plan hands out as of now, `finders`
    which keyed hash finds whose appointment.
    """

    def __init__(
        self,
        recorder: Recorder,
        headquarters: Headquarters,
        vault: Vault,
        rules: AppointmentRules,
        services: Container[str],
        offers: Offers,
        finders: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        self._recorder = recorder
        self._headquarters = headquarters
        self._vault = vault
        self._rules = rules
        self._services = services
        self._offers = offers
        self._found_by: dict[bytes, list[str]] = {}
        self._seen: dict[str, str] = {}  # appointments by the visit of their person
        self._scanned: dict[str, str] = {}  # QR codes by the visit that began with them
        self._guesses = Guesses(rules.wrong_codes_max, rules.wrong_code_forgotten_s)
        for appointment, finder in finders:
            self._find(finder, appointment)

    def listen_to(self, inbox: Inbox) -> None:
        """Have the commands about appointments come here."""
        clock = self._recorder.clock
        BookingDesk(self._headquarters, self._vault, clock, self._services, self._find).listen_to(
            inbox
        )

    def _find(self, finder: bytes, appointment: str) -> None:
        self._found_by.setdefault(finder, []).append(appointment)

    # --- who comes ---

    def check_in(self, shown: str, place: str) -> CheckIn:
        """Return what ticket there is for whoever typed or showed `shown` at `place`.

        Raises as `check_in_by_code` and `check_in_by_qr`.
        """
        return self.check_in_by_qr(shown) if is_qr(shown) else self.check_in_by_code(shown, place)

    def check_in_by_code(self, typed: str, place: str) -> CheckIn:
        """Return what ticket there is for a code that was typed at `place`.

        Raises `BadCodeError`, `WrongCodeError`, `CodeLockedError`, `UnknownAppointmentError`,
        `NoHeadquartersError`, and what `edge.domain.appointments.check_in` raises.
        """
        appointment, mac = read_typed(typed)
        mono = self._recorder.clock.moment().mono
        self._guesses.check(place, mono)
        if not self._headquarters.has_given(appointment, mac):
            self._guesses.wrong(place, mono)
            raise WrongCodeError("that code is not right: please check it", "code")
        return self._of_known(appointment, "code")

    def check_in_by_qr(self, shown: str) -> CheckIn:
        """Return what ticket there is for a QR code, known here or not: it bears a signature.

        Raises `BadCodeError`, `BadSignatureError`, `OtherHallError`, `NoHeadquartersError`,
        `UnknownServiceError`, and what `edge.domain.appointments.check_in` raises.
        """
        pass_, signature = read_qr(shown)
        self._headquarters.check_pass(pass_, signature)
        state = self._recorder.require_service()
        if pass_.appointment in state.appointments:
            return self._of_known(pass_.appointment, "qr")
        return self._of_unknown(state, pass_)

    def _of_unknown(self, state: HallState, pass_: Pass) -> CheckIn:
        """Let somebody in whose booking has not come yet: it is booked with their ticket."""
        if pass_.service not in self._services:
            raise UnknownServiceError(f"no service {pass_.service!r}", "code")
        now = AppointmentNow(pass_.service, pass_.due, pass_.until, pass_.segments)
        found = rules_of.check_in(pass_.appointment, now, self._rules, self._now(), "qr")
        if rules_of.has_place(state.quotas, state.appointments, pass_.service, pass_.due):
            return found.booking(_booked_by(pass_))
        log.warning("appointment %s: no place for it was handed out", pass_.appointment)
        return found.without_place()

    def seen(self, visit: str, number: str) -> bool:
        """Remember, while they stand there, whether the person of `visit` has an appointment."""
        state = self._recorder.require_service()
        names = self._found_by.get(self._vault.finder(number), ())
        open_ones = [
            (abs(state.appointments[name].due - self._now()), name)
            for name in names
            if name in state.appointments and not rules_of.is_cancelled(state.appointments[name])
        ]
        if open_ones:
            self._seen[visit] = min(open_ones)[1]
        return bool(open_ones)

    def scanned(self, visit: str, text: str) -> bool:
        """Remember, while they stand there, an appointment's QR code that `visit` began with."""
        if is_qr(text):
            self._scanned[visit] = text
        return is_qr(text)

    def expected(self, visit: str) -> dict[str, Any] | None:
        """Return the appointment that the person of `visit` has shown or is known to have."""
        if visit in self._scanned:
            return {"shown": "qr", **self._read(self._scanned[visit])}
        known = self._recorder.committed.appointments.get(self._seen.get(visit, ""))
        if known is None:
            return None
        return {"shown": "card", "service": known.service, "due": known.due}

    def _read(self, shown: str) -> dict[str, Any]:
        try:
            pass_, signature = read_qr(shown)
            self._headquarters.check_pass(pass_, signature)
        except RefusedError:
            return {"service": "", "due": 0}
        return {"service": pass_.service, "due": pass_.due}

    def check_in_by_identity(self, visit: str) -> CheckIn:
        """Return what ticket there is for the person of `visit`: their card or QR code was read.

        Raises `UnknownAppointmentError`, and what `check_in_by_qr` raises.
        """
        if visit in self._scanned:
            return self.check_in_by_qr(self._scanned[visit])
        appointment = self._seen.get(visit)
        if appointment is None:
            raise UnknownAppointmentError("no appointment is known for this person", "visit")
        return self._of_known(appointment, "card")

    def check_in_by_staff(self, appointment: str) -> CheckIn:
        """Return what ticket there is for somebody whom a member of staff looked up.

        Raises as `check_in_by_identity`.
        """
        return self._of_known(appointment, "staff")

    def listed(self) -> list[dict[str, Any]]:
        """Return all that is to come or was today, the earliest first, as JSON values."""
        known = self._recorder.committed.appointments.items()
        return [_line(name, each) for name, each in sorted(known, key=lambda item: item[1].due)]

    def _of_known(self, appointment: str, by: str) -> CheckIn:
        state = self._recorder.require_service()
        known = state.appointments.get(appointment)
        if known is None:
            raise UnknownAppointmentError(
                "the booking has not come yet, or it is long past: please ask at the desk", "code"
            )
        if known.visit:
            used = _used(state, appointment, known, by)
            if used is not None:
                return used
        return rules_of.check_in(appointment, known, self._rules, self._now(), by)

    def _now(self) -> int:
        return self._recorder.clock.moment().at

    # --- what the clock brings ---

    async def tick(self) -> None:
        """Hand out what is new in the plan, and give places free that nobody has come for."""
        if not self._headquarters.is_known:
            return
        state, now = self._recorder.require_service(), self._now()
        self._forget(state)
        news: list[f.Fact] = list(rules_of.missed(state.appointments, self._rules, now))
        news += rules_of.to_hand(self._offers(), state.quotas, now)
        if news:
            await self._recorder.record(*news)

    def _forget(self, state: HallState) -> None:
        for remembered in (self._seen, self._scanned):
            for visit in [each for each in remembered if each not in state.visits]:
                del remembered[visit]
        for finder, names in list(self._found_by.items()):
            names[:] = [name for name in names if name in state.appointments]
            if not names:
                del self._found_by[finder]


def _used(state: HallState, appointment: str, known: AppointmentNow, by: str) -> CheckIn | None:
    """Return the visit that has come with the appointment; None where its ticket was voided."""
    visit = state.visits.get(known.visit)
    if visit is None:
        raise AppointmentOverError("somebody has come with this appointment", "code")
    if visit.legs and visit.legs[0].state is LegState.VOIDED:
        return None
    return CheckIn(appointment, known.service, (), 0, 0, late=False, by=by, visit=known.visit)


def _line(appointment: str, known: AppointmentNow) -> dict[str, Any]:
    if known.visit:
        state = "kept"
    elif rules_of.is_cancelled(known):
        state = "cancelled"
    else:
        state = known.over or "booked"
    return {
        "appointment": appointment,
        "service": known.service,
        "due": known.due,
        "until": known.until,
        "segments": known.segments,
        "state": state,
        "visit": known.visit,
    }


def _booked_by(pass_: Pass) -> f.AppointmentBooked:
    return f.AppointmentBooked(
        pass_.appointment, pass_.service, pass_.due, pass_.until, list(pass_.segments)
    )
