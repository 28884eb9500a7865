"""What headquarters asks for appointments: booked and cancelled, decided on the hall's state."""

from collections.abc import Callable, Container

from edge.domain import appointments as rules_of
from edge.domain import facts as f
from edge.domain.appointments import UnknownAppointmentError
from edge.domain.booking import (
    BOOK,
    CANCEL,
    BadArgsError,
    Booking,
    read_booking,
    read_cancellation,
    read_person,
)
from edge.domain.command import Command
from edge.domain.letters import UnreadableLetterError
from edge.domain.now import AppointmentNow
from edge.domain.refusals import RefusedError, UnknownServiceError
from edge.domain.state import HallState
from edge.hall.headquarters import Headquarters
from edge.hall.inbox import Decided, Inbox
from edge.hall.vault import Vault
from edge.ports import Clock

_IDENTITY_NUMBER = "number"  # the field of the personal part that a card is compared with


class NoPlaceError(RefusedError):
    """More would be booked than was handed out."""

    code = "no_place"
    nature = "conflict"


class AppointmentExistsError(RefusedError):
    """Another appointment has that name."""

    code = "appointment_exists"
    nature = "conflict"


class AppointmentPastError(RefusedError):
    """The time of the appointment has passed."""

    code = "appointment_past"
    nature = "conflict"


class AppointmentUsedError(RefusedError):
    """Whoever had the appointment has come already, or it was missed."""

    code = "appointment_used"
    nature = "conflict"


class BookingDesk:
    """Decides commands about appointments. `found` hears by which keyed hash one is found."""

    def __init__(
        self,
        headquarters: Headquarters,
        vault: Vault,
        clock: Clock,
        services: Container[str],
        found: Callable[[bytes, str], None],
    ) -> None:
        self._headquarters = headquarters
        self._vault = vault
        self._clock = clock
        self._services = services
        self._found = found

    def listen_to(self, inbox: Inbox) -> None:
        """Have the commands about appointments come here."""
        inbox.decides(BOOK, self._book)
        inbox.decides(CANCEL, self._cancel)

    def _book(self, state: HallState, command: Command) -> Decided:
        booking = read_booking(command.args)
        known = state.appointments.get(booking.appointment)
        if known is not None:
            _require_same(known, booking)
            return Decided(detail="already")  # its QR code was shown before the booking came
        self._check_booking(state, booking)
        fact = _booked(booking)
        if not command.sealed:
            return Decided([fact])
        return self._with_person(fact, self._person(command))

    def _check_booking(self, state: HallState, booking: Booking) -> None:
        if booking.service not in self._services:
            raise UnknownServiceError(f"no service {booking.service!r}", "service")
        if booking.until <= self._clock.moment().at:
            raise AppointmentPastError("that time has passed")
        if not rules_of.has_place(state.quotas, state.appointments, booking.service, booking.due):
            raise NoPlaceError("no place that was handed out is free then")

    def _person(self, command: Command) -> dict[str, str]:
        try:
            return read_person(self._headquarters.opened(command))
        except UnreadableLetterError:
            raise BadArgsError("the personal part cannot be opened") from None

    def _with_person(self, fact: f.AppointmentBooked, person: dict[str, str]) -> Decided:
        key, sealed = self._vault.seal(fact.subject, person)
        finders = []
        if number := person.get(_IDENTITY_NUMBER):
            finder = self._vault.finder(number)
            self._found(finder, fact.subject)
            finders.append((fact.subject, finder))
        return Decided([fact], sealed, [key], finders)

    def _cancel(self, state: HallState, command: Command) -> Decided:
        wanted = read_cancellation(command.args)
        known = state.appointments.get(wanted.appointment)
        if known is None:
            raise UnknownAppointmentError("no such appointment")
        if rules_of.is_cancelled(known):
            return Decided(detail="already")
        if known.visit or known.over:
            raise AppointmentUsedError("whoever had it has come, or did not come in time")
        return Decided([f.AppointmentCancelled(wanted.appointment, wanted.reason)])


def _require_same(known: AppointmentNow, booking: Booking) -> None:
    same = (known.service, known.due, known.until, known.segments)
    if same != (booking.service, booking.due, booking.until, booking.segments):
        raise AppointmentExistsError("another appointment has that name")
    if rules_of.is_cancelled(known):
        raise AppointmentExistsError("that appointment has been cancelled")


def _booked(booking: Booking) -> f.AppointmentBooked:
    return f.AppointmentBooked(
        booking.appointment, booking.service, booking.due, booking.until, list(booking.segments)
    )
