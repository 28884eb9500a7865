"""The dialogue of a visitor who types the identity number, event by event."""

from kiosk_dialogues import begun, greeting

from kiosk import dialogue as d
from kiosk.flow import TRANSITIONS

NUMBER = "11010119900307771X"
TYPED = (d.NumberWanted("d0"), d.NumberTyped("d0", NUMBER))


def test_the_keypad_is_there_from_the_first_page_and_from_the_menu():
    assert begun(d.NumberWanted("d0"))[0].stage is d.Stage.TYPING
    assert begun(d.Touched("d0"), d.NumberWanted("d0"))[0].stage is d.Stage.TYPING


def test_a_number_is_sent_once_however_often_it_is_confirmed():
    dialogue, effects = begun(*TYPED, d.NumberTyped("d0", NUMBER))
    assert dialogue.stage is d.Stage.CHECKING
    sent = [effect for effect in effects if isinstance(effect, d.IdentifyByNumber)]
    assert sent == [d.IdentifyByNumber("d0", NUMBER)]


def test_a_number_stands_in_no_dialogue_and_in_nothing_that_is_printed():
    dialogue, effects = begun(*TYPED)
    assert NUMBER not in repr((dialogue, effects, TYPED))


def test_a_number_that_is_known_greets_in_a_dialogue_of_its_own():
    dialogue, effects = begun(d.Touched("d0"), *TYPED, d.NumberKnown("d0", "V1"))
    assert (dialogue.id, dialogue.stage) == ("d4", d.Stage.GREETED)
    assert dialogue.visitor == d.Visitor("V1")
    assert d.FetchGreeting("d4", "V1") in effects


def test_an_elderly_visitor_who_typed_gets_large_type_too():
    known = greeting(name="", age_band="70_plus", document="typed_number")
    dialogue, _ = begun(*TYPED, d.NumberKnown("d0", "V1"), d.GreetingArrived("d3", known))
    assert dialogue.visitor.is_old
    assert dialogue.visitor.document == "typed_number"


def test_a_wrong_number_leads_back_to_the_keypad():
    dialogue, _ = begun(*TYPED, d.NumberRefused("d0", "bad_number"))
    assert dialogue.stage is d.Stage.TYPING
    assert dialogue.outcome == d.Mistyped("bad_number")


def test_the_next_number_starts_with_a_clean_page():
    dialogue, _ = begun(
        *TYPED, d.NumberRefused("d0", "bad_number"), d.NumberTyped("d0", NUMBER[::-1])
    )
    assert dialogue.outcome is None


def test_back_from_the_keypad_is_the_menu_without_a_name():
    dialogue, _ = begun(d.NumberWanted("d0"), d.ChoseAgain("d0"))
    assert (dialogue.stage, dialogue.visitor) == (d.Stage.CHOOSING, None)


def test_a_hall_that_lets_nobody_in_says_so():
    dialogue, _ = begun(*TYPED, d.TicketRefused("d0", "power_low"))
    assert (dialogue.stage, dialogue.outcome) == (d.Stage.REFUSED, d.Refusal("power_low"))


def test_a_visit_that_comes_after_its_visitor_has_left_is_given_back():
    dialogue, effects = begun(*TYPED, d.WalkedAway("d0"), d.NumberKnown("d0", "V1"))
    assert dialogue == d.Dialogue("d3", hall_here=True)
    assert effects[-1] == d.AbandonVisit("V1")


def test_a_card_laid_while_a_number_is_checked_is_the_visitor():
    dialogue, effects = begun(*TYPED, d.VisitorIdentified("V2"), d.NumberKnown("d0", "V1"))
    assert dialogue.visitor == d.Visitor("V2")
    assert effects[-1] == d.AbandonVisit("V1")


def test_whoever_walks_away_from_the_keypad_leaves_the_first_page():
    assert begun(d.NumberWanted("d0"), d.WalkedAway("d0"))[0].stage is d.Stage.ATTRACT
    assert begun(*TYPED, d.WalkedAway("d0"))[0].stage is d.Stage.ATTRACT


def test_whoever_was_greeted_is_not_asked_for_a_number():
    assert d.NumberWanted not in TRANSITIONS[d.Stage.GREETED]
