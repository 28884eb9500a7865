"""Somebody with an appointment at the ticket screen: by code, by what they show, by card."""

from kiosk_dialogues import TICKET, begun, greeting, stepped

from edge.api.shapes import Expected, Greeting
from kiosk import dialogue as d

CODE = "7K3M9QXD2RTA"
EXPECTED = Expected(shown="card", service="connect", due=1_740_979_800_000)


def asked(effects: list[d.Effect]) -> list[d.CheckIn]:
    return [effect for effect in effects if isinstance(effect, d.CheckIn)]


def greeted(shown: str) -> Greeting:
    expected = EXPECTED.model_copy(update={"shown": shown})
    return greeting().model_copy(update={"appointment": expected})


def test_a_typed_code_is_asked_about_once_and_stands_nowhere():
    dialogue, effects = begun(d.CodeWanted("d0"), d.CodeTyped("d0", CODE))
    assert dialogue.stage is d.Stage.CODE_CHECKING
    assert asked(effects) == [d.CheckIn("d0", None, CODE)]
    assert CODE not in repr(dialogue)
    assert CODE not in repr(effects)


def test_a_wrong_code_may_be_typed_again_and_a_refusal_ends_it():
    typed = [d.CodeWanted("d0"), d.CodeTyped("d0", CODE)]
    again, _ = begun(*typed, d.CodeRefused("d0", "wrong_code"))
    assert (again.stage, again.outcome) == (d.Stage.CODE, d.Mistyped("wrong_code"))
    refused, _ = begun(*typed, d.TicketRefused("d0", "appointment_early", from_ms=7))
    assert refused.outcome == d.Refusal("appointment_early", from_ms=7)
    once_more, _ = stepped(refused, d.CodeWanted("d0"))
    assert once_more.stage is d.Stage.CODE


def test_whoever_shows_the_code_of_an_appointment_gets_its_ticket_without_a_touch():
    dialogue, effects = begun(d.VisitorIdentified("V1"), d.AppointmentShown("d1", greeted("qr")))
    assert dialogue.stage is d.Stage.ISSUING
    assert asked(effects) == [d.CheckIn("d1", "V1")]


def test_whoever_lays_a_card_is_asked_first():
    looking, effects = begun(d.VisitorIdentified("V1"), d.GreetingArrived("d1", greeted("card")))
    assert looking.visitor.expected == EXPECTED
    assert asked(effects) == []
    wanted, effects = stepped(looking, d.CheckInWanted("d1"))
    assert wanted.stage is d.Stage.ISSUING
    assert asked(effects) == [d.CheckIn("d1", "V1")]


def test_where_no_answer_came_the_same_appointment_is_asked_for_again():
    _, effects = begun(
        d.VisitorIdentified("V1"),
        d.AppointmentShown("d1", greeted("qr")),
        d.AnswerMissing("d1"),
    )
    assert asked(effects) == [d.CheckIn("d1", "V1")] * 2
    assert not [effect for effect in effects if isinstance(effect, d.TakeTicket)]


def test_after_a_refused_appointment_a_service_is_an_ordinary_wish():
    dialogue, effects = begun(
        d.VisitorIdentified("V1"),
        d.AppointmentShown("d1", greeted("qr")),
        d.TicketRefused("d1", "appointment_over"),
        d.ChoseAgain("d1"),
        d.ServiceChosen("d1", "pay"),
        d.AnswerMissing("d1"),
    )
    assert dialogue.stage is d.Stage.ISSUING
    assert len([effect for effect in effects if isinstance(effect, d.TakeTicket)]) == 2


def test_a_ticket_of_an_earlier_visit_gives_this_one_back():
    dialogue, effects = begun(
        d.VisitorIdentified("V2"),
        d.AppointmentShown("d1", greeted("qr").model_copy(update={"visit": "V2"})),
        d.TicketArrived("d1", TICKET, had=True),
    )
    assert dialogue.had
    assert d.AbandonVisit("V2") in effects


def test_while_a_code_is_checked_a_card_is_another_persons():
    dialogue, effects = begun(
        d.CodeWanted("d0"), d.CodeTyped("d0", CODE), d.VisitorIdentified("V9")
    )
    assert dialogue.stage is d.Stage.CODE_CHECKING
    assert effects[-1] == d.AbandonVisit("V9")
