"""Every no the hall can say, each with a code that screens, scripts and the back office rely on."""

from typing import Any, ClassVar, Literal

Nature = Literal["unknown", "conflict", "invalid", "forbidden", "locked", "unavailable"]


class RefusedError(Exception):
    """Something that cannot be done now, said in words for whoever asked.

    `where` is the part of the request it is about; `details` are JSON values.
    """

    code: ClassVar[str]
    nature: ClassVar[Nature]

    def __init__(self, message: str, where: str = "", **details: Any) -> None:
        super().__init__(message)
        self.where = where
        self.details = details


class UnknownServiceError(RefusedError):
    """No such service, or a group of services rather than one of them."""

    code = "unknown_service"
    nature = "invalid"


class HallClosedError(RefusedError):
    """The hall is closed now; `opens_at` says until when."""

    code = "hall_closed"
    nature = "conflict"


class DoorsClosedError(RefusedError):
    """Somebody had no more tickets given."""

    code = "doors_closed"
    nature = "conflict"


class ServiceClosedError(RefusedError):
    """The service has no hours now; `opens_at` says until when."""

    code = "service_closed"
    nature = "conflict"


class ServiceOffError(RefusedError):
    """Somebody has taken the service off."""

    code = "service_off"
    nature = "conflict"


class QuotaUsedUpError(RefusedError):
    """All tickets of this stretch of the day are taken; `opens_at` says when there are more."""

    code = "quota_used_up"
    nature = "conflict"


class TooManySlipsError(RefusedError):
    """More slips of the paper roll than can have been handed out at once."""

    code = "too_many_slips"
    nature = "invalid"


class NumbersUsedUpError(RefusedError):
    """The service has no number left today."""

    code = "numbers_used_up"
    nature = "conflict"


class LastTicketError(RefusedError):
    """Whoever comes now could not be served any more today; `opens_at` is the next opening."""

    code = "last_ticket_given"
    nature = "conflict"


class TooManyServicesError(RefusedError):
    """More services than fit in one visit, or one of them twice."""

    code = "too_many_services"
    nature = "invalid"


class UnknownPriorityError(RefusedError):
    """No such priority group."""

    code = "unknown_priority"
    nature = "invalid"


class UnknownVisitError(RefusedError):
    """No such visit today."""

    code = "unknown_visit"
    nature = "unknown"


class UnknownFaultError(RefusedError):
    """No such fault is open."""

    code = "unknown_fault"
    nature = "unknown"


class UnknownDeviceError(RefusedError):
    """No such device in this hall."""

    code = "unknown_device"
    nature = "unknown"


class UnknownCounterError(RefusedError):
    """No such counter."""

    code = "unknown_counter"
    nature = "unknown"


class NotAtCounterError(RefusedError):
    """The visitor is not at the counter of whoever asks."""

    code = "not_at_your_counter"
    nature = "conflict"


class NotIdentifiedError(RefusedError):
    """The visitor has shown neither name nor number."""

    code = "not_identified"
    nature = "conflict"


class SealedForGoodError(RefusedError):
    """What was sealed cannot be opened any more: its key is gone, or is of another hall."""

    code = "sealed_for_good"
    nature = "conflict"


class VisitHasTicketError(RefusedError):
    """The visit has its ticket already."""

    code = "visit_has_ticket"
    nature = "conflict"


class NoGreetingError(RefusedError):
    """There is nobody to greet by that visit, or not any more."""

    code = "no_greeting"
    nature = "unknown"


class CounterClosedError(RefusedError):
    """The counter is not open."""

    code = "counter_closed"
    nature = "conflict"


class CounterTakenError(RefusedError):
    """Another clerk sits at the counter."""

    code = "counter_taken"
    nature = "conflict"


class CounterOccupiedError(RefusedError):
    """A visitor is at the counter, or has been called to it."""

    code = "counter_occupied"
    nature = "conflict"


class AnotherVisitError(RefusedError):
    """The visit at the counter is not the one that was meant."""

    code = "another_visit"
    nature = "conflict"


class NothingCalledError(RefusedError):
    """No ticket stands called at the counter."""

    code = "nothing_called"
    nature = "conflict"


class NotServingError(RefusedError):
    """Nobody is being served at the counter."""

    code = "not_serving"
    nature = "conflict"


class NothingShownError(RefusedError):
    """The visitor's side of a counter does not show that, or no longer."""

    code = "nothing_shown"
    nature = "conflict"


class CounterPausedError(RefusedError):
    """The clerk is away from the counter for a while."""

    code = "counter_paused"
    nature = "conflict"


class AlreadyPrecalledError(RefusedError):
    """Somebody has been asked to come near the counter already."""

    code = "already_precalled"
    nature = "conflict"


class CallAgainError(RefusedError):
    """The rules ask for more calls, or more time, before a ticket is given up."""

    code = "call_again"
    nature = "conflict"


class NotWaitingError(RefusedError):
    """The ticket does not wait, so it cannot be called or changed."""

    code = "not_waiting"
    nature = "conflict"


class NotForHereError(RefusedError):
    """The ticket cannot go there: nobody there serves what it is for."""

    code = "not_for_here"
    nature = "conflict"


class BadRulesError(RefusedError):
    """Rules of the queue that cannot be used; the message names line and reason."""

    code = "bad_rules"
    nature = "invalid"


class NotRatableError(RefusedError):
    """The visit has not been served, so there is nothing to rate."""

    code = "not_ratable"
    nature = "conflict"


class AlreadyRatedError(RefusedError):
    """The visit has been rated with another grade."""

    code = "already_rated"
    nature = "conflict"


class KeyReusedError(RefusedError):
    """The idempotency key belongs to another request."""

    code = "idempotency_key_reused"
    nature = "conflict"


class SignInRefusedError(RefusedError):
    """Staff number or PIN is wrong; which of them is not said."""

    code = "sign_in_refused"
    nature = "forbidden"


class SignInLockedError(RefusedError):
    """Too many wrong PINs; wait."""

    code = "sign_in_locked"
    nature = "locked"


class ChainMismatchError(RefusedError):
    """Headquarters' chain head is not this journal's: one of the two is not the whole truth."""

    code = "chain_mismatch"
    nature = "conflict"


class EpochMismatchError(RefusedError):
    """The epoch named is not the journal's."""

    code = "epoch_mismatch"
    nature = "conflict"


class AheadOfJournalError(RefusedError):
    """Headquarters confirms a fact that has not happened."""

    code = "ahead_of_journal"
    nature = "conflict"


class DayClosedError(RefusedError):
    """No business day is open."""

    code = "day_closed"
    nature = "unavailable"


class PowerLowError(RefusedError):
    """The battery is nearly empty: no new visits, while those under way are finished."""

    code = "power_low"
    nature = "unavailable"


class BadNumberError(RefusedError):
    """An identity, account or mobile number that was typed and cannot be one."""

    code = "bad_number"
    nature = "invalid"


class StorageLowError(RefusedError):
    """The disk is nearly full: no new visits, while those under way are finished."""

    code = "storage_low"
    nature = "unavailable"


class OutOfServiceError(RefusedError):
    """Nothing can be recorded now, so nothing is promised."""

    code = "out_of_service"
    nature = "unavailable"
