"""The visitor's own screen, worked from the clerk's terminal: shown, taken back, answered."""

from dataclasses import replace

import pytest
from staff_fake_hall import visitor
from staff_still import desk_asking, desk_in_the_morning, desk_serving

from edge.api import shapes
from edge.staff import desk as rules
from edge.staff import mirror, news
from edge.staff.actions import Action
from edge.staff.desk import Desk, Tone
from edge.staff.shown import shown


def side(**changes: object) -> shapes.Side:
    fields: dict[str, object] = {
        "counter": "3",
        "open": True,
        "paused": "",
        "staff": "1003",
        "state": "serving",
        "visit": "v-42",
        "ticket": "A042",
        "service": "bills",
        "shown": "",
        "asked": 0,
        "agreed": None,
        "number": "",
        "screen": True,
        "seq": 1,
    }
    return shapes.Side.model_validate(fields | changes)


def desk_with_a_screen(seen: shapes.Side | None = None, **known: object) -> Desk:
    """Return a desk that serves somebody who sits before a screen."""
    desk = desk_serving()
    assert desk.hall is not None
    hall = replace(desk.hall, side=seen or side(), visitor=visitor("v-42", **known))
    return replace(desk, hall=hall)


def heard(desk: Desk, seen: shapes.Side) -> Desk:
    """Return `desk` after the hall has told of `seen`."""
    assert desk.hall is not None
    return rules.seen(desk, replace(desk.hall, side=seen), live=True)


def offered(desk: Desk) -> list[str]:
    asking = desk_asking(Action.SHOW, desk=desk).asking
    assert asking is not None
    return [option.value for option in asking.step.options]


def test_the_key_stands_there_only_where_a_screen_is_let_in_and_somebody_is_served() -> None:
    with_screen = shown(desk_with_a_screen(), 0)
    assert with_screen is not None
    assert Action.SHOW in [key.action for key, _ in with_screen.keys]
    for desk in (desk_serving(), desk_with_a_screen(side(screen=False)), desk_in_the_morning()):
        assert rules.why_not(desk, Action.SHOW) is not None
        assert rules.take(desk, Action.SHOW, "k").asking is None


def test_only_what_there_is_can_be_shown_and_only_what_is_shown_taken_back() -> None:
    assert offered(desk_with_a_screen()) == ["identity"]
    assert offered(desk_with_a_screen(application="过户")) == ["identity", "form", "sign"]
    assert offered(desk_with_a_screen(side(shown="identity", asked=4))) == ["identity", "nothing"]
    assert offered(desk_with_a_screen(document="")) == []


def test_what_is_chosen_is_sent_for_the_visitor_who_was_seen() -> None:
    asked = desk_asking(Action.SHOW, desk=desk_with_a_screen())
    sent = rules.answer(asked, "identity", "k").press
    assert sent is not None
    assert (sent.visit, sent.given) == ("v-42", {"what": "identity"})


@pytest.mark.parametrize(
    ("what", "agreed", "words", "tone"),
    [
        ("identity", True, "客户确认：身份正确", Tone.DONE),
        ("identity", False, "客户说身份有误，请核对", Tone.ALARM),
        ("form", True, "客户确认：填单正确", Tone.DONE),
        ("form", False, "客户说填单有误，请核对", Tone.ALARM),
        ("sign", True, "客户已签名，受理编号 261122-0042-7", Tone.DONE),
    ],
)
def test_an_answer_is_said_at_once_and_stays_at_the_top(
    what: str, agreed: bool, words: str, tone: Tone
) -> None:
    waiting = desk_with_a_screen(side(shown=what, asked=4))
    assert "等客户" in news.parts(waiting)[0].chinese
    answer = side(shown=what, asked=4, agreed=agreed, number="261122-0042-7")
    after = heard(waiting, answer)
    assert (after.said.words.chinese, after.said.tone) == (words, tone)
    assert news.parts(after)[0] == after.said.words == mirror.told(answer)
    assert heard(replace(after, said=rules.Said()), answer).said == rules.Said()  # once


def test_an_answer_takes_no_question_away_and_blocks_no_key() -> None:
    waiting = desk_with_a_screen(side(shown="identity", asked=4), application="过户")
    for desk in (waiting, heard(waiting, side(shown="identity", asked=4, agreed=False))):
        assert rules.take(desk, Action.FINISH, "k").press is not None
    asking = desk_asking(Action.NOTE, desk=waiting)
    after = heard(asking, side(shown="identity", asked=4, agreed=False))
    assert after.asking == asking.asking


def test_nothing_of_the_visitor_before_is_said_of_the_next() -> None:
    of_another = side(shown="identity", asked=4, agreed=True, visit="v-41")
    assert desk_with_a_screen(of_another).side is None
    assert news.parts(desk_with_a_screen(of_another)) == []
