"""What a visitor filled in, at the clerk's terminal: seen at a press, what is missing printed."""

from dataclasses import replace

import pytest
from staff_fake_hall import visitor
from staff_still import StillApp, desk_serving
from textual.widgets import Static

from edge.api import shapes
from edge.staff import desk as rules
from edge.staff import sayings
from edge.staff.actions import Action
from edge.staff.desk import Desk
from edge.staff.filled import Filled, filled
from edge.staff.press import Done, FormSeen, NotPrinted, Press
from edge.staff.screens.filled import FilledScreen
from edge.staff.visitor import rows

_PLAIN = {"hint": "", "hint_english": "", "required": True, "when": {}, "choices": []}
_PLAIN |= {"length_max": 40, "unit": "", "fill": ""}


def asked(name: str, chinese: str, kind: str = "text", **changes: object) -> dict[str, object]:
    return {**_PLAIN, "id": name, "kind": kind, "name": chinese, "name_english": name} | changes


CHOICES = [{"id": "self", "name": "本人", "name_english": "In person"}]
FIELDS = [
    asked("who", "姓名"),
    asked("load", "容量", "number", unit="kW"),
    asked("by", "经办", "choice", choices=CHOICES),
    asked("true", "属实", "agreed"),
    asked("phone", "电话", "phone"),
]
FORM = shapes.Form.model_validate(
    {
        "id": "move",
        "name": "过户",
        "name_english": "Change of name",
        "service": "",
        "signed": True,
        "parts": [{"id": "p", "name": "p", "name_english": "p", "when": {}, "fields": FIELDS}],
        "documents": [
            {"id": each, "name": name, "name_english": each, "when": {}, "required": True}
            | {"copies": 0}
            for each, name in (("card", "身份证"), ("deed", "房产证"))
        ],
    }
)
APPLICATION = shapes.Application(
    application="P1",
    form="move",
    code="7K3M-9QXD",
    answers={"who": "张三丰", "load": "8", "by": "self", "true": "yes"},
    documents=["card"],
    attached=[],
    mistakes=[],
    missing=[shapes.FormMistake(field="phone", code="required", details={})],
    lacking=["deed"],
    number="",
    until=0,
)
SEEN = filled("v-42", FORM, APPLICATION)


def desk_of_an_applicant(**changes: object) -> Desk:
    desk = desk_serving()
    assert desk.hall is not None
    known = visitor("v-42", application="过户", lacking=2, **changes)
    return replace(desk, hall=replace(desk.hall, visitor=known))


def desk_with_the_form(form: Filled | None = SEEN) -> Desk:
    asking = rules.take(desk_of_an_applicant(), Action.FORM, "k")
    assert asking.press is not None
    return rules.answered(asking, asking.press, FormSeen(form))


def test_answers_stand_by_their_questions_and_what_is_missing_by_its_name() -> None:
    assert [(name.chinese, said) for name, said in SEEN.answers] == [
        ("姓名", "张三丰"),
        ("容量", "8 kW"),
        ("经办", "本人"),
        ("属实", "是"),
    ]
    assert [each.chinese for each in SEEN.missing] == ["电话", "房产证"]
    assert "还没有提交" in str(SEEN.state)
    handed_in = APPLICATION.model_copy(update={"number": "261122-0042-7"})
    assert "261122-0042-7" in str(filled("v-42", FORM, handed_in).state)
    assert "张三丰" not in repr(SEEN)


def test_that_there_is_a_form_and_what_it_lacks_stands_beside_the_visitor() -> None:
    said = {label.chinese: words.chinese for label, words in rows(desk_of_an_applicant())}
    assert said["填单"] == "过户，还缺 2 项"


def test_who_filled_in_nothing_has_no_form_to_see() -> None:
    assert rules.why_not(desk_serving(), Action.FORM) is not None
    assert rules.why_not(desk_of_an_applicant(), Action.FORM) is None


def test_a_form_is_put_away_by_any_key_of_the_work_and_when_somebody_else_is_here() -> None:
    assert desk_with_the_form().filled == SEEN
    assert rules.hide(desk_with_the_form()).filled is None
    assert rules.lost(desk_with_the_form()).filled is None
    other = desk_with_the_form(replace(SEEN, visit="v-7"))
    assert (other.filled, other.said.words) == (None, sayings.VISIT_CHANGED)
    assert desk_with_the_form(None).said.words == sayings.NO_FORM


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Done("v-42", "A042"), sayings.DONE[Action.PRINT_MISSING]),
        (NotPrinted(), sayings.NOT_PRINTED),
        (NotPrinted(perhaps=True), sayings.PERHAPS_PRINTED),
    ],
)
def test_what_is_missing_is_printed_and_what_became_of_the_paper_is_said(
    outcome: Done | NotPrinted, said: object
) -> None:
    asking = rules.take_with_form(desk_with_the_form(), Action.PRINT_MISSING, "k2")
    assert isinstance(asking.press, Press)
    assert asking.press.given == {"application": "P1"}
    assert rules.answered(asking, asking.press, outcome).said.words == said
    assert rules.take_with_form(desk_serving(), Action.PRINT_MISSING, "k3").press is None


async def test_the_form_lies_over_the_work_with_what_is_missing_first() -> None:
    app = StillApp(desk_with_the_form())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FilledScreen)
        text = str(app.screen.query_one("#notes-text", Static).content)
        assert text.index("- 电话") < text.index("张三丰")


def test_a_document_says_how_many_pictures_there_are_of_it() -> None:
    page = shapes.Attached(document="deed", page=1, media="image/jpeg", size=9)
    pages = [page, page.model_copy(update={"page": 2})]
    there = filled("v-42", FORM, APPLICATION.model_copy(update={"attached": pages}))
    assert [each.chinese for each in there.papers] == ["身份证（已勾选）", "房产证（照片 2 页）"]


def test_a_form_is_withdrawn_only_after_a_question() -> None:
    asked_first = rules.take_with_form(desk_with_the_form(), Action.WITHDRAW, "k2")
    assert (asked_first.press, asked_first.filled) == (None, None)
    assert "撤回删除 A042 申请" in asked_first.said.words.chinese
    sent = rules.confirm(asked_first).press
    assert sent is not None
    assert (sent.action, sent.visit, sent.given) == (Action.WITHDRAW, "v-42", {"application": "P1"})
    left = rules.cancel(asked_first)
    assert (left.press, left.question) == (None, None)
    assert "没有撤回" in left.said.words.chinese
