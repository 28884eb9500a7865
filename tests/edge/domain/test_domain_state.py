"""The hall folded from facts: what each fact changes, and that order is by seq."""

import json

import pytest

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.leg import IllegalMoveError, LegState
from edge.domain.now import CounterNow
from edge.domain.state import HallState
from edge.domain.visit import UnknownVisitError

OPENED = f.DayOpened("hall", "2026-03-02", {**carried_state(HallState(), 0), "epoch": "E1"}, "", 0)

IN_LINE = {LegState.WAITING, LegState.PARKED, LegState.NO_SHOW}

A_LITTLE_OF_EVERYTHING = [
    OPENED,
    f.CounterOpened("1", "1001"),
    f.VisitIdentified("V0", "reader-1", "citizen", "60_69"),
    f.VisitAbandoned("V0", "left"),
    f.TicketReserved("V1", 1, "bill", "A001", 1, 0, "paper", 0, "key-1", "print"),
    f.PrintStarted("V1", 1, "printer-1"),
    f.TicketIssued("V1", 1, "paper"),
    f.TicketReserved("V2", 1, "bill", "A002", 2, 0, "paper", 1, "key-2", "print"),
    f.TicketVoided("V2", 1, "interrupted"),
    f.TicketCalled("V1", 1, "1", "1001"),
    f.TicketRecalled("V1", 1, "1", "1001", 2),
    f.ServiceStarted("V1", 1, "1", "1001"),
    f.ServiceFinished("V1", 1, "1", "1001"),
    f.VisitRated("V1", 5, "evaluator", "1"),
    f.RatingIgnored("1", 0, "no_visit"),
    f.RequestAnswered("key-3", "next 1", 204, None),
    f.TicketReserved("V3", 1, "bill", "A003", 3, 0, "none", 0),
    f.TicketIssued("V3", 1, "none"),
    f.TicketCalled("V3", 1, "1", "1001"),
    f.TicketNoShow("V3", 1, "1", "1001"),
    f.TicketReserved("V4", 1, "bill", "A004", 4, 0, "none", 0),
    f.TicketIssued("V4", 1, "none"),
    f.SignInRefused("1001", 1),
    f.StaffSignedIn("1001", "S1"),
    f.SignInRefused("1002", 1),
    f.StaffSignedOut("1001", "S1"),
    f.FaultOpened("printer-1", "", "offline", "silent"),
    f.FaultOpened("strips", "2", "offline", "silent"),
    f.FaultClosed("strips", "2"),
    f.FaultSeenAgain("strips", "2", "offline", "silent", 2),
    f.FaultAcknowledged("printer-1", "", "1001", "paper is on its way"),
    f.WireRecorded("printer-1"),
    f.CardNotRead("reader-1", "unreadable"),
    f.PowerChanged("ups-1", True, False, 80),
    f.PowerChanged("ups-1", True, True, 9),
    f.PeopleCounted("gate-1", "1", 3),
    f.InputChanged("relay-1", "1", True),
    f.ShutdownBegan("hall", "battery_low"),
    f.PowerChanged("ups-1", False, False, 10),
    f.FaultClosed("strips", "2"),
    f.EpochRenewed("hall", "E2", "E1", "restored", 1),
    f.UplinkAcknowledged("uplink", "E2", 30, "00"),
    f.RulesChanged("hall", "", "9001"),
    f.ApplicationSaved("P1", "new-connection", 3, ["card"], "form-1", 1_780_000_000_000),
    f.ApplicationHandedIn("P1", "new-connection", "260302-0001-4", ["card"], True, 1_790_000_000),
    f.ApplicationBound("P1", "V1"),
    f.ApplicationNumbered("P2", "consult", "260302-5001-0", 1_790_000_000),
    f.DocumentAttached("P1", "card", 1, "a" * 64, 9, "image/jpeg", "form-1"),
    f.DocumentAttached("P1", "card", 2, "b" * 64, 9, "image/png", "form-1"),
    f.DocumentDetached("P1", "card", 2),
    f.MissingListPrinted("P1", ["phone"], ["card"], "form-1", "printed"),
    f.ApplicationStaged("P1", "260302-0001-4", "受理", "Accepted", 1_790_000_000, ["窗口1"]),
    f.ApplicationForgotten("P1", "expired"),
    f.LibraryChanged("hall", 3, "ab" * 32, 120, 4, 1_770_000_000_000),
    f.LibraryRefused("hall", 4, "cd" * 32, 130, "too_large"),
    f.ServiceSwitched("invoice", False, "9001", "the machine is out"),
    f.DoorsChanged("hall", False, "9001", "full"),
    f.HallDescribed("hall", '{"name":"营业厅"}'),
    f.ScreenPaired("ticket-1", "ticket", 1_780_000_000_000, "root"),
    f.ScreenPaired("ticket-1", "ticket", 1_780_000_000_001, "root"),
    f.ScreenPaired("hall-2f", "board", 1_780_000_000_000, "root"),
    f.ScreenRevoked("hall-2f", "board"),
    f.NoticeShown("N1", "今天提前关门", "We close early today", 0, "9001"),
    f.NoticeShown("N2", "停电", "Power cut", 0, "9001"),
    f.NoticeEnded("N2", "9001"),
    f.MessageSent("M1", "9001", ["1"]),
    f.MessageRead("M1", "1001"),
    f.AlertRaised("A1", "wait", "bill", 1, 900),
    f.AlertRaised("A1", "wait", "bill", 2, 1200),
    f.AlertAccepted("A1", "9001"),
    f.AlertRaised("A2", "idle", "1", 1, 600),
    f.AlertEnded("A2"),
    f.VisitorDiverted("bill", "terminal-1", "9001"),
    f.ShownToVisitor("V5", "1", "identity", "1001"),
    f.VisitorAnswered("V5", "1", "identity", 0, True),
    f.HelpCalled("1", "emergency", "1001"),
    f.HelpAccepted("1", "9001"),
    f.HelpCalled("kiosk", "stuck", "", "choosing"),
    f.HelpEnded("kiosk", "7001"),
    f.QuotaHanded("bill", 3_600_000, 7_200_000, 4),
    f.AppointmentBooked("B1", "bill", 3_600_000, 7_200_000, ["appointment"]),
    f.AppointmentBooked("B2", "bill", 3_600_000, 7_200_000),
    f.AppointmentBooked("B3", "bill", 3_600_000, 7_200_000),
    f.AppointmentBooked("B4", "bill", 3_600_000, 7_200_000),
    f.AppointmentCancelled("B2", "by the visitor"),
    f.AppointmentMissed("B3"),
    f.AppointmentKept("B4", "V5", "code", False),
    f.CommandReceived("C1", "door.open", 3_600_000, "12ab"),
    f.CommandEnded("C2", "appointment.book", "done", "", 3_600_000, "34cd"),
    f.TicketReserved("V5", 1, "bill", "A005", 5, 0, "none", 0, then=["invoice"]),
    f.TicketIssued("V5", 1, "none"),
    f.EstimateTold("V5", 1, 300, 400, 600, "ticket", "forward-1"),
    f.PriorityChanged("V5", 1, 2, ["elderly"], "7001", "asked"),
    f.DocumentsChecked("V5", 1, "7001", ["id"]),
    f.VisitNoted("V5", 1, "7001"),
    f.TicketPrecalled("V5", 1, "1", "1001", "2", 1),
    f.TicketReturned("V5", 1, "1", "1001", 3, 0, "released"),
    f.TicketCalled("V5", 1, "1", "1001", "2", 2),
    f.IdentityRevealed("V5", "1001", "asked"),
    f.ServiceStarted("V5", 1, "1", "1001"),
    f.TicketParked("V5", 1, "1", "1001", "fetching", 0),
    f.TicketTransferred("V5", 1, "1", "1001"),
    f.LegOpened("V5", 2, "invoice", "transfer", 3, 0, "1"),
    f.CounterReplanned("1", ["bill"], "9001", "crowd"),
    f.CounterReplanned("2", ["bill"], "9001", "crowd"),
    f.CounterReplanned("2", [], "9001", "over"),
    f.CounterPaused("1", "1001", "lunch"),
    f.CounterResumed("1", "1001"),
    f.TicketCancelled("V5", 2, "V5", "left"),
    f.TicketExpired("V4", 1),
    f.CounterClosed("1", "1001"),
    f.DayClosed("hall", "2026-03-02", 4),
]


