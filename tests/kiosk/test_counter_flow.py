"""The visitor's side of a counter: the hall leads, nothing of one visitor stays for the next."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.api.shapes import Application, Article, Articles, Content, Form, Side, SidePerson
from kiosk.counter import flow as e
from kiosk.counter.errands import announced
from kiosk.counter.stay import Filled, Stage, Stay

SIDE = Side(
    counter="1",
    open=True,
    paused="",
    staff="1001",
    state="",
    visit="",
    ticket="",
    service="",
    shown="",
    asked=0,
    agreed=None,
    seq=1,
)
CLOSED = SIDE.model_copy(update={"open": False, "staff": ""})
PAUSED = SIDE.model_copy(update={"paused": "meal", "seq": 2})
CALLED = SIDE.model_copy(update={"state": "called", "ticket": "A001", "seq": 3})
SERVING = CALLED.model_copy(update={"state": "serving", "visit": "V1", "seq": 4})
SHOWN = SERVING.model_copy(update={"shown": "identity", "asked": 5, "seq": 5})
FORM = SERVING.model_copy(update={"shown": "form", "asked": 6, "seq": 6})
SIGN = SERVING.model_copy(update={"shown": "sign", "asked": 7, "seq": 7})
NEXT = SERVING.model_copy(update={"visit": "V2", "ticket": "A002", "seq": 9})
PERSON = SidePerson(document="citizen", name="张**", number="11****1234", account="")
FILLED = Filled(
    Form(id="tax", name="表", name_english="Form", service="", signed=True, parts=[], documents=[]),
    Application(
        application="P1",
        form="tax",
        code="",
        answers={},
        documents=[],
        attached=[],
        mistakes=[],
        missing=[],
        lacking=[],
        number="",
        until=0,
    ),
)


class Glass:
    """One such screen, and everything it asked of the hall."""

    def __init__(self) -> None:
        self.stay = Stay("s0")
        self.asked: list[e.Errand] = []
        self._ids = 0

    def hears(self, *events: e.Event) -> "Glass":
        for event in events:
            self._ids += 1
            self.stay, errands = e.step(self.stay, event, f"s{self._ids}")
            self.asked += errands
        return self

    def told(self, *sides: Side) -> "Glass":
        return self.hears(*(e.SideTold(side) for side in sides))


def confirming() -> Glass:
    return Glass().told(SERVING, SHOWN).hears(e.PersonTold(5, PERSON))


def signing() -> Glass:
    return Glass().told(SERVING, SIGN).hears(e.FormTold(7, FILLED))


def rating() -> Glass:
    return Glass().told(SERVING).hears(e.RatingWanted("V1"))


@pytest.mark.parametrize(
    ("side", "stage"),
    [
        (CLOSED, Stage.CLOSED),
        (SIDE, Stage.WELCOME),
        (PAUSED, Stage.PAUSED),
        (CALLED, Stage.CALLED),
        (SERVING, Stage.SERVING),
        (SHOWN, Stage.SERVING),  # until the hall has said what there is to see
    ],
)
def test_the_page_follows_from_what_the_hall_says(side: Side, stage: Stage):
    assert Glass().told(side).stay.stage is stage


def day_at_a_counter() -> list[Stage]:
    """Return every page that the visitors of a whole day see, as they come."""
    glass, seen = Glass(), []

    def hears(*events: e.Event) -> None:
        for event in events:
            seen.append(glass.hears(event).stay.stage)

    hears(*(e.SideTold(side) for side in (CLOSED, SIDE, PAUSED, CALLED, SERVING, SHOWN)))
    hears(e.PersonTold(5, PERSON), e.SideTold(FORM), e.FormTold(6, FILLED))
    hears(e.SideTold(SIGN), e.FormTold(7, FILLED), e.Signed(glass.stay.id, "M1 1L2 2"))
    hears(e.HandedIn(glass.stay.id, "261122-0001-0"), e.RatingWanted("V1"))
    hears(e.Graded(glass.stay.id, 5), e.Sent(glass.stay.id))
    hears(e.RatingKept(glass.stay.id, True), e.TimeOver(glass.stay.id))
    return seen


def test_every_page_is_reachable():
    assert set(day_at_a_counter()) == set(Stage)


def test_what_is_shown_is_fetched_once_and_confirmed():
    glass = confirming().told(SHOWN)
    assert glass.stay.stage is Stage.IDENTITY
    glass.hears(e.Answered(glass.stay.id, True))
    assert glass.asked == [e.FetchPerson(5), e.SayAgreed(glass.stay.id, 5, True)]
    assert glass.told(SHOWN.model_copy(update={"agreed": True, "seq": 8})).stay.stage is (
        Stage.SERVING
    )


def test_what_never_came_is_asked_for_again_once_the_hall_is_back():
    glass = Glass().told(SERVING, SHOWN, SHOWN)
    assert glass.asked == [e.FetchPerson(5), e.FetchPerson(5)]


def test_a_form_that_was_changed_meanwhile_is_fetched_again_until_it_is_signed():
    glass = signing().told(SIGN)
    assert glass.asked == [e.FetchForm(7), e.FetchForm(7)]
    glass.hears(e.Signed(glass.stay.id, "M1 1L2 2")).told(SIGN)
    assert [type(each) for each in glass.asked[2:]] == [e.HandIn]


def test_what_comes_too_late_for_what_was_shown_is_nobodys():
    glass = Glass().told(SERVING, SHOWN, FORM).hears(e.PersonTold(5, PERSON))
    assert glass.stay.person is None


def test_nothing_of_one_visitor_stays_for_the_next():
    glass = confirming()
    before = glass.stay.id
    glass.told(NEXT)
    assert glass.stay.id != before
    assert (glass.stay.person, glass.stay.filled, glass.stay.asked) == (None, None, 0)
    glass.hears(e.Answered(before, True))
    assert e.SayAgreed(before, 5, True) not in glass.asked


def test_an_older_picture_of_the_hall_changes_nothing():
    glass = Glass().told(SERVING)
    assert glass.told(SIDE).stay.stage is Stage.SERVING


def test_a_form_is_signed_handed_in_once_and_its_number_shown():
    glass = signing()
    glass.hears(e.Signed(glass.stay.id, "M1 1L2 2"), e.Signed(glass.stay.id, "M1 1L2 2"))
    handed = [each for each in glass.asked if isinstance(each, e.HandIn)]
    assert [each.application for each in handed] == ["P1"]
    assert glass.stay.stage is Stage.SENDING
    glass.hears(e.HandedIn(glass.stay.id, "261122-0001-0"))
    assert glass.stay.stage is Stage.SIGNED
    assert glass.asked[-1] == e.SayAgreed(glass.stay.id, 7, True)


def test_a_form_that_is_refused_may_be_signed_again():
    glass = signing()
    glass.hears(e.Signed(glass.stay.id, "M1 1L2 2"), e.NotTaken(glass.stay.id, "incomplete"))
    assert (glass.stay.stage, glass.stay.trouble) == (Stage.SIGN, "incomplete")


def test_a_grade_its_parts_and_words_go_together_and_once():
    glass = rating()
    at = glass.stay.id
    glass.hears(e.Graded(at, 4), e.Graded(at, 5, "speed"), e.Worded(at, "好"))
    glass.hears(e.Sent(at), e.Sent(at), e.Graded(at, 1))
    (sent,) = [each for each in glass.asked if isinstance(each, e.Rate)]
    assert (sent.opinion.visit, sent.opinion.grade) == ("V1", 4)
    assert (sent.opinion.grades, sent.opinion.words) == ({"speed": 5}, "好")
    glass.hears(e.RatingKept(at, True))
    assert glass.stay.stage is Stage.THANKS
    assert glass.hears(e.TimeOver(glass.stay.id)).stay.opinion is None


def test_a_grade_that_was_touched_counts_when_the_visitor_walks_away():
    glass = rating()
    glass.hears(e.Graded(glass.stay.id, 2), e.TimeOver(glass.stay.id))
    assert any(isinstance(each, e.Rate) for each in glass.asked)


def test_whoever_touches_nothing_is_not_rated_and_not_asked_again():
    glass = rating()
    glass.hears(e.TimeOver(glass.stay.id), e.RatingWanted("V1"))
    assert glass.stay.opinion is None
    assert not any(isinstance(each, e.Rate) for each in glass.asked)


def test_nothing_is_sent_before_there_is_a_grade():
    glass = rating()
    glass.hears(e.Sent(glass.stay.id))
    assert glass.stay.stage is Stage.RATING


def test_when_the_hall_asks_no_more_what_was_touched_is_sent():
    glass = rating()
    glass.hears(e.Graded(glass.stay.id, 3), e.RatingWanted(""))
    assert glass.stay.stage is Stage.RATED


def test_whoever_is_served_next_waits_for_the_glass_until_the_thanks_are_over():
    glass = rating()
    glass.hears(e.Graded(glass.stay.id, 3)).told(NEXT)
    assert glass.stay.stage is Stage.RATING
    glass.hears(e.Sent(glass.stay.id), e.RatingKept(glass.stay.id, True))
    glass.hears(e.TimeOver(glass.stay.id))
    assert glass.stay.stage is Stage.SERVING
    assert glass.asked[-1] == e.FetchSide()


EVENTS = st.one_of(
    st.sampled_from([CLOSED, SIDE, PAUSED, CALLED, SERVING, SHOWN, FORM, SIGN, NEXT]).map(
        e.SideTold
    ),
    st.sampled_from(["", "V1", "V2"]).map(e.RatingWanted),
    st.sampled_from([5, 6]).map(lambda asked: e.PersonTold(asked, PERSON)),
    st.sampled_from([6, 7]).map(lambda asked: e.FormTold(asked, FILLED)),
    st.just(e.SideStale()),
)
TOUCHES = st.sampled_from(
    [
        e.Answered("", True),
        e.Signed("", "M1 1"),
        e.HandedIn("", "1"),
        e.NotTaken("", "x"),
        e.Graded("", 4),
        e.Worded("", "好"),
        e.Sent(""),
        e.RatingKept("", True),
        e.RatingKept("", False),
        e.TimeOver(""),
    ]
)


@given(st.lists(EVENTS | TOUCHES, max_size=30))
def test_in_any_order_a_visitor_is_rated_once_and_time_over_ends_clean(events: list[e.Event]):
    glass = Glass()
    for event in events:
        meant = replace(event, stay=glass.stay.id) if isinstance(event, e.Addressed) else event
        glass.hears(meant)
        assert glass.stay.stage in Stage
    rated = [each.opinion.visit for each in glass.asked if isinstance(each, e.Rate)]
    assert all(one != other for one, other in pairwise(rated))
    for _ in range(3):
        glass.hears(e.TimeOver(glass.stay.id), e.RatingKept(glass.stay.id, False))
    assert glass.stay.person is None
    assert glass.stay.filled is None


def announcement(name: str, day: str, kind: str = "announcement") -> Article:
    fields = {"title": name, "title_english": name, "text": "", "text_english": "", "day": day}
    return Article.model_validate({"id": name, "kind": kind, **fields})


def test_the_latest_announcements_are_told_the_newest_first_and_no_policy():
    known = [announcement(f"n{day}", f"2026-11-0{day}") for day in range(1, 8)]
    known.append(announcement("law", "2026-11-09", "policy"))
    told = announced(Content(articles=Articles(articles=known)))
    assert [each.id for each in told] == ["n7", "n6", "n5", "n4", "n3"]


def test_announcements_outlast_every_visitor_and_are_asked_for_anew_when_they_change():
    news = (announcement("n1", "2026-11-01"),)
    glass = Glass().told(SIDE).hears(e.NewsStale(), e.NewsTold(news))
    assert glass.asked == [e.FetchNews()]
    glass.told(CALLED, SERVING, NEXT)
    assert glass.stay.news == news
    assert glass.stay.stage is Stage.SERVING
