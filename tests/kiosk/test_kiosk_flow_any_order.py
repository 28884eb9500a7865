"""Whatever happens at a ticket screen, in whatever order: what must never be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from edge.api.shapes import Expected, Greeting, Ticket
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.flow import step
from kiosk.pages import Pages
from kiosk.scene import Scene
from kiosk.ticket_script import rest_of

CONFIG = KioskConfig()
PAGES = Pages(CONFIG)
DIALOGUES = st.sampled_from([f"d{number}" for number in range(8)])
VISITS = st.sampled_from(["V1", "V2", "V3"])
NUMBERS = st.just("11010119900307771X")
KINDS = st.sampled_from(d.NumberKind)
CODES = st.just("7K3M9QXD771X")
SERVICES = st.sampled_from(["pay", "connect"])


def _greeting(visit: str) -> Greeting:
    return Greeting(visit=visit, name=f"名{visit}", document="citizen", age_band="60_69")


def _with_appointment(visit: str) -> Greeting:
    expected = Expected(shown="qr", service="pay", due=1_740_979_800_000)
    return _greeting(visit).model_copy(update={"appointment": expected})


def _ticket(visit: str, delivery: str) -> Ticket:
    return Ticket(visit=visit, ticket="A001", ahead=0, seq=1, service="pay", delivery=delivery)


EVENTS = st.one_of(
    st.builds(d.HallLost),
    st.builds(d.HallBack),
    st.builds(d.VisitorIdentified, VISITS),
    st.builds(d.Touched, DIALOGUES),
    st.builds(d.PriorityDeclared, DIALOGUES, st.sampled_from(["", "elderly"])),
    st.builds(d.GroupOpened, DIALOGUES, st.sampled_from(["", "bills"])),
    st.builds(d.ServiceChosen, DIALOGUES, SERVICES),
    st.builds(d.NumberWanted, DIALOGUES, KINDS),
    st.builds(d.NumberTyped, DIALOGUES, NUMBERS, KINDS),
    st.builds(d.NumberKnown, DIALOGUES, VISITS),
    st.builds(d.NumberRefused, DIALOGUES, st.sampled_from(["bad_number", "hall_unreachable"])),
    st.builds(d.ChoseAgain, DIALOGUES),
    st.builds(d.Left, DIALOGUES),
    st.builds(d.WalkedAway, DIALOGUES),
    st.builds(d.GreetingArrived, DIALOGUES, VISITS.map(_greeting)),
    st.builds(
        d.TicketArrived,
        DIALOGUES,
        st.builds(_ticket, VISITS, st.sampled_from(["paper", "screen", "uncertain"])),
    ),
    st.builds(d.TicketRefused, DIALOGUES, st.sampled_from(["service_closed", "unknown_visit"])),
    st.builds(d.AnswerMissing, DIALOGUES),
    st.builds(d.SeveralWanted, DIALOGUES, st.booleans()),
    st.builds(d.ServiceMarked, DIALOGUES, SERVICES),
    st.builds(d.TogetherWanted, DIALOGUES, st.booleans()),
    st.builds(d.MarkedTaken, DIALOGUES),
    st.builds(d.DocumentsAsked, DIALOGUES, st.sampled_from(["", "pay"])),
    st.builds(d.DocumentsSeen, DIALOGUES),
    st.builds(d.SearchWanted, DIALOGUES),
    st.builds(d.QueryTyped, DIALOGUES, st.sampled_from(["", "df"])),
    st.builds(d.CodeWanted, DIALOGUES),
    st.builds(d.CodeTyped, DIALOGUES, CODES),
    st.builds(d.CodeRefused, DIALOGUES, st.sampled_from(["wrong_code", "hall_unreachable"])),
    st.builds(d.CheckInWanted, DIALOGUES),
    st.builds(d.AppointmentShown, DIALOGUES, VISITS.map(_with_appointment)),
    st.builds(d.PriorityWanted, DIALOGUES),
    st.builds(d.PaperAsked, DIALOGUES, st.sampled_from(["", "pay"])),
    st.builds(d.PaperChosen, DIALOGUES, st.booleans()),
    st.builds(d.MapWanted, DIALOGUES),
    st.builds(d.TicketWanted, DIALOGUES),
    st.builds(d.OwedArrived, DIALOGUES, VISITS, st.just(771_00)),
    st.builds(d.OwedAsked, DIALOGUES, st.booleans()),
)
HISTORIES = st.lists(EVENTS, max_size=40)


class Screen:
    """A dialogue whose new ids come in order, with everything it ever wanted."""

    def __init__(self) -> None:
        self.dialogue = d.Dialogue("d0", hall_here=True)
        self.begun = 0
        self.now_ms = 0
        self.effects: list[d.Effect] = []

    def happen(self, event: d.Event) -> tuple[d.Effect, ...]:
        before = self.dialogue
        self.now_ms += 700
        self.dialogue, effects = step(before, event, f"d{self.begun + 1}", self.now_ms)
        if self.dialogue.id != before.id:
            self.begun += 1
        self.effects += effects
        return effects

    def page(self) -> str:
        return PAGES.ticket_part(self.dialogue, Scene())


@given(HISTORIES)
def test_after_walking_away_nothing_of_the_visitor_is_left(history):
    screen = Screen()
    for event in history:
        screen.happen(event)
    screen.happen(d.WalkedAway(screen.dialogue.id))
    left = screen.dialogue
    assert left == d.Dialogue(left.id, hall_here=left.hall_here)
    assert "名" not in screen.page()
    assert "771.00" not in screen.page()


@given(HISTORIES, HISTORIES)
@settings(max_examples=60)
def test_no_late_answer_reaches_a_later_dialogue(history, late):
    screen = Screen()
    for event in history:
        screen.happen(event)
    screen.happen(d.WalkedAway(screen.dialogue.id))
    now = screen.dialogue
    for event in late:
        if isinstance(event, d.Addressed) and event.dialogue != now.id:
            late = isinstance(event, d.NumberKnown)
            assert screen.happen(event) == ((d.AbandonVisit(event.visit),) if late else ())
            assert screen.dialogue == now


@given(HISTORIES)
def test_a_name_on_the_screen_is_that_of_the_visitor_who_was_identified_last(history):
    screen = Screen()
    last = ""
    for event in history:
        here = screen.dialogue.stage not in (d.Stage.ISSUING, d.Stage.CODE_CHECKING)
        screen.happen(event)
        if isinstance(event, d.VisitorIdentified) and here:
            last = event.visit
        if isinstance(event, d.NumberKnown) and screen.dialogue.visitor == d.Visitor(event.visit):
            last = event.visit
        visitor = screen.dialogue.visitor
        assert visitor is None or (visitor.visit == last and visitor.name in ("", f"名{last}"))


@given(HISTORIES)
def test_every_identified_visit_is_used_abandoned_or_still_here(history):
    screen = Screen()
    identified = set()
    for event in history:
        screen.happen(event)
        if isinstance(event, d.VisitorIdentified | d.NumberKnown):
            identified.add(event.visit)
    named = {
        effect.visit
        for effect in screen.effects
        if isinstance(effect, d.AbandonVisit | d.TakeTicket | d.CheckIn)
    }
    here = {screen.dialogue.visitor.visit} if screen.dialogue.visitor else set()
    assert identified <= named | here


@given(HISTORIES)
def test_a_dialogue_never_asks_for_one_wish_under_two_keys_or_two_wishes_under_one(history):
    screen = Screen()
    for event in history:
        screen.happen(event)
    asked = {
        (
            effect.key,
            effect.dialogue,
            effect.service,
            effect.then,
            effect.together,
            effect.priority,
            effect.on_paper,
            effect.approach_ms,
        )
        for effect in screen.effects
        if isinstance(effect, d.TakeTicket)
    }
    assert len({key for key, *_ in asked}) == len(asked)


@given(HISTORIES)
def test_only_the_first_page_may_stay_for_ever(history):
    screen = Screen()
    for event in history:
        screen.happen(event)
        forever = rest_of(screen.dialogue, CONFIG).after_s is None
        assert forever == (screen.dialogue.stage is d.Stage.ATTRACT)


@given(HISTORIES)
def test_a_typed_number_is_sent_once_for_each_time_it_was_confirmed_and_kept_nowhere(history):
    screen = Screen()
    for event in history:
        sent = [e for e in screen.happen(event) if isinstance(e, d.IdentifyByNumber)]
        assert len(sent) <= isinstance(event, d.NumberTyped)
        codes = [e for e in screen.effects if isinstance(e, d.CheckIn) and e.code]
        assert len(codes) <= sum(isinstance(e, d.CodeTyped) for e in history)
        assert "771X" not in repr(screen.dialogue)
        assert "771X" not in repr(screen.effects)
        assert "771X" not in screen.page()