def fold(facts: list[f.Fact], state: HallState | None = None) -> HallState:
    state = state or HallState()
    for fact in facts:
        seq = state.seq + 1
        state.apply(f.Recorded(seq, f.Moment(seq * 1000, seq * 10, "boot-1", "synced"), fact))
    return state


def test_the_list_holds_every_fact_there_is():
    assert {fact.kind for fact in A_LITTLE_OF_EVERYTHING} == set(f.fact_kinds())


def test_a_little_of_everything_folds():
    state = fold(A_LITTLE_OF_EVERYTHING)
    assert (state.day, state.issued, state.numbers) == ("", 4, {"bill": 5})
    assert (state.epoch, state.acked) == ("E2", 30)
    assert [visit.visit for visit in state.tickets()] == ["V1", "V2", "V3", "V4", "V5"]
    assert (state.queue.lanes, state.queue.lane_of) == ({}, {})
    assert state.turns == {"2": 2}
    assert state.counter("1").precalled == state.counter("1").paused == ""
    assert list(state.replanned) == ["1"]
    assert [list(each) for each in (state.notices, state.messages, state.alerts, state.help)] == [
        ["N1"],
        ["M1"],
        ["A1"],
        ["1"],
    ]
    assert [each.over for each in state.appointments.values()] == [
        "",
        "by the visitor",
        "missed",
        "",
    ]
    assert set(state.answered) == {"key-1", "key-3"}
    assert list(state.faults) == [("printer-1", "")]


