"""Whatever happens at a form screen, in whatever order: what must never be."""

from form_stays import Screen
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.stay import Stage, Stay

TEXTS = st.sampled_from(["张三", "bad", "", "13800138000"])
TYPED = st.dictionaries(st.sampled_from(["name", "phone", "firm", "nothing"]), TEXTS, max_size=3)
SHOWN = st.sampled_from(["V1", "V2", "TICKET-V7", "CODE-7K3M-9QX1", "CODE-"])
WANTS = st.one_of(
    st.builds(e.Began, st.just("")),
    st.builds(e.FormChosen, st.just(""), st.sampled_from(["connect", "repair", "none"])),
    st.builds(e.CodeWanted, st.just("")),
    st.builds(e.CodeTyped, st.just(""), st.sampled_from(["7K3M-9QX1", "0000-0000"])),
    st.builds(e.Typed, st.just(""), st.sampled_from(["name", "phone"]), TEXTS),
    st.builds(e.Picked, st.just(""), st.just("body"), st.sampled_from(["person", "company"])),
    st.builds(e.Ticked, st.just(""), st.sampled_from(["licence", "nothing"])),
    st.builds(e.Onward, st.just(""), TYPED),
    st.builds(e.Backward, st.just(""), TYPED),
    st.builds(e.PageWanted, st.just(""), st.integers(0, 9)),
    st.builds(e.KeepWanted, st.just(""), TYPED),
    st.builds(e.SignWanted, st.just("")),
    st.builds(e.HandInWanted, st.just(""), st.sampled_from(["", "M1 2L3 4"])),
    st.builds(e.PrintWanted, st.just("")),
    st.builds(e.VisitorIdentified, st.just(""), SHOWN),
    st.builds(e.TicketShown, st.just(""), st.sampled_from(["V7", "V8"])),
    st.builds(e.CameraWanted, st.just(""), st.sampled_from(["licence", "nothing"])),
    st.builds(e.PageTaken, st.just(""), st.sampled_from(["good", "bad"])),
    st.builds(e.PageDropped, st.just(""), st.just("licence"), st.integers(0, 3)),
    st.builds(e.Unanswered, st.just("")),
    st.builds(e.Refused, st.just(""), st.sampled_from(["storage_low", "handed_in", "incomplete"])),
    st.builds(e.Left, st.just("")),
)
# What happens, and whether the hall is there to hear of it.
HISTORIES = st.lists(st.tuples(WANTS, st.booleans()), max_size=40)


def lived(history) -> Screen:
    screen = Screen()
    for event, away in history:
        screen.away = away
        named = {name: getattr(event, name) for name in event.__slots__}
        screen.happen(type(event)(screen.stay.id, **named))
    return screen


@given(HISTORIES)
@settings(max_examples=150)
def test_after_walking_away_nothing_of_the_visitor_is_left(history):
    screen = lived(history)
    screen.away = True
    screen.does(e.WalkedAway)
    assert screen.stay == Stay(screen.stay.id)


@given(HISTORIES)
@settings(max_examples=150)
def test_what_is_kept_anew_is_never_asked_for_under_the_key_of_something_else(history):
    kept = [each for each in lived(history).errands if isinstance(each, do.Keep)]
    asked = {(each.key, each.application, tuple(sorted(each.answers.items()))) for each in kept}
    assert len({key for key, *_ in asked}) == len(asked)


@given(HISTORIES)
@settings(max_examples=150)
def test_a_page_of_a_form_has_a_form_and_is_one_of_its_pages(history):
    stay = lived(history).stay
    if stay.stage in (Stage.FILLING, Stage.DOCUMENTS, Stage.REVIEW, Stage.SIGNING, Stage.TURNING):
        assert stay.filled is not None
    if stay.stage is Stage.FILLING:
        assert stay.page < len(stay.filled.parts)


@given(HISTORIES)
@settings(max_examples=100)
def test_only_what_is_complete_and_signed_is_handed_in(history):
    screen = lived(history)
    for errand in screen.errands:
        if isinstance(errand, do.HandIn):
            kept = screen.hall.kept[errand.application]
            assert errand.signature or kept.form == "repair"


@given(HISTORIES)
@settings(max_examples=150)
def test_whoever_was_identified_is_given_back_in_the_end(history):
    screen = lived(history)
    screen.away = True
    screen.does(e.WalkedAway)
    asked = [each.visit for each in screen.errands if isinstance(each, do.Greet)]
    gone = {each.visit for each in screen.errands if isinstance(each, do.Abandon)}
    assert set(asked) <= gone


@given(HISTORIES)
@settings(max_examples=150)
def test_a_picture_on_its_way_is_waited_for_on_its_own_page(history):
    stay = lived(history).stay
    assert not stay.sending or stay.stage in (Stage.DOCUMENTS, Stage.CAMERA)
    assert (stay.stage is Stage.CAMERA) == bool(stay.pictured)
