"""Who is here: masked, what they brought, what was noted; unmasked for a while, and on record."""

from dataclasses import replace
from pathlib import Path

import pytest
from staff_fake_hall import NAME, NOW_MS, NUMBER, FakeHall, note, until, visit, visitor
from staff_still import desk_revealed, desk_serving, in_english
from test_staff_app import Terminal, terminal
from textual.widgets import Input

from edge.api import shapes
from edge.staff import desk as rules
from edge.staff import sayings, words
from edge.staff.actions import RIGHTS, Action
from edge.staff.desk import Desk
from edge.staff.options import StaffOptions
from edge.staff.press import Refused, Revealed
from edge.staff.screens.asking import AskingScreen
from edge.staff.screens.notes import NotesScreen
from edge.staff.shown import shown
from edge.staff.strip import about_line
from edge.staff.visitor import note_lines, person, rows


def with_visitor(**changes: object) -> Desk:
    """Return a desk with such a visitor."""
    desk = desk_serving()
    assert desk.hall is not None
    return replace(desk, hall=replace(desk.hall, visitor=visitor("v-42", **changes)))


def said_of(desk: Desk) -> dict[str, str]:
    return {label.english: said.alone(desk.language) for label, said in rows(desk)}


# --- what is known ---


def test_everything_that_is_known_of_a_visitor_has_a_row_of_its_own() -> None:
    assert said_of(desk_serving()) == {
        "Identity": "张** 身份证 60 多岁",
        "Account": "3301-0042-17",
        "Notes": "[2] 王芳：带了房产证原件和复印件，复印件缺第二页，已请他到自助区补印",
        "Missing": "产权证明",
        "Group": "老年优先",
        "Then": "更名过户、业务咨询",
    }


def test_in_english_the_name_stands_with_the_document() -> None:
    assert said_of(in_english(desk_serving()))["Identity"] == "张** ID card in the sixties"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"name": "李*", "document": ""}, "李* 预约人"),
        ({"name": "", "document": "typed_number"}, "手输证号"),
        ({"name": "", "document": "purchase_card", "known": False}, "购电卡"),
        ({"name": "", "document": "new_card"}, "new_card"),
    ],
)
def test_how_it_is_known_who_it_is_stands_beside_the_name(
    known: dict[str, object], said: str
) -> None:
    assert str(person(with_visitor(**known))) == said


def test_of_who_showed_nothing_there_is_no_row() -> None:
    nobody = with_visitor(name="", document="", age_band="", known=False)
    assert person(nobody) is None
    assert rules.why_not(nobody, Action.REVEAL) is not None


@pytest.mark.parametrize(
    ("checked", "missing", "documents", "said"),
    [
        (False, [], [], ""),
        (False, [], [{"name": "身份证", "name_english": "ID card"}], "not checked yet"),
        (True, [], [], "checked, complete"),
    ],
)
def test_papers_are_checked_or_not_where_the_service_needs_some(
    checked: bool, missing: list[str], documents: list[dict[str, str]], said: str
) -> None:
    desk = in_english(with_visitor(checked=checked))
    assert desk.hall is not None and desk.hall.here is not None
    needs = desk.hall.services[0].model_validate(
        desk.hall.services[0].model_dump() | {"documents": documents}
    )
    here = desk.hall.here.model_copy(update={"missing": missing})
    hall = replace(desk.hall, services=(needs, *desk.hall.services[1:]), here=here)
    assert said_of(replace(desk, hall=hall)).get("Papers", "") == said


def test_a_form_has_its_place_where_the_hall_knows_of_one() -> None:
    assert said_of(with_visitor(application="F-2207"))["Form"] == "F-2207"
    assert "Form" not in said_of(with_visitor())


@pytest.mark.usefixtures("in_china")
def test_a_note_that_cannot_be_read_any_more_says_so() -> None:
    assert note_lines(visitor("v", notes=[note(None)])) == [
        ("22:56 李强", "已不能查看 cannot be read any more")
    ]


def test_whom_the_hall_told_of_is_not_shown_beside_another_visit() -> None:
    desk = desk_serving()
    assert desk.hall is not None
    other = replace(desk, hall=replace(desk.hall, visitor=visitor("v-43")))
    assert other.visitor is None
    assert "Account" not in said_of(other)


# --- unmasked ---


def test_unmasked_is_hidden_by_whatever_is_done_next() -> None:
    desk = desk_revealed()
    assert str(person(desk)) == f"{NAME} {NUMBER}"
    for after in (
        rules.take(desk, Action.FINISH, "k"),
        rules.take(desk, Action.CLOSE, "k"),  # refused, and a step all the same
        rules.cancel(desk),
        rules.lost(desk),
    ):
        assert after.revealed is None


def test_unmasked_is_hidden_as_soon_as_another_is_here_and_stays_while_the_hall_tells_else() -> (
    None
):
    desk = desk_revealed()
    assert desk.hall is not None
    assert rules.seen(desk, desk.hall, live=True).revealed is not None
    other = {"visit": "v-43", "ticket": "A043"}
    counters = tuple(
        each.model_copy(update=other) if each.id == "3" else each for each in desk.hall.counters
    )
    assert rules.seen(desk, replace(desk.hall, counters=counters), live=True).revealed is None


