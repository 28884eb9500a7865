"""The dialogue at a ticket screen, event by event."""

from dataclasses import replace

from kiosk_dialogues import TICKET, begun, greeting

from kiosk import dialogue as d
from kiosk.flow import TRANSITIONS, step


def test_a_touch_opens_the_menu():
    dialogue, effects = begun(d.Touched("d0"))
    assert dialogue.stage is d.Stage.CHOOSING
    assert effects == []


def test_a_chosen_service_becomes_one_request_for_a_ticket():
    dialogue, effects = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"))
    assert dialogue.stage is d.Stage.ISSUING
    taken = d.TakeTicket("d0", "d0.pay", "pay", priority="", visit=None, approach_ms=1000)
    assert taken in effects


def test_a_double_tap_asks_once():
    _, effects = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"), d.ServiceChosen("d0", "pay"))
    assert sum(isinstance(effect, d.TakeTicket) for effect in effects) == 1


def test_silence_of_the_hall_is_answered_by_the_same_question_with_the_same_key():
    dialogue, effects = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"), d.AnswerMissing("d0"))
    asked = [effect for effect in effects if isinstance(effect, d.TakeTicket)]
    assert dialogue.stage is d.Stage.ISSUING
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_another_wish_after_a_refusal_has_a_key_of_its_own():
    _, effects = begun(
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketRefused("d0", "service_closed"),
        d.ChoseAgain("d0"),
        d.ServiceChosen("d0", "connect"),
    )
    keys = [effect.key for effect in effects if isinstance(effect, d.TakeTicket)]
    assert keys == ["d0.pay", "d0.connect"]


def test_a_priority_wish_has_another_key_than_the_same_wish_without():
    _, effects = begun(
        d.Touched("d0"), d.PriorityDeclared("d0", "elderly"), d.ServiceChosen("d0", "pay")
    )
    taken = next(effect for effect in effects if isinstance(effect, d.TakeTicket))
    assert taken.priority == "elderly"
    assert taken.key == "d0.pay++first-elderly"


def test_the_ticket_is_shown_and_the_name_is_gone():
    dialogue, _ = begun(
        d.VisitorIdentified("V1"),
        d.GreetingArrived("d1", greeting()),
        d.ServiceChosen("d1", "pay"),
        d.TicketArrived("d1", TICKET),
    )
    assert dialogue.stage is d.Stage.TICKET
    assert dialogue.outcome == TICKET
    assert dialogue.visitor is None


def test_an_identified_visitor_gets_a_dialogue_of_their_own():
    dialogue, effects = begun(d.VisitorIdentified("V1"))
    assert (dialogue.id, dialogue.stage) == ("d1", d.Stage.GREETED)
    assert d.FetchGreeting("d1", "V1") in effects


def test_the_visit_of_an_identified_visitor_goes_with_the_ticket():
    _, effects = begun(d.VisitorIdentified("V1"), d.ServiceChosen("d1", "pay"))
    taken = d.TakeTicket("d1", "d1.pay", "pay", priority="", visit="V1", approach_ms=1000)
    assert taken in effects


def test_whoever_walked_away_without_a_ticket_is_forgotten_by_the_hall_too():
    dialogue, effects = begun(
        d.VisitorIdentified("V1"), d.GreetingArrived("d1", greeting()), d.WalkedAway("d1")
    )
    assert dialogue == d.Dialogue("d3", hall_here=True)
    assert d.AbandonVisit("V1") in effects


def test_a_visitor_who_ends_the_dialogue_is_forgotten_at_once():
    dialogue, effects = begun(d.VisitorIdentified("V1"), d.Left("d1"))
    assert dialogue.stage is d.Stage.ATTRACT
    assert d.AbandonVisit("V1") in effects


def test_a_visitor_with_a_ticket_is_not_abandoned():
    _, effects = begun(
        d.VisitorIdentified("V1"),
        d.ServiceChosen("d1", "pay"),
        d.TicketArrived("d1", TICKET),
        d.WalkedAway("d1"),
    )
    assert not any(isinstance(effect, d.AbandonVisit) for effect in effects)


def test_a_second_card_ends_the_first_visitors_dialogue():
    dialogue, effects = begun(d.VisitorIdentified("V1"), d.VisitorIdentified("V2"))
    assert dialogue.visitor == d.Visitor("V2")
    assert d.AbandonVisit("V1") in effects


def test_a_card_laid_while_somebody_waits_for_paper_is_turned_away():
    dialogue, effects = begun(
        d.Touched("d0"), d.ServiceChosen("d0", "pay"), d.VisitorIdentified("V2")
    )
    assert (dialogue.id, dialogue.stage) == ("d0", d.Stage.ISSUING)
    assert effects[-1] == d.AbandonVisit("V2")


def test_a_late_greeting_is_not_shown_to_the_next_person():
    dialogue, _ = begun(
        d.VisitorIdentified("V1"), d.WalkedAway("d1"), d.GreetingArrived("d1", greeting())
    )
    assert dialogue == d.Dialogue("d2", hall_here=True)


def test_a_late_ticket_is_not_shown_to_the_next_person():
    dialogue, _ = begun(
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.WalkedAway("d0"),
        d.TicketArrived("d0", TICKET),
    )
    assert dialogue.outcome is None


def test_a_late_ticket_is_not_shown_to_the_next_person_who_waits_for_one():
    dialogue, _ = begun(
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.WalkedAway("d0"),
        d.Touched("d3"),
        d.ServiceChosen("d3", "pay"),
        d.TicketArrived("d0", TICKET),
    )
    assert (dialogue.stage, dialogue.outcome) == (d.Stage.ISSUING, None)


def test_of_an_elderly_visitor_it_is_known():
    greeted, _ = begun(
        d.VisitorIdentified("V1"), d.GreetingArrived("d1", greeting(age_band="70_plus"))
    )
    assert greeted.visitor is not None
    assert greeted.visitor.is_old


def test_a_spent_identity_is_dropped_so_that_the_visitor_can_go_on_without():
    dialogue, _ = begun(
        d.VisitorIdentified("V1"),
        d.ServiceChosen("d1", "pay"),
        d.TicketRefused("d1", "unknown_visit"),
    )
    assert dialogue.visitor is None
    assert dialogue.outcome == d.Refusal("unknown_visit")


def test_a_lost_hall_changes_nothing_but_that():
    dialogue, _ = begun(d.VisitorIdentified("V1"))
    lost, effects = step(dialogue, d.HallLost(), "d9", 9000)
    assert lost == replace(dialogue, hall_here=False)
    assert effects == ()
    assert step(lost, d.HallBack(), "d9", 9000)[0] == dialogue


def test_every_stage_ends_when_the_visitor_walks_away():
    for stage, transitions in TRANSITIONS.items():
        assert transitions[d.WalkedAway] is d.Stage.ATTRACT, stage


def test_names_stay_out_of_what_is_printed_of_a_dialogue():
    dialogue, _ = begun(d.VisitorIdentified("V1"), d.GreetingArrived("d1", greeting()))
    assert "张" not in repr(dialogue)
    assert "张" not in repr(d.GreetingArrived("d1", greeting()))
