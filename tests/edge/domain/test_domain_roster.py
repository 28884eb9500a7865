"""Who is to sit where: shifts, breaks, replacements, holidays."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest

from edge.domain.calendar import SpecialDay, read_calendar
from edge.domain.plan import CounterPlan, Plan, Service, StaffMember
from edge.domain.rights import Role
from edge.domain.roster import Roster, RosterError, Shift, read_roster

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
PLAN = Plan(
    (Service("bill", "交电费", "Pay a bill", "A"),),
    tuple(CounterPlan(number, "", "") for number in "123"),
    (
        StaffMember("1001", "陈静", ""),
        StaffMember("1002", "李强", ""),
        StaffMember("1003", "王芳", ""),
        StaffMember("4001", "何平", "", Role.AUDITOR),
    ),
)
CALENDAR = read_calendar(
    PLAN,
    ("mon-fri 08:30-12:00 13:30-17:30",),
    (
        SpecialDay("元旦", "New Year", dt.date(2026, 1, 1), dt.date(2026, 1, 3)),
        SpecialDay("调休", "Make-up workday", dt.date(2026, 1, 4), like="mon"),
        SpecialDay("除夕", "Eve", dt.date(2026, 1, 8), hours=("09:00-11:00",)),
    ),
)
SHIFTS = (
    Shift("1", "1001", ("mon-fri 08:30-12:00 13:30-17:30",), breaks=("mon-fri 10:00-10:15",)),
    Shift("2", "1002", ("mon-fri 08:30-13:00",)),
    Shift("2", "1003", ("mon-fri 13:00-17:30",)),
)
ROSTER = read_roster(PLAN, CALENDAR, SHIFTS)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def changes(roster: Roster, text: str) -> list[tuple[str, str, str]]:
    return [
        (f"{each.at:%H:%M}", each.counter, each.staff) for each in roster.changes_after(at(text))
    ]


@pytest.mark.parametrize(
    ("local", "there"),
    [
        ("2026-01-05T08:29", {}),
        ("2026-01-05T08:30", {"1": "1001", "2": "1002"}),
        ("2026-01-05T10:10", {"2": "1002"}),  # a break
        ("2026-01-05T12:30", {"2": "1002"}),  # the hall is closed, the clerk is there
        ("2026-01-05T13:00", {"2": "1003"}),
        ("2026-01-05T17:30", {}),
        ("2026-01-04T09:00", {"1": "1001", "2": "1002"}),  # a Sunday like a Monday
        ("2026-01-10T09:00", {}),  # an ordinary Saturday
        ("2026-01-01T09:00", {}),  # a holiday
        ("2026-01-08T08:45", {}),  # a short day
        ("2026-01-08T09:00", {"1": "1001", "2": "1002"}),
        ("2026-01-08T11:00", {}),
    ],
)
def test_who_is_to_be_there(local: str, there: dict[str, str]):
    assert ROSTER.open_counters(at(local)) == there


def test_a_counter_that_is_handed_over_is_never_without():
    assert changes(ROSTER, "2026-01-05T10:00") == [
        ("10:15", "1", "1001"),
        ("12:00", "1", ""),
        ("13:00", "2", "1003"),
        ("13:30", "1", "1001"),
        ("17:30", "1", ""),
        ("17:30", "2", ""),
    ]


def test_following_the_changes_leads_to_whoever_is_there():
    there = dict(ROSTER.open_counters(at("2026-01-05T00:00")))
    changes = ROSTER.changes_after(at("2026-01-05T00:00"))
    for moment, together in itertools.groupby(changes, lambda change: change.at):
        there |= {change.counter: change.staff for change in together}
        manned = {counter: staff for counter, staff in there.items() if staff}
        assert manned == ROSTER.open_counters(moment)


def test_a_replacement_takes_the_place_of_counter_and_clerk_for_its_days():
    ill = Shift("1", "1002", ("08:30-17:30",), first=dt.date(2026, 1, 6), last=dt.date(2026, 1, 7))
    roster = read_roster(PLAN, CALENDAR, (*SHIFTS, ill))
    there = [roster.open_counters(at(f"2026-01-0{day}T09:00")) for day in (5, 6, 7, 9)]
    usual = {"1": "1001", "2": "1002"}
    assert there == [usual, {"1": "1002"}, {"1": "1002"}, usual]


def test_an_empty_roster_expects_nobody():
    assert Roster().open_counters(at("2026-01-05T09:00")) == {}
    assert Roster().changes_after(at("2026-01-05T09:00")) == []


def test_a_shift_begins_by_the_wall_clock_after_the_clocks_have_changed():
    roster = read_roster(PLAN, read_calendar(PLAN), (Shift("1", "1001", ("08:00-12:00",)),))
    begins = [
        roster.on_day(dt.date(2026, 3, day), BERLIN)[0].begins.isoformat() for day in (28, 29)
    ]
    assert begins == ["2026-03-28T08:00:00+01:00", "2026-03-29T08:00:00+02:00"]


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (Shift("9", "1001", ("08:00-12:00",)), "roster[4]: no counter '9'"),
        (Shift("3", "9999", ("08:00-12:00",)), "roster[4]: no member of staff '9999'"),
        (Shift("3", "4001", ("08:00-12:00",)), "roster[4]: 4001 may not open a counter"),
        (Shift("3", "1001", ("noon",)), "roster[4]: 'noon' is not a day"),
        (Shift("3", "1001", (), ("noon",)), "roster[4]: 'noon' is not a day"),
        (
            Shift("3", "1001", ("08:00-12:00",), last=dt.date(2026, 1, 1)),
            "roster[4]: last needs a first that is not after it",
        ),
        (
            Shift("3", "1001", ("fri 11:00-12:30",)),
            "roster[4]: on fri 1001 is taken by roster[1]",
        ),
        (
            Shift("2", "1001", ("fri 12:15-12:45",)),
            "roster[4]: on fri counter 2 is taken by roster[2]",
        ),
    ],
)
def test_a_shift_that_cannot_be_is_named(shift: Shift, said: str):
    with pytest.raises(RosterError) as refused:
        read_roster(PLAN, CALENDAR, (*SHIFTS, shift))
    assert str(refused.value).startswith(said)


def test_two_replacements_on_different_days_are_no_clash():
    one, other = (
        Shift("1", "1003", ("08:30-17:30",), first=dt.date(2026, 1, day)) for day in (6, 7)
    )
    assert read_roster(PLAN, CALENDAR, (one, other)).shifts == (one, other)


def test_two_replacements_for_the_same_day_clash():
    one, other = (
        Shift("1", staff, ("08:30-17:30",), first=dt.date(2026, 1, 6)) for staff in ("1002", "1003")
    )
    with pytest.raises(RosterError, match=r"roster\[2\]: on tue counter 1 is taken by roster\[1\]"):
        read_roster(PLAN, CALENDAR, (one, other))
