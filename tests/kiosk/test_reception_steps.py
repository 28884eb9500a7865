"""The steps of a ticket screen, the places of the page and the words: the pure parts."""

import string
from pathlib import Path

import pytest
from entry_stays import STAGES as ENTRY_STAGES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reception_hall import RECEPTION, SERVICES, help_call, in_line

import kiosk
from kiosk.dialogue import Stage
from kiosk.reception.deeds import DEEDS
from kiosk.reception.pages import load_texts
from kiosk.reception.place import SECTIONS, SHEETS, Place, done_at, first_place, moved
from kiosk.reception.rows import Shown
from kiosk.reception.seen import EVERYTHING, Part, Seen, part_of
from kiosk.reception.watching import Step, stepped

REST = Step("ticket-1", "d1", "attract", 0)
TEXTS = load_texts()
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["section", "open", "visit", "sheet", "back", "forget"]),
        st.sampled_from(["", "V1", "V2"]),
        st.sampled_from(["", *SECTIONS, *SHEETS, "nowhere"]),
    ),
    max_size=12,
)


def test_a_step_lasts_from_when_it_was_first_shown():
    choosing = stepped(REST, "d2", "choosing", 5000)
    assert stepped(choosing, "d2", "choosing", 9000) is choosing
    issuing = stepped(choosing, "d2", "issuing", 9000)
    assert (issuing.since, issuing.began) == (9000, 5000)


def test_the_next_visitor_begins_anew():
    choosing = stepped(REST, "d2", "choosing", 5000)
    assert stepped(choosing, "d3", "attract", 9000).began == 0
    assert stepped(choosing, "d3", "choosing", 9000).began == 9000


@pytest.mark.parametrize(
    ("stage", "now_ms", "stuck"),
    [
        ("choosing", 64_999, False),
        ("choosing", 65_000, True),
        ("refused", 65_000, True),
        ("ticket", 90_000, False),
        ("map", 90_000, False),
        ("attract", 90_000, False),
    ],
)
def test_stuck_is_who_has_no_ticket_after_so_long(stage, now_ms, stuck):
    step = stepped(stepped(REST, "d2", "greeted", 5000), "d2", stage, 6000)
    assert step.is_stuck(now_ms, 60.0) == stuck


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(MOVES, st.sets(st.sampled_from(RECEPTION)))
def test_however_somebody_presses_they_are_only_where_they_may_be(moves, rights):
    place = first_place(rights)
    for action, about, value in moves:
        place = moved(place, action, about, value, rights)
        assert not place.section or SECTIONS[place.section] in rights
        assert not place.sheet or SHEETS[place.sheet] in rights


def test_after_a_deed_the_form_is_another_and_a_visit_that_waits_stays_open():
    place = Place("queue", "V1", "service", 3)
    assert done_at(place, still_there=True) == Place("queue", "V1", "", 4)
    assert done_at(place, still_there=False) == Place("queue", "", "", 4)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("TicketIssued", Part.QUEUE | Part.SLIPS),
        ("DocumentsChecked", Part.QUEUE),
        ("PriorityChanged", Part.QUEUE),
        ("HelpAccepted", Part.HELP),
        ("MessageSent", Part.MESSAGES),
        ("DayOpened", EVERYTHING),
        ("UplinkAcknowledged", Part.NONE),
        ("EstimateTold", Part.NONE),
    ],
)
def test_a_fact_is_news_for_what_it_changes_alone(kind, parts):
    assert part_of(kind) == parts


def test_whoever_waits_comes_before_who_was_missed_and_emergencies_before_all():
    queue = (in_line("V1", "A001", state="no_show"), in_line("V2", "A002", since=60_000))
    calls = (
        help_call("1", accepted_by="2001"),
        help_call("2"),
        help_call("3", urgency="emergency"),
    )
    shown = Shown(Seen(True, tuple(SERVICES), queue=queue, help=calls), Place(), 180_000)
    assert [row.line.visit for row in shown.rows] == ["V2", "V1"]
    assert (shown.waiting, shown.longest_min) == (1, 2)
    assert [call.place for call in shown.calls] == ["3", "2", "1"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_words_with_the_same_values():
    assert {key: fields(text) for key, text in TEXTS["zh"].items()} == {
        key: fields(text) for key, text in TEXTS["en"].items()
    }
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


def test_every_step_section_sheet_and_deed_has_its_words():
    wanted = [f"step_{stage}" for stage in (*Stage, *ENTRY_STAGES)]
    wanted += [f"section_{section}" for section in SECTIONS]
    wanted += [f"choose_{sheet}" for sheet in SHEETS]
    wanted += [f"done_{deed.removesuffix('_door')}" for deed in DEEDS]
    assert [key for key in wanted if key not in TEXTS["zh"]] == []


def test_every_word_is_used():
    folder = Path(kiosk.__file__).parent
    sources = [*(folder / "templates").glob("reception*"), *(folder / "reception").glob("*.py")]
    used = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    built = ("refused_", "step_", "section_", "choose_", "divert_", "cancel_", "delivery_")
    built += ("state_", "urgency_", "done_", "language_tag")
    for key in TEXTS["zh"]:
        assert any(quote + key + quote in used for quote in "'\"") or key.startswith(built), key