@pytest.mark.parametrize("cut", range(len(A_LITTLE_OF_EVERYTHING)))
def test_a_copied_state_and_its_original_go_their_own_ways(cut: int):
    original = fold(A_LITTLE_OF_EVERYTHING[:cut])
    copied = original.copied()
    assert copied == original
    whole = fold(A_LITTLE_OF_EVERYTHING[cut:], original)
    assert copied == fold(A_LITTLE_OF_EVERYTHING[:cut])
    assert fold(A_LITTLE_OF_EVERYTHING[cut:], copied) == whole


@pytest.mark.parametrize("cut", range(1, len(A_LITTLE_OF_EVERYTHING) + 1))
def test_whoever_may_still_be_called_is_in_line_and_nobody_else(cut: int):
    state = fold(A_LITTLE_OF_EVERYTHING[:cut])
    in_line = {visit.visit for visit in state.tickets() if visit.state in IN_LINE}
    assert {visit.visit for visit in state.in_line()} == in_line


def test_a_voided_ticket_frees_its_key_and_not_its_number():
    state = fold(A_LITTLE_OF_EVERYTHING[:9])
    assert "key-2" not in state.answered
    assert state.numbers == {"bill": 2}


def test_a_new_day_begins_with_what_is_carried_and_nothing_else():
    old = fold(A_LITTLE_OF_EVERYTHING)
    carried = json.loads(json.dumps(carried_state(old, 0)))
    opened = f.DayOpened("hall", "2026-03-03", carried, "", old.seq)
    of_day = HallState()
    recorded = f.Recorded(old.seq + 1, f.Moment(0, 0, "boot-1", "synced"), opened)
    of_day.apply(recorded)
    old.apply(recorded)
    assert of_day == old
    assert (of_day.issued, of_day.numbers, of_day.visits) == (0, {}, {})
    assert (of_day.epoch, of_day.acked) == ("E2", 30)
    assert set(of_day.ended_sessions) == {"S1"}


def test_facts_follow_by_seq_whatever_their_time_says():
    state = HallState()
    for seq, at in ((5, 9000), (6, 1000)):
        fact = OPENED if seq == 5 else f.CounterOpened("1", "1001")
        state.apply(f.Recorded(seq, f.Moment(at, 0, "boot-1", "unsynced"), fact))
    assert state.counter("1").is_open


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_fact_that_does_not_follow_is_refused(seq: int):
    state = fold([OPENED, f.CounterOpened("1", "1001")])
    moment = f.Moment(0, 0, "boot-1", "synced")
    with pytest.raises(ValueError, match=f"fact {seq} does not follow 2"):
        state.apply(f.Recorded(seq, moment, f.CounterOpened("2", "1002")))


def test_a_counter_nobody_has_touched_is_closed():
    assert HallState().counter("7") == CounterNow()


def test_a_move_that_cannot_be_is_refused():
    with pytest.raises(IllegalMoveError):
        fold([*A_LITTLE_OF_EVERYTHING[:10], f.TicketCalled("V1", 1, "2", "1002")])
    with pytest.raises(UnknownVisitError):
        fold([OPENED, f.TicketIssued("V9", 1, "none")])


def test_an_acknowledgement_of_another_epoch_changes_nothing():
    state = fold([OPENED, f.UplinkAcknowledged("uplink", "E0", 1, "00")])
    assert state.acked == 0
