"""Whatever happens at a query screen, in whatever order: what must never be."""

from hypothesis import given
from hypothesis import strategies as st
from query_data import account, content

from edge.api import shapes
from kiosk.query import events as e
from kiosk.query import wants as w
from kiosk.query.flow import step
from kiosk.query.stay import Progress, Stage, Stay, Topic
from kiosk.turns import Turn

STAYS = st.sampled_from([f"s{number}" for number in range(6)])
ASKED = st.integers(0, 6)
VISITS = st.sampled_from(["V1", "V2", "V3"])
ACCOUNT = account(name="名**")
CONTENT = content()
FOLLOWED = shapes.Followed(
    application="A1", form="repair", number="1", stage="", stage_english="", reached=0
)

EVENTS = st.one_of(
    st.builds(e.Touched),
    st.builds(e.Opened, st.sampled_from(Stage)),
    st.builds(e.WentBack),
    st.builds(e.ItemOpened, st.sampled_from(["0", "1", "2026-06", "resident", "tiers"])),
    st.builds(e.Turned, st.integers(0, 3)),
    st.builds(e.TopicChosen, st.sampled_from(Topic)),
    st.builds(e.AccountTyped, st.just("3100000042")),
    st.builds(e.NumberTyped, st.just("26072200427")),
    st.builds(e.NumberGiven, st.just("260722-0042-7")),
    st.builds(e.Left),
    st.builds(e.Identified, VISITS),
    st.builds(e.HallBack),
    st.builds(e.ContentArrived, STAYS, st.just(CONTENT)),
    st.builds(e.ContentMissing, STAYS),
    st.builds(e.AccountsFound, STAYS, ASKED, st.just((ACCOUNT, ACCOUNT)), st.just("名**")),
    st.builds(e.AccountFound, STAYS, ASKED, st.just(ACCOUNT), st.just("名**")),
    st.builds(e.NotFound, STAYS, ASKED, st.just("no_accounts"), st.just("名**")),
    st.builds(e.Mistyped, STAYS, ASKED, st.just("unknown_account")),
    st.builds(e.ProgressFound, STAYS, ASKED, st.just(Progress(FOLLOWED))),
)
HISTORIES = st.lists(EVENTS, max_size=40)


class Screen:
    """A stay whose new ids come in order, with everything it ever wanted."""

    def __init__(self) -> None:
        self.stay = Stay("s0")
        self.begun = 0
        self.wants: list[w.Want] = []

    def happen(self, event: e.Event) -> list[w.Want]:
        before = self.stay
        self.stay, wanted = step(before, event, Turn(f"s{self.begun + 1}", 0))
        self.begun += self.stay.id != before.id
        self.wants += wanted
        return list(wanted)


def lived(history: list[e.Event]) -> Screen:
    screen = Screen()
    for event in history:
        screen.happen(event)
    return screen


@given(HISTORIES)
def test_after_walking_away_nothing_of_the_visitor_is_left(history):
    screen = lived(history)
    screen.happen(e.Left())
    left = screen.stay
    assert left == Stay(left.id)


@given(HISTORIES, HISTORIES)
def test_no_late_answer_reaches_a_later_stay(history, late):
    screen = lived(history)
    screen.happen(e.Left())
    now = screen.stay
    for event in late:
        if isinstance(event, e.Addressed) and event.stay != now.id:
            assert screen.happen(event) == []
            assert screen.stay == now


@given(HISTORIES)
def test_every_identified_visit_is_given_back_once_or_is_still_here(history):
    screen, identified = Screen(), 0
    for event in history:
        screen.happen(event)
        identified += isinstance(event, e.Identified)
    abandoned = [want.visit for want in screen.wants if isinstance(want, w.AbandonVisit)]
    assert len(abandoned) + (screen.stay.person.visitor is not None) == identified


@given(HISTORIES)
def test_a_page_of_an_account_has_one_and_one_of_progress_has_some(history):
    screen = Screen()
    for event in history:
        screen.happen(event)
        stage, person = screen.stay.stage, screen.stay.person
        if stage in (Stage.ACCOUNT, Stage.BILLS, Stage.BILL, Stage.USAGE):
            assert person.account is not None
        if stage is Stage.ACCOUNTS:
            assert person.accounts
        assert (stage is Stage.FOLLOWED) == (screen.stay.progress is not None)


@given(HISTORIES)
def test_nobody_stands_at_the_idle_page(history):
    screen = Screen()
    for event in history:
        screen.happen(event)
        if screen.stay.stage is Stage.ATTRACT:
            assert not screen.stay.person.is_somebody
