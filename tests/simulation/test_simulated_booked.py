"""An appointment that is booked past its quota, kept twice or forgotten is named."""

import pytest

from edge.domain import facts as f
from edge.domain.appointments import AppointmentRules
from edge.simulation.booked import Appointments, differences

NINE, TEN = 9 * 3_600_000, 10 * 3_600_000
HANDED = f.QuotaHanded("bill", NINE, TEN, 1)
BOOKED = f.AppointmentBooked("A-1", "bill", NINE, TEN)
KEPT = f.AppointmentKept("A-1", "V1", "code", False)
MISSED = f.AppointmentMissed("A-1")
CANCELLED = f.AppointmentCancelled("A-1", "visitor")


def wrongs(*facts: f.Fact, at: int = NINE) -> list[str]:
    appointments = Appointments(AppointmentRules())
    return [
        wrong
        for seq, fact in enumerate(facts, 1)
        for wrong in appointments.look(f.Recorded(seq, f.Moment(at, 0, "b", "synced"), fact))
    ]


@pytest.mark.parametrize(
    "facts",
    [
        (HANDED, BOOKED, KEPT),
        (HANDED, BOOKED, MISSED, KEPT),  # came late, to an ordinary ticket
        (HANDED, BOOKED, CANCELLED, f.AppointmentBooked("A-2", "bill", NINE, TEN)),
        (HANDED, BOOKED, KEPT, f.TicketVoided("V1", 1, "interrupted"), KEPT),
    ],
)
def test_what_may_become_of_an_appointment_is_not_wrong(facts):
    assert wrongs(*facts) == []


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ((BOOKED,), "A-1 was booked, and no place was handed out for then"),
        (
            (HANDED, BOOKED, f.AppointmentBooked("A-2", "bill", NINE, TEN)),
            "A-2 is one more than the 1 that were handed out",
        ),
        ((HANDED, BOOKED, MISSED, f.AppointmentBooked("A-2", "bill", NINE, TEN)), "A-2 is one"),
        (
            (f.QuotaHanded("bill", NINE, TEN, 2), HANDED),
            "bill: places were taken back from headquarters",
        ),
        ((HANDED, BOOKED, KEPT, KEPT), "A-1 was kept, and then kept"),
        ((HANDED, BOOKED, MISSED, MISSED), "A-1 was missed, and then missed"),
        ((HANDED, BOOKED, KEPT, MISSED), "A-1 was kept, and then missed"),
        ((HANDED, BOOKED, CANCELLED, KEPT), "A-1 was cancelled, and then kept"),
        ((KEPT,), "A-1 was never booked, and then kept"),
    ],
)
def test_what_must_never_become_of_one_is_named(facts, wrong):
    (found,) = wrongs(*facts)
    assert found.startswith(wrong)


def test_an_appointment_that_is_forgotten_when_its_day_ends_is_named():
    facts = (HANDED, BOOKED, f.DayClosed("hall", "2026-03-02", 0))
    assert wrongs(*facts) == []
    assert wrongs(*facts, at=TEN) == ["A-1 was neither kept nor missed when its day ended"]


def test_hall_and_headquarters_that_tell_of_different_ends_are_named():
    hall = {"A-1": "kept", "A-2": "booked", "A-3": "missed"}
    headquarters = {"A-1": "booked", "A-2": "cancelling", "A-4": "booked", "A-5": "refused"}
    assert list(differences(hall, headquarters, asked=["A-2"])) == [
        "A-1 is kept in the hall, and booked at headquarters",
        "A-3 is missed in the hall, and unknown at headquarters",
        "A-4 is booked at headquarters, and the hall has never heard of it",
    ]
