"""Fact by fact or all at once, asked often or never: the figures are the same."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st
from report_story import ZONE, bare_story

from edge.reports.measuring import Measuring, measure

TWO_DAYS = bare_story(
    """
    08:00 day 2026-03-02
    08:30 1 opens 1001
    08:40 2 opens 1002
    09:00 V1 takes pay approach=3000
    09:00 V1 told 3 5 9
    09:02 V2 takes meter priority=1 segments=elderly
    09:06 V1 called
    09:07 V1 starts
    09:08 V2 called 2 1002 rule=1
    09:09 printer lost
    09:10 V2 noshow 2 1002
    09:12 V1 parked
    09:15 boot
    09:16 V1 called chosen=back
    09:17 V1 starts
    09:20 V1 transferred
    09:20 V1 leg meter
    09:25 V1 called 2 1002
    09:26 V1 starts 2 1002
    09:31 V1 finishes 2 1002
    09:31 V1 rated 4
    09:40 2 pauses lunch
    10:10 2 resumes
    10:11 printer back
    11:00 door passed 7
    12:00 2 closes 1002
    28:00 dayend 2026-03-02 shut=1
    28:00 day 2026-03-03
    33:00 1 opens 1001
    33:10 V3 takes pay
    33:20 V3 called
    33:21 V3 starts
    33:30 V3 finishes
    """
)


def test_a_report_in_between_changes_nothing():
    asked_often = Measuring(ZONE)
    for recorded in TWO_DAYS:
        asked_often.take(recorded)
        asked_often.report()
    assert asked_often.report() == measure(TWO_DAYS, ZONE)


def test_a_report_that_was_given_does_not_change_any_more():
    measuring = Measuring(ZONE)
    for recorded in TWO_DAYS[:10]:
        measuring.take(recorded)
    given_then = measuring.report()
    kept = copy.deepcopy(given_then)
    for recorded in TWO_DAYS[10:]:
        measuring.take(recorded)
    assert given_then == kept


def test_every_beginning_of_a_day_gives_the_figures_of_that_beginning():
    measuring = Measuring(ZONE)
    for number, recorded in enumerate(TWO_DAYS, 1):
        measuring.take(recorded)
        assert measuring.report() == measure(TWO_DAYS[:number], ZONE)


def test_nothing_is_measured_of_nothing():
    figures = measure([], ZONE)
    assert figures.facts == 0
    assert figures.all.wait.mean_ms is None
    assert figures.all.wait.percentile_ms(90) is None
    assert figures.all.wait.share_within(60) is None


def test_of_a_day_that_is_over_nothing_but_figures_is_kept():
    measuring = Measuring(ZONE)
    for recorded in TWO_DAYS[:-6]:
        measuring.take(recorded)
    assert not measuring._visits._stays
    assert not measuring._desks._today
    assert not measuring._opinions[0]._served_by


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_order_of_facts_and_no_clock_makes_a_time_negative(data: st.DataObject):
    # Facts of a whole story in any order, with any clock: no journal is so bad that it raises.
    facts = data.draw(st.permutations(TWO_DAYS))
    figures = measure(facts, ZONE)
    for times in (figures.all.wait, figures.all.way, figures.all.serve):
        assert times.sum_ms >= 0
    assert all(desk.open_ms >= 0 for desk in figures.desks.values())
    assert all(down.down_ms >= 0 for down in figures.devices.values())