def test_an_answer_about_somebody_who_has_gone_is_not_shown() -> None:
    asked = rules.answer(rules.take(desk_serving(), Action.REVEAL, "k"), "complaint", "k")
    assert asked.press is not None
    after = rules.answered(asked, asked.press, Revealed("v-41", NAME, NUMBER))
    assert after.revealed is None
    assert after.said.words == sayings.VISIT_CHANGED


def test_no_name_and_no_words_of_a_note_stand_in_what_a_log_could_print() -> None:
    asked = rules.answer(rules.take(desk_serving(), Action.NOTE, "k"), "机密", "k")
    printed = repr(desk_revealed()) + repr(asked.press)
    assert NAME not in printed and NUMBER not in printed and "机密" not in printed


@pytest.mark.parametrize("code", ["not_at_your_counter", "not_identified", "sealed_for_good"])
def test_why_it_is_not_shown_is_said_in_words(code: str) -> None:
    asked = rules.answer(rules.take(desk_serving(), Action.REVEAL, "k"), "complaint", "k")
    assert asked.press is not None
    after = rules.answered(asked, asked.press, Refused(code, "in the hall's words"))
    assert after.said.words == words.REFUSALS[code]


@pytest.mark.parametrize("desk", [desk_revealed(), in_english(desk_revealed())])
def test_in_three_narrow_lines_name_and_number_are_whole(desk: Desk) -> None:
    line = about_line(desk, shown(desk, NOW_MS), 60).plain
    assert f"{NAME} {NUMBER}" in line


def test_in_three_lines_the_masked_name_and_the_notes_come_before_the_service() -> None:
    desk = in_english(desk_serving())
    assert "Serving 张** notes 2 Bill" in about_line(desk, shown(desk, NOW_MS), 60).plain


# --- at the terminal ---


def counters_of(at: Terminal) -> tuple[shapes.Counter, ...]:
    """Return the counters as the terminal sees them."""
    return at.app.desk.hall.counters if at.app.desk.hall else ()


def hall_with_a_visitor(**changes: object) -> FakeHall:
    """Return a hall whose next visitor laid a card."""
    return FakeHall(
        visits=[visit("v-A012", "A012", "3", None)],
        visitors={"v-A012": visitor("v-A012", **changes)},
        rights=sorted(frozenset(RIGHTS.values())),
    )


async def called(at: Terminal) -> None:
    await at.work_at("3")
    await at.press("n")
    await until(lambda: "张**" in at.app.export_screenshot())


async def revealed(at: Terminal) -> None:
    await called(at)
    await at.strike("i")
    await until(lambda: at.app.laid_over(AskingScreen) is not None)
    await at.strike("2")
    await until(lambda: NUMBER in at.app.export_screenshot())


async def test_it_is_shown_with_a_reason_and_hidden_by_the_next_key(tmp_path: Path) -> None:
    async with terminal(tmp_path, hall_with_a_visitor()) as at:
        await revealed(at)
        assert at.hall.effects[-1] == "reveal find_account"
        await at.press("s")
        assert NUMBER not in at.app.export_screenshot()
        assert at.app.desk.revealed is None


async def test_it_is_hidden_by_itself_after_a_while(tmp_path: Path) -> None:
    options = StaffOptions(reveal_for_s=0.3)
    async with terminal(tmp_path, hall_with_a_visitor(), options=options) as at:
        await revealed(at)
        await until(lambda: NUMBER not in at.app.export_screenshot())
        assert at.app.desk.revealed is None


async def test_the_lock_hides_it_for_good(tmp_path: Path) -> None:
    async with terminal(tmp_path, hall_with_a_visitor()) as at:
        await revealed(at)
        await at.strike("ctrl+l")
        await until(lambda: at.app.is_locked)
        assert at.app.desk.revealed is None


async def test_a_note_is_typed_sent_and_read(tmp_path: Path) -> None:
    async with terminal(tmp_path, hall_with_a_visitor(notes=[note("第一条")])) as at:
        await called(at)
        assert "第一条" in at.app.export_screenshot()
        await at.strike("e")
        await until(lambda: isinstance(at.app.focused, Input))
        at.app.screen.query_one(Input).value = "户号在门牌上"
        await at.strike("enter")
        await until(lambda: "户号在门牌上" in at.app.export_screenshot())
        await at.at_rest()
        assert at.hall.effects[-1] == "note"
        await at.strike("v")
        await until(lambda: "第一条" in at.app.export_screenshot())
        await at.strike("escape")
        await until(lambda: at.app.laid_over(NotesScreen) is None)


async def test_news_of_the_hall_leave_what_is_being_typed(tmp_path: Path) -> None:
    async with terminal(tmp_path, hall_with_a_visitor()) as at:
        await called(at)
        await at.strike("e")
        await until(lambda: isinstance(at.app.focused, Input))
        at.app.screen.query_one(Input).value = "户号"
        await at.hall.change("1", "CounterOpened", state="open", staff="1007")
        await until(lambda: "1007" in [each.staff for each in counters_of(at)])
        await at.strike("a")
        assert at.app.screen.query_one(Input).value == "户号a"


async def test_the_notes_go_as_soon_as_another_is_here(tmp_path: Path) -> None:
    async with terminal(tmp_path, hall_with_a_visitor(notes=[note("第一条")])) as at:
        await called(at)
        await at.strike("v")
        await until(lambda: at.app.laid_over(NotesScreen) is not None)
        nobody = {"visit": "", "ticket": "", "service": ""}
        await at.hall.change("3", "ServiceFinished", state="open", **nobody)
        await until(lambda: at.app.laid_over(NotesScreen) is None)
