"""What each fact about the hall itself changes in its state: one small function a fact."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from edge.domain import facts as f
from edge.domain.carrying import begin_day
from edge.domain.help import is_more_urgent
from edge.domain.now import (
    AlertNow,
    Answered,
    ApplicationNow,
    AppointmentNow,
    CommandNow,
    CounterNow,
    FaultNow,
    HelpNow,
    LibraryNow,
    MessageNow,
    NoticeNow,
    PageNow,
    PowerNow,
    ScreenNow,
    ShownNow,
    Stretch,
    Switched,
    WrongPins,
)

if TYPE_CHECKING:
    from edge.domain.state import HallState

Change = Callable[["HallState", Any, f.Recorded], None]


def _only_told(_state: "HallState", _fact: f.Fact, _recorded: f.Recorded) -> None:
    """Headquarters and screens are told; nothing changes here."""


# --- the day and the journal ---


def _day_opened(state: "HallState", fact: f.DayOpened, _recorded: f.Recorded) -> None:
    begin_day(state, fact)


def _day_closed(state: "HallState", _fact: f.DayClosed, _recorded: f.Recorded) -> None:
    state.day = ""


def _answered(state: "HallState", fact: f.RequestAnswered, _recorded: f.Recorded) -> None:
    state.answered[fact.subject] = Answered(fact.fingerprint, fact.status, fact.answer)


def _acknowledged(state: "HallState", fact: f.UplinkAcknowledged, _recorded: f.Recorded) -> None:
    if fact.epoch == state.epoch:
        state.acked = fact.upto


def _renewed(state: "HallState", fact: f.EpochRenewed, _recorded: f.Recorded) -> None:
    state.epoch = fact.epoch  # what was confirmed stays confirmed, the rest is sent anew


# --- counters and staff ---


def _counter_opened(state: "HallState", fact: f.CounterOpened, recorded: f.Recorded) -> None:
    state.counters[fact.subject] = CounterNow(staff=fact.staff, since=recorded.moment.at)


def _counter_closed(state: "HallState", fact: f.CounterClosed, recorded: f.Recorded) -> None:
    # Whoever was served last may still be standing at the evaluator.
    counter = state.counter(fact.subject)
    closed = replace(counter, staff="", paused="", since=recorded.moment.at)
    state.counters[fact.subject] = closed


def _paused(state: "HallState", fact: f.CounterPaused, recorded: f.Recorded) -> None:
    counter = state.counter(fact.subject)
    state.counters[fact.subject] = replace(counter, paused=fact.reason, since=recorded.moment.at)


def _resumed(state: "HallState", fact: f.CounterResumed, recorded: f.Recorded) -> None:
    counter = state.counter(fact.subject)
    state.counters[fact.subject] = replace(counter, paused="", since=recorded.moment.at)


def _replanned(state: "HallState", fact: f.CounterReplanned, _recorded: f.Recorded) -> None:
    if fact.services:
        state.replanned[fact.subject] = tuple(fact.services)
    else:
        state.replanned.pop(fact.subject, None)


def _signed_in(state: "HallState", fact: f.StaffSignedIn, _recorded: f.Recorded) -> None:
    state.wrong_pins.pop(fact.subject, None)


def _signed_out(state: "HallState", fact: f.StaffSignedOut, recorded: f.Recorded) -> None:
    state.ended_sessions[fact.session] = recorded.moment.at


def _sign_in_refused(state: "HallState", fact: f.SignInRefused, recorded: f.Recorded) -> None:
    wrong = WrongPins(fact.failures, recorded.moment.at, recorded.moment.mono, recorded.moment.boot)
    state.wrong_pins[fact.subject] = wrong


# --- how the hall is run ---


def _rules_changed(state: "HallState", fact: f.RulesChanged, _recorded: f.Recorded) -> None:
    state.rules, state.rules_by = fact.text, fact.by
    state.turns.clear()


def _described(state: "HallState", fact: f.HallDescribed, _recorded: f.Recorded) -> None:
    state.described = fact.text


def _doors_changed(state: "HallState", fact: f.DoorsChanged, _recorded: f.Recorded) -> None:
    state.doors = Switched(fact.open, fact.by, fact.reason)


def _service_switched(state: "HallState", fact: f.ServiceSwitched, _recorded: f.Recorded) -> None:
    state.services[fact.subject] = Switched(fact.on, fact.by, fact.reason)


def _library_changed(state: "HallState", fact: f.LibraryChanged, _recorded: f.Recorded) -> None:
    state.library = LibraryNow(fact.revision, fact.catalogue, fact.size)


def _library_refused(state: "HallState", fact: f.LibraryRefused, _recorded: f.Recorded) -> None:
    state.library = replace(state.library, refused=fact.catalogue)


def _screen_paired(state: "HallState", fact: f.ScreenPaired, _recorded: f.Recorded) -> None:
    state.screens[fact.role, fact.subject] = ScreenNow(fact.at, fact.by)


def _screen_revoked(state: "HallState", fact: f.ScreenRevoked, _recorded: f.Recorded) -> None:
    state.screens.pop((fact.role, fact.subject), None)


def _application_saved(state: "HallState", fact: f.ApplicationSaved, recorded: f.Recorded) -> None:
    before = state.applications.get(fact.subject)
    now = before or ApplicationNow(fact.form, recorded.seq, fact.until)
    state.applications[fact.subject] = replace(
        now, seq=recorded.seq, until=fact.until, documents=tuple(fact.documents)
    )


def _application_handed_in(
    state: "HallState", fact: f.ApplicationHandedIn, _recorded: f.Recorded
) -> None:
    before = state.applications[fact.subject]
    state.applications[fact.subject] = replace(before, number=fact.number, until=fact.until)
    state.handed_in += 1


def _application_numbered(
    state: "HallState", fact: f.ApplicationNumbered, recorded: f.Recorded
) -> None:
    now = ApplicationNow(fact.form, recorded.seq, fact.until, number=fact.number)
    state.applications[fact.subject] = now


def _document_attached(state: "HallState", fact: f.DocumentAttached, _recorded: f.Recorded) -> None:
    before = state.applications[fact.subject]
    page = PageNow(fact.document, fact.page, fact.hash, fact.size, fact.media)
    pages = (*_without(before.pages, fact.document, fact.page), page)
    state.applications[fact.subject] = replace(before, pages=pages)


def _document_detached(state: "HallState", fact: f.DocumentDetached, _recorded: f.Recorded) -> None:
    before = state.applications[fact.subject]
    pages = tuple(_without(before.pages, fact.document, fact.page))
    state.applications[fact.subject] = replace(before, pages=pages)


def _without(pages: Iterable[PageNow], document: str, page: int) -> list[PageNow]:
    return [each for each in pages if (each.document, each.page) != (document, page)]


def _application_bound(state: "HallState", fact: f.ApplicationBound, _recorded: f.Recorded) -> None:
    for name, known in state.applications.items():  # a ticket is about one form, the latest
        if known.visit == fact.visit:
            state.applications[name] = replace(known, visit="")
    before = state.applications[fact.subject]
    state.applications[fact.subject] = replace(before, visit=fact.visit)


def _application_staged(
    state: "HallState", fact: f.ApplicationStaged, _recorded: f.Recorded
) -> None:
    before = state.applications[fact.subject]
    state.applications[fact.subject] = replace(
        before,
        step=fact.step,
        stage=fact.stage,
        stage_english=fact.stage_english,
        reached=fact.reached,
    )


def _application_forgotten(
    state: "HallState", fact: f.ApplicationForgotten, _recorded: f.Recorded
) -> None:
    del state.applications[fact.subject]


def _shown_to_visitor(state: "HallState", fact: f.ShownToVisitor, recorded: f.Recorded) -> None:
    state.shown[fact.counter] = ShownNow(fact.subject, fact.what, recorded.seq)


def _visitor_answered(state: "HallState", fact: f.VisitorAnswered, _recorded: f.Recorded) -> None:
    shown = state.shown.get(fact.counter)
    if shown is not None and shown.seq == fact.asked:
        state.shown[fact.counter] = replace(shown, agreed=fact.agreed)


def _help_called(state: "HallState", fact: f.HelpCalled, recorded: f.Recorded) -> None:
    known, at = state.help.get(fact.subject), recorded.moment.at
    # Whoever is on the way to one visitor comes to the next; to something worse, perhaps another.
    worse = known is None or is_more_urgent(fact.urgency, known.urgency)
    coming = "" if known is None or worse else known.accepted_by
    state.help[fact.subject] = HelpNow(fact.urgency, fact.by, fact.about, at, coming, fact.stay)


def _help_accepted(state: "HallState", fact: f.HelpAccepted, _recorded: f.Recorded) -> None:
    state.help[fact.subject] = replace(state.help[fact.subject], accepted_by=fact.by)


def _help_ended(state: "HallState", fact: f.HelpEnded, _recorded: f.Recorded) -> None:
    del state.help[fact.subject]


def _notice_shown(state: "HallState", fact: f.NoticeShown, _recorded: f.Recorded) -> None:
    notice = NoticeNow(fact.text, fact.text_english, fact.until, fact.by)
    state.notices[fact.subject] = notice


def _notice_ended(state: "HallState", fact: f.NoticeEnded, _recorded: f.Recorded) -> None:
    del state.notices[fact.subject]


def _message_sent(state: "HallState", fact: f.MessageSent, recorded: f.Recorded) -> None:
    state.messages[fact.subject] = MessageNow(
        fact.by, tuple(fact.to), recorded.sealed, recorded.moment.at
    )


def _message_read(state: "HallState", fact: f.MessageRead, _recorded: f.Recorded) -> None:
    message = state.messages[fact.subject]
    state.messages[fact.subject] = replace(message, read_by=(*message.read_by, fact.by))


def _alert_raised(state: "HallState", fact: f.AlertRaised, recorded: f.Recorded) -> None:
    known, at = state.alerts.get(fact.subject), recorded.moment.at
    since = known.at if known else at
    alert = AlertNow(fact.cause, fact.about, fact.level, fact.value, since, at)
    state.alerts[fact.subject] = alert


def _alert_accepted(state: "HallState", fact: f.AlertAccepted, recorded: f.Recorded) -> None:
    known, at = state.alerts[fact.subject], recorded.moment.at
    state.alerts[fact.subject] = replace(known, accepted_by=fact.by, accepted_at=at)


def _alert_ended(state: "HallState", fact: f.AlertEnded, _recorded: f.Recorded) -> None:
    del state.alerts[fact.subject]


# --- appointments ---


def _quota_handed(state: "HallState", fact: f.QuotaHanded, _recorded: f.Recorded) -> None:
    state.quotas[Stretch(fact.subject, fact.begins, fact.ends)] = fact.count


def _booked(state: "HallState", fact: f.AppointmentBooked, recorded: f.Recorded) -> None:
    segments = tuple(fact.segments)
    booked = AppointmentNow(fact.service, fact.due, fact.until, segments, seq=recorded.seq)
    state.appointments[fact.subject] = booked


def _booking_cancelled(
    state: "HallState", fact: f.AppointmentCancelled, _recorded: f.Recorded
) -> None:
    known = state.appointments[fact.subject]
    state.appointments[fact.subject] = replace(known, over=fact.reason)


def _booking_kept(state: "HallState", fact: f.AppointmentKept, _recorded: f.Recorded) -> None:
    known = state.appointments[fact.subject]
    state.appointments[fact.subject] = replace(known, visit=fact.visit)


def _booking_missed(state: "HallState", fact: f.AppointmentMissed, _recorded: f.Recorded) -> None:
    known = state.appointments[fact.subject]
    state.appointments[fact.subject] = replace(known, over="missed")


# --- headquarters' commands ---


def _received(state: "HallState", fact: f.CommandReceived, recorded: f.Recorded) -> None:
    state.inbox[fact.subject] = CommandNow(
        fact.wanted, fact.fingerprint, fact.expires, recorded.seq
    )


def _ended(state: "HallState", fact: f.CommandEnded, _recorded: f.Recorded) -> None:
    state.inbox[fact.subject] = CommandNow(
        fact.wanted, fact.fingerprint, fact.expires, result=fact.result, detail=fact.detail
    )


# --- devices ---


def _fault_opened(state: "HallState", fact: f.FaultOpened, recorded: f.Recorded) -> None:
    device, at = fact.subject, recorded.moment.at
    fault = FaultNow(device, fact.unit, fact.health, fact.detail, at, last_at=at)
    state.faults[device, fact.unit] = fault
    state.losses[device] = state.losses.get(device, 0) + 1


def _fault_seen_again(state: "HallState", fact: f.FaultSeenAgain, recorded: f.Recorded) -> None:
    key = fact.subject, fact.unit
    before = state.faults.get(key) or state.closed_faults.pop(key)
    state.losses[fact.subject] = state.losses.get(fact.subject, 0) + fact.count - before.count
    state.faults[key] = replace(
        before,
        health=fact.health,
        detail=fact.detail,
        count=fact.count,
        last_at=recorded.moment.at,
        closed_at=0,
    )


def _fault_acknowledged(
    state: "HallState", fact: f.FaultAcknowledged, _recorded: f.Recorded
) -> None:
    key = fact.subject, fact.unit
    state.faults[key] = replace(state.faults[key], acknowledged_by=fact.by, note=fact.note)


def _fault_closed(state: "HallState", fact: f.FaultClosed, recorded: f.Recorded) -> None:
    closed = state.faults.pop((fact.subject, fact.unit))
    state.closed_faults[fact.subject, fact.unit] = replace(closed, closed_at=recorded.moment.at)


def _power_changed(state: "HallState", fact: f.PowerChanged, _recorded: f.Recorded) -> None:
    state.power[fact.subject] = PowerNow(fact.on_battery, fact.low)


CHANGES: dict[type[f.Fact], Change] = {
    f.DayOpened: _day_opened,
    f.DayClosed: _day_closed,
    f.RequestAnswered: _answered,
    f.UplinkAcknowledged: _acknowledged,
    f.EpochRenewed: _renewed,
    f.CounterOpened: _counter_opened,
    f.CounterClosed: _counter_closed,
    f.CounterPaused: _paused,
    f.CounterResumed: _resumed,
    f.CounterReplanned: _replanned,
    f.StaffSignedIn: _signed_in,
    f.StaffSignedOut: _signed_out,
    f.SignInRefused: _sign_in_refused,
    f.RulesChanged: _rules_changed,
    f.HallDescribed: _described,
    f.DoorsChanged: _doors_changed,
    f.ServiceSwitched: _service_switched,
    f.ScreenPaired: _screen_paired,
    f.ScreenRevoked: _screen_revoked,
    f.ApplicationSaved: _application_saved,
    f.ApplicationHandedIn: _application_handed_in,
    f.ApplicationNumbered: _application_numbered,
    f.DocumentAttached: _document_attached,
    f.DocumentDetached: _document_detached,
    f.ApplicationBound: _application_bound,
    f.ApplicationStaged: _application_staged,
    f.ApplicationForgotten: _application_forgotten,
    f.LibraryChanged: _library_changed,
    f.LibraryRefused: _library_refused,
    f.ShownToVisitor: _shown_to_visitor,
    f.VisitorAnswered: _visitor_answered,
    f.HelpCalled: _help_called,
    f.HelpAccepted: _help_accepted,
    f.HelpEnded: _help_ended,
    f.NoticeShown: _notice_shown,
    f.NoticeEnded: _notice_ended,
    f.MessageSent: _message_sent,
    f.MessageRead: _message_read,
    f.AlertRaised: _alert_raised,
    f.AlertAccepted: _alert_accepted,
    f.AlertEnded: _alert_ended,
    f.QuotaHanded: _quota_handed,
    f.AppointmentBooked: _booked,
    f.AppointmentCancelled: _booking_cancelled,
    f.AppointmentKept: _booking_kept,
    f.AppointmentMissed: _booking_missed,
    f.CommandReceived: _received,
    f.CommandEnded: _ended,
    f.FaultOpened: _fault_opened,
    f.FaultSeenAgain: _fault_seen_again,
    f.FaultAcknowledged: _fault_acknowledged,
    f.FaultClosed: _fault_closed,
    f.PowerChanged: _power_changed,
    **dict.fromkeys(
        (
            f.RatingIgnored,
            f.WireRecorded,
            f.CardNotRead,
            f.PeopleCounted,
            f.InputChanged,
            f.ShutdownBegan,
            f.VisitorDiverted,
            f.MissingListPrinted,
        ),
        _only_told,
    ),
}
