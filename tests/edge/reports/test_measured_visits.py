"""Times and counts of visits, each case worked out by hand in its comment."""

from report_story import MINUTE, ZONE, bare_story, story

from edge.reports.figures import By, Figures, Flow, Step
from edge.reports.measuring import measure


def told(text: str) -> Figures:
    return measure(story(text), ZONE)


def flow(figures: Figures, by: By = By.ALL, key: str = "all") -> Flow:
    return figures.flows[by, key]


def minutes(times: object) -> tuple[int, float]:
    """Return how many there are, and their sum in minutes."""
    return times.count, times.sum_ms / MINUTE  # type: ignore[attr-defined]


def test_an_ordinary_visit_has_one_wait_one_way_and_one_service():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:11 V1 starts
        09:20 V1 finishes
        """
    )
    # Wait 9:00 to 9:10, way to 9:11, served to 9:20; there from 9:00 to 9:20.
    assert minutes(flow(figures).wait) == (1, 10)
    assert minutes(flow(figures).way) == (1, 1)
    assert minutes(flow(figures).serve) == (1, 9)
    assert minutes(figures.stays["one"]) == (1, 20)


def test_a_no_show_waited_and_never_came():
    figures = told(
        """
        09:00 V1 takes pay
        09:08 V1 called
        09:11 V1 noshow
        """
    )
    # Eight minutes until the call; nobody came, so no way and no service, and no whole stay.
    assert minutes(flow(figures).wait) == (1, 8)
    assert minutes(flow(figures).way) == (0, 0)
    assert minutes(flow(figures).serve) == (0, 0)
    assert flow(figures).steps[Step.NO_SHOW] == 1
    assert not figures.stays


def test_recalls_make_the_way_longer_and_not_the_wait():
    figures = told(
        """
        09:00 V1 takes pay
        09:05 V1 called
        09:06 V1 recalled
        09:07 V1 recalled
        09:08 V1 starts
        09:10 V1 finishes
        """
    )
    # From the first call, 9:05, to 9:08: the clerk has waited for three minutes.
    assert minutes(flow(figures).wait) == (1, 5)
    assert minutes(flow(figures).way) == (1, 3)
    assert flow(figures).steps[Step.RECALLED] == 2
    assert flow(figures).steps[Step.CALLED] == 1


def test_a_returned_ticket_has_two_waits_and_the_second_flatters_nobody():
    figures = told(
        """
        09:00 V1 takes pay
        09:20 V1 called
        09:22 V1 returned reason=absent
        09:25 V1 called
        09:26 V1 starts
        09:30 V1 finishes
        """
    )
    # 20 minutes until the first call, 3 after it was put back. Only the first is compared.
    assert minutes(figures.waits["first"]) == (1, 20)
    assert minutes(figures.waits["again"]) == (1, 3)
    assert minutes(flow(figures).wait) == (1, 20)
    # The way of the call that somebody came to: 9:25 to 9:26. In all 9:00 to 9:30.
    assert minutes(flow(figures).way) == (1, 1)
    assert minutes(figures.stays["one"]) == (1, 30)
    assert figures.reasons[Step.RETURNED, "absent"] == 1


def test_a_no_show_who_comes_back_after_all_is_served():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:12 V1 noshow
        09:30 V1 returned reason=missed
        09:34 V1 called
        09:35 V1 starts
        09:40 V1 finishes
        """
    )
    # Away from 9:12 to 9:30: that is no wait. The second wait is 9:30 to 9:34.
    assert minutes(figures.waits["again"]) == (1, 4)
    assert flow(figures).steps[Step.NO_SHOW] == 1
    assert flow(figures).steps[Step.SERVED] == 1
    assert minutes(figures.stays["one"]) == (1, 40)


def test_while_a_ticket_must_not_be_called_it_does_not_wait():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:11 V1 returned reason=fetching ready=09:31
        09:35 V1 called
        """
    )
    # Sent to fetch something until 9:31: 24 minutes less 20.
    assert minutes(figures.waits["again"]) == (1, 4)


def test_a_ticket_called_before_its_time_has_not_waited():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:11 V1 returned ready=09:31
        09:20 V1 called chosen=back_early
        """
    )
    # Called eleven minutes before it was to be: nothing, and never less than that.
    assert minutes(figures.waits["again"]) == (1, 0)


