"""The dialogue at a ticket screen: numbers, who comes first, what is owed, paper, the map."""

import pytest
from kiosk_dialogues import PATHS, PHONE, TICKET, begun, greeting

from kiosk import dialogue as d
from kiosk.flow import TRANSITIONS


def taken(effects: list[d.Effect]) -> list[d.TakeTicket]:
    return [effect for effect in effects if isinstance(effect, d.TakeTicket)]


def test_every_page_can_be_reached():
    assert {d.Stage.ATTRACT, *PATHS} == set(d.Stage) == set(TRANSITIONS)
    for stage, path in PATHS.items():
        assert begun(*path)[0].stage is stage


@pytest.mark.parametrize("stage", PATHS)
def test_whoever_walks_away_from_any_page_leaves_the_first_one_as_if_nobody_had_come(stage):
    path = PATHS[stage]
    dialogue, _ = begun(*path)
    assert dialogue.stage is stage
    left, _ = begun(*path, d.WalkedAway(dialogue.id))
    assert left == d.Dialogue(left.id, hall_here=True)
    assert left.id != dialogue.id


def test_the_keypad_turns_to_another_kind_of_number_and_sends_it_as_that():
    dialogue, effects = begun(
        d.NumberWanted("d0"),
        d.NumberWanted("d0", d.NumberKind.PHONE),
        d.NumberTyped("d0", PHONE, d.NumberKind.PHONE),
    )
    assert (dialogue.stage, dialogue.typing) == (d.Stage.CHECKING, d.NumberKind.PHONE)
    assert d.IdentifyByNumber("d0", PHONE, d.NumberKind.PHONE) in effects
    assert PHONE not in repr((dialogue, effects))


def test_paper_or_not_is_asked_last_and_makes_another_wish():
    chosen = d.Touched("d0"), d.PaperAsked("d0", "pay")
    dialogue, effects = begun(*chosen, d.PaperChosen("d0", on_paper=False))
    assert dialogue.stage is d.Stage.ISSUING
    (paperless,) = taken(effects)
    (printed,) = taken(begun(*chosen, d.PaperChosen("d0", on_paper=True))[1])
    assert (paperless.on_paper, printed.on_paper) == (False, True)
    assert paperless.key != printed.key


def test_paper_is_asked_for_several_services_and_after_the_documents_too():
    several = d.SeveralWanted("d0", wanted=True), d.ServiceMarked("d0", "pay")
    marked = (*several, d.ServiceMarked("d0", "move"), d.PaperAsked("d0", ""))
    _, effects = begun(d.Touched("d0"), *marked, d.PaperChosen("d0", on_paper=False))
    assert (taken(effects)[0].service, taken(effects)[0].then) == ("pay", ("move",))
    asked = d.DocumentsAsked("d0", "pay"), d.PaperAsked("d0", "pay")
    assert begun(d.Touched("d0"), *asked)[0].stage is d.Stage.PAPER


def test_whoever_goes_back_from_the_question_of_paper_may_choose_something_else():
    back = d.Touched("d0"), d.PaperAsked("d0", "pay"), d.ChoseAgain("d0")
    _, effects = begun(*back, d.ServiceChosen("d0", "move"))
    assert (taken(effects)[0].service, taken(effects)[0].on_paper) == ("move", True)


def test_nobody_gets_a_ticket_for_nothing_by_choosing_paper():
    dialogue, effects = begun(
        d.Touched("d0"), d.PaperAsked("d0", ""), d.PaperChosen("d0", on_paper=True)
    )
    assert dialogue.stage is d.Stage.PAPER
    assert taken(effects) == []


def test_whoever_belongs_to_a_group_says_so_once_and_may_take_it_back():
    wanted = d.Touched("d0"), d.PriorityWanted("d0"), d.PriorityDeclared("d0", "pregnant")
    dialogue, _ = begun(*wanted)
    assert (dialogue.stage, dialogue.wish.priority) == (d.Stage.CHOOSING, "pregnant")
    assert taken(begun(*wanted, d.ServiceChosen("d0", "pay"))[1])[0].priority == "pregnant"
    again, _ = begun(*wanted, d.PriorityWanted("d0"), d.PriorityDeclared("d0", ""))
    assert again.wish.priority == ""


def test_somebody_who_was_greeted_comes_back_to_their_own_page():
    dialogue, _ = begun(
        d.VisitorIdentified("V1"),
        d.GreetingArrived("d1", greeting()),
        d.PriorityWanted("d1"),
        d.PriorityDeclared("d1", "elderly"),
    )
    assert dialogue.stage is d.Stage.GREETED
    assert dialogue.visitor is not None
    assert dialogue.visitor.name == "张**"


def test_what_is_owed_is_told_to_whoever_asks_and_stands_in_nothing_that_is_printed():
    owing = d.VisitorIdentified("V1"), d.OwedArrived("d1", "V1", 8640)
    dialogue, effects = begun(*owing)
    assert d.FetchOwed("d1", "V1") in effects
    assert dialogue.visitor is not None
    assert (dialogue.visitor.owed_fen, dialogue.visitor.asked_owed) == (8640, False)
    asked, _ = begun(*owing, d.OwedAsked("d1", wanted=True))
    assert asked.visitor is not None
    assert asked.visitor.asked_owed
    assert "8640" not in repr((dialogue, asked, owing))


def test_what_is_owed_may_come_late_before_the_greeting_or_never():
    first = d.VisitorIdentified("V1"), d.OwedArrived("d1", "V1", 8640)
    dialogue, _ = begun(*first, d.GreetingArrived("d1", greeting()))
    assert dialogue.visitor is not None
    assert (dialogue.visitor.owed_fen, dialogue.visitor.name) == (8640, "张**")
    with_ticket, _ = begun(
        d.VisitorIdentified("V1"), d.ServiceChosen("d1", "pay"), d.TicketArrived("d1", TICKET)
    )
    late, _ = begun(
        d.VisitorIdentified("V1"),
        d.ServiceChosen("d1", "pay"),
        d.TicketArrived("d1", TICKET),
        d.OwedArrived("d1", "V1", 8640),
    )
    assert late == with_ticket


def test_what_somebody_else_owes_is_not_told():
    other = d.VisitorIdentified("V1"), d.VisitorIdentified("V2"), d.OwedArrived("d2", "V1", 8640)
    dialogue, _ = begun(*other)
    assert dialogue.visitor == d.Visitor("V2")


def test_from_the_map_one_comes_back_to_the_ticket():
    dialogue, _ = begun(*PATHS[d.Stage.MAP])
    assert dialogue.outcome == TICKET
    back, _ = begun(*PATHS[d.Stage.MAP], d.TicketWanted("d0"))
    assert (back.stage, back.outcome) == (d.Stage.TICKET, TICKET)
