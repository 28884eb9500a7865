"""What is said at a ticket screen about a card on its reader, and how long."""

import pytest
from kiosk_dialogues import TICKET, begun

from kiosk import dialogue as d
from kiosk.flow import TRANSITIONS, step

UNREADABLE = d.CardNotRead(d.CardNote.UNREADABLE)


def test_a_card_that_was_not_read_is_said_on_the_first_page_for_a_while():
    dialogue, effects = begun(UNREADABLE)
    assert (dialogue.stage, dialogue.card) == (d.Stage.ATTRACT, d.CardNote.UNREADABLE)
    assert d.StartCardTimer("d0") in effects
    assert begun(UNREADABLE, d.CardNoteOver("d0"))[0].card is d.CardNote.NONE


@pytest.mark.parametrize("stage", TRANSITIONS)
def test_what_is_said_about_a_card_changes_no_page(stage):
    for event in (UNREADABLE, d.CardLeft(), d.CardNoteOver("d0")):
        dialogue, _ = step(d.Dialogue("d0", stage), event, "d1", 0)
        assert (dialogue.id, dialogue.stage) == ("d0", stage)


def test_whoever_lays_a_card_is_there():
    _, effects = begun(d.Touched("d0"), UNREADABLE)
    assert effects[-1] == d.StartTimer("d0", d.Quiet.CHOOSING)


def test_a_card_of_the_next_person_keeps_nobody_waiting_longer_for_the_hall():
    _, before = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"))
    _, after = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"), UNREADABLE)
    assert after == [*before, d.StartCardTimer("d0")]


def test_a_card_that_was_left_is_reminded_of_until_the_dialogue_ends():
    dialogue, _ = begun(
        d.VisitorIdentified("V1"),
        d.ServiceChosen("d1", "pay"),
        d.CardLeft(),
        d.CardNoteOver("d1"),
        d.TicketArrived("d1", TICKET),
    )
    assert dialogue.card is d.CardNote.LEFT


def test_a_card_that_lies_there_keeps_no_dialogue_open():
    _, before = begun(d.VisitorIdentified("V1"))
    _, after = begun(d.VisitorIdentified("V1"), d.CardLeft())
    assert after == [*before, d.StartCardTimer("d1")]


def test_whoever_walks_off_without_the_card_is_reminded_a_little_longer():
    dialogue, effects = begun(d.VisitorIdentified("V1"), d.CardLeft(), d.WalkedAway("d1"))
    assert (dialogue.id, dialogue.card) == ("d3", d.CardNote.LEFT)
    assert d.StartCardTimer("d3") in effects
    after, _ = step(dialogue, d.CardNoteOver("d3"), "d9", 9000)
    assert after.card is d.CardNote.NONE


def test_the_next_card_ends_what_was_said_of_the_one_before():
    assert begun(UNREADABLE, d.VisitorIdentified("V1"))[0].card is d.CardNote.NONE
    left = begun(d.VisitorIdentified("V1"), d.CardLeft(), d.VisitorIdentified("V2"))
    assert left[0].card is d.CardNote.NONE