def test_whoever_asks_to_be_put_back_goes_on_waiting():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 returned reason=asked ready=09:20
        09:26 V1 called
        """
    )
    # Ten minutes, then ten that they asked for, then six: 16 of waiting, and it is the first wait.
    assert minutes(flow(figures).wait) == (1, 16)
    assert minutes(figures.waits["first"]) == (1, 16)


def test_a_parked_ticket_neither_waits_nor_is_served():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:11 V1 starts
        09:15 V1 parked reason=papers
        09:45 V1 called
        09:46 V1 starts
        09:50 V1 finishes
        """
    )
    # Served 9:11 to 9:15 and 9:46 to 9:50; the half hour aside is in the stay alone.
    assert minutes(flow(figures).serve) == (1, 8)
    assert minutes(flow(figures).wait) == (1, 10)
    assert minutes(flow(figures).way) == (2, 2)
    assert minutes(figures.stays["one"]) == (1, 50)
    assert figures.reasons[Step.PARKED, "papers"] == 1


def test_a_parked_ticket_put_back_waits_from_then_on():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:11 V1 parked
        09:40 V1 returned reason=released
        09:45 V1 called
        """
    )
    # Aside until 9:40, then it waits five minutes.
    assert minutes(figures.waits["again"]) == (1, 5)


def test_a_service_that_was_broken_off_is_one_service_in_two_parts():
    figures = told(
        """
        09:00 V1 takes pay
        09:05 V1 called
        09:05 V1 starts
        09:08 V1 returned reason=fetching
        09:20 V1 called
        09:20 V1 starts
        09:26 V1 finishes
        """
    )
    # Three minutes and six.
    assert minutes(flow(figures).serve) == (1, 9)


def test_a_transfer_ends_one_leg_and_each_leg_has_its_own_wait():
    figures = told(
        """
        00:00 2 opens 1002
        09:00 V1 takes pay
        09:10 V1 called 1 1001
        09:11 V1 starts 1 1001
        09:14 V1 transferred 1 1001
        09:14 V1 leg meter
        09:34 V1 called 2 1002
        09:35 V1 starts 2 1002
        09:45 V1 finishes 2 1002
        """
    )
    # At "pay" 10 waited, 3 served; at "meter" 20 waited, 10 served; 45 in all.
    assert minutes(flow(figures, By.SERVICE, "pay").wait) == (1, 10)
    assert minutes(flow(figures, By.SERVICE, "pay").serve) == (1, 3)
    assert minutes(flow(figures, By.SERVICE, "meter").wait) == (1, 20)
    assert minutes(flow(figures, By.SERVICE, "meter").serve) == (1, 10)
    assert minutes(figures.waits["transfer"]) == (1, 20)
    assert minutes(figures.stays["several"]) == (1, 45)
    assert flow(figures, By.CLERK, "1001").steps[Step.TRANSFERRED] == 1
    assert flow(figures, By.CLERK, "1002").steps[Step.SERVED] == 1


def test_a_transfer_of_somebody_who_was_called_and_not_served_is_no_service():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:12 V1 transferred
        09:12 V1 leg meter
        """
    )
    # Nobody was served in those two minutes, and whoever goes on waits from 9:12.
    assert minutes(flow(figures).serve) == (0, 0)
    assert figures.waiting == 1


def test_a_delayed_transfer_waits_from_when_it_may_be_called():
    figures = told(
        """
        09:00 V1 takes pay
        09:00 V1 called
        09:00 V1 starts
        09:05 V1 transferred
        09:05 V1 leg meter ready=09:25
        09:30 V1 called
        """
    )
    # 25 minutes since the transfer, of which 20 were not to be waited.
    assert minutes(flow(figures, By.SERVICE, "meter").wait) == (1, 5)


def test_whoever_is_sent_to_another_queue_before_a_call_has_waited_in_both():
    figures = told(
        """
        09:00 V1 takes pay
        09:20 V1 transferred
        09:20 V1 leg meter why=changed
        09:27 V1 called
        """
    )
    # Reception found out that it was the wrong queue: 27 minutes until anybody called, the first
    # wait of this visit, and it is the other service's.
    assert minutes(flow(figures, By.SERVICE, "meter").wait) == (1, 27)
    assert minutes(flow(figures, By.SERVICE, "pay").wait) == (0, 0)
    assert minutes(figures.waits["first"]) == (1, 27)


def test_the_next_service_of_a_visit_is_a_leg_of_its_own():
    figures = told(
        """
        09:00 V1 takes pay
        09:10 V1 called
        09:10 V1 starts
        09:20 V1 finishes
        09:20 V1 leg invoice why=next_service
        09:21 V1 called
        09:21 V1 starts
        09:25 V1 finishes
        """
    )
    # One visitor, two services: 10 and 4 minutes served, 25 minutes there.
    assert minutes(flow(figures).serve) == (2, 14)
    assert minutes(figures.waits["next_service"]) == (1, 1)
    assert minutes(figures.stays["several"]) == (1, 25)
    assert flow(figures).steps[Step.ISSUED] == 1
    assert flow(figures).steps[Step.SERVED] == 2


def test_whoever_walks_up_directly_has_not_waited():
    figures = told(
        """
        09:00 V1 takes pay by=1001
        09:00 V1 called chosen=walk_direct
        09:00 V1 starts
        09:06 V1 finishes
        """
    )
    # The clerk took the ticket and served it there and then: no wait of nothing among the waits.
    assert minutes(flow(figures).wait) == (0, 0)
    assert minutes(flow(figures).way) == (0, 0)
    assert minutes(flow(figures).serve) == (1, 6)
    assert flow(figures).steps[Step.WALK_DIRECT] == 1
    assert flow(figures).steps[Step.CALLED] == 0
    assert flow(figures).steps[Step.CHOSEN] == 0


def test_a_ticket_that_reception_took_waits_like_any_other():
    figures = told(
        """
        09:00 V1 takes pay by=2001
        09:04 V1 called
        """
    )
    # Somebody else calls it, four minutes later.
    assert minutes(flow(figures).wait) == (1, 4)
    assert flow(figures).steps[Step.WALK_DIRECT] == 0


def test_a_voided_number_was_never_a_ticket():
    figures = told(
        """
        09:00 V1 reserves pay delivery=paper approach=4000
        09:01 V1 voided
        """
    )
    # Nobody had it: not issued, not waiting. Who touched the screen four seconds did all the same.
    assert flow(figures).steps[Step.ISSUED] == 0
    assert flow(figures).steps[Step.VOIDED] == 1
    assert figures.waiting == 0
    assert (figures.approach.count, figures.approach.sum_ms) == (1, 4000)


def test_the_wait_begins_when_the_paper_is_out():
    figures = told(
        """
        09:00:00 V1 reserves pay delivery=paper
        09:00:03 V1 issued delivery=paper
        09:05:03 V1 called
        """
    )
    # Three seconds of printing are told apart; five minutes waited.
    assert minutes(flow(figures).wait) == (1, 5)
    assert (figures.printing.count, figures.printing.sum_ms) == (1, 3000)


def test_tickets_given_up_or_expired_have_no_wait_that_ended_with_a_call():
    figures = told(
        """
        09:00 V1 takes pay
        09:00 V2 takes pay
        09:30 V1 cancels
        17:00 V2 expires
        """
    )
    # Neither was called; both are counted for what they are.
    assert minutes(flow(figures).wait) == (0, 0)
    assert flow(figures).steps[Step.CANCELLED] == 1
    assert flow(figures).steps[Step.EXPIRED] == 1
    assert figures.waiting == 0


def test_a_change_of_priority_counts_the_wait_where_it_ends():
    figures = told(
        """
        09:00 V1 takes pay priority=0
        09:10 V1 priority 2 segments=elderly
        09:12 V1 called
        """
    )
    # Taken as priority 0, called as priority 2: all twelve minutes stand there.
    assert flow(figures, By.PRIORITY, "0").steps[Step.ISSUED] == 1
    assert minutes(flow(figures, By.PRIORITY, "0").wait) == (0, 0)
    assert minutes(flow(figures, By.PRIORITY, "2").wait) == (1, 12)
    assert minutes(flow(figures, By.SEGMENT, "elderly").wait) == (1, 12)


def test_a_visitor_of_two_segments_counts_in_both_and_once_in_all():
    figures = told(
        """
        09:00 V1 takes pay segments=elderly,business
        09:07 V1 called
        """
    )
    # Seven minutes in each.
    assert minutes(flow(figures, By.SEGMENT, "elderly").wait) == (1, 7)
    assert minutes(flow(figures, By.SEGMENT, "business").wait) == (1, 7)
    assert minutes(flow(figures).wait) == (1, 7)


def test_all_times_of_a_ticket_belong_to_the_hour_in_which_it_was_taken():
    figures = told(
        """
        09:50 V1 takes pay
        10:10 V1 called
        10:11 V1 starts
        10:21 V1 finishes
        """
    )
    # Taken at ten to ten: everything is the nine o'clock's.
    assert minutes(flow(figures, By.HOUR, "09").wait) == (1, 20)
    assert minutes(flow(figures, By.HOUR, "09").serve) == (1, 10)
    assert figures.of(By.HOUR).keys() == {"09"}


def test_calls_by_a_rule_and_calls_by_hand_are_told_apart():
    figures = told(
        """
        09:00 V1 takes pay
        09:00 V2 takes pay
        09:01 V2 called rule=2
        09:01 V2 starts
        09:02 V2 finishes
        09:02 V1 called chosen=unwell
        """
    )
    # One by the second rule; one by hand, with a reason, which is no rule's.
    assert figures.rules == {"2": 1}
    assert figures.reasons[Step.CHOSEN, "unwell"] == 1
    assert flow(figures, By.CLERK, "1001").steps[Step.CHOSEN] == 1


def test_the_share_called_within_the_target_counts_the_very_second():
    figures = told(
        """
        09:00:00 V1 takes pay
        09:00:00 V2 takes pay
        09:00:00 V3 takes pay
        09:20:00 V1 called
        09:20:01 V2 called
        09:40:00 V3 called
        """
    )
    # Twenty minutes are within twenty minutes, a second more is not: one of three.
    assert flow(figures).wait.share_within(20 * 60) == 1 / 3
    assert flow(figures).wait.percentile_ms(50) == (20 * 60 + 1) * 1000
    assert flow(figures).wait.percentile_ms(90) == 40 * MINUTE
    assert flow(figures).wait.max_ms == 40 * MINUTE


def test_each_service_has_its_own_target():
    facts = story(
        """
        09:00 V1 takes pay
        09:00 V2 takes meter
        09:00 V3 takes other
        09:08 V1 called
        09:09 V2 called
        09:19 V3 called
        """
    )
    figures = measure(facts, ZONE, {"pay": 5 * 60, "meter": 10 * 60})
    # Eight of five minutes is too long, nine of ten is not; where nothing is said, it is twenty.
    assert flow(figures, By.SERVICE, "pay").service_level == 0
    assert flow(figures, By.SERVICE, "meter").service_level == 1
    assert flow(figures).service_level == 2 / 3


def test_the_busiest_quarters_and_the_longest_queue_are_known():
    figures = told(
        """
        09:00 V1 takes pay
        09:14 V2 takes pay
        09:15 V3 takes pay
        09:16 V1 called
        09:20 V4 takes pay
        """
    )
    # Quarter 36 is 9:00 to 9:15 with two tickets, 37 has two; three waited from 9:15 on.
    assert figures.quarters == {("2026-03-02", 36): 2, ("2026-03-02", 37): 2}
    assert figures.peak.waiting == 3
    assert figures.waiting == 3


def test_a_fact_about_a_visit_that_began_before_the_facts_is_left_out():
    figures = measure(bare_story("09:00 V9 called\n09:01 V9 starts\n09:05 V9 finishes"), ZONE)
    # Nobody knows since when that ticket had waited.
    assert not figures.flows


def test_an_abandoned_visit_is_counted_and_has_no_times():
    figures = told("09:00 V1 abandons")
    assert figures.reasons["abandoned", "left"] == 1
    assert not figures.flows
