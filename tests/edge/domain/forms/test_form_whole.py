"""A form with its answers: what is asked, what stands, what is missing, and broken forms."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.forms import (
    Choice,
    Field,
    Form,
    FormDocument,
    Part,
    asked,
    checked,
    form_mistakes,
    kept,
    missing_of,
    mistakes_of,
)

BODIES = (Choice("person", "个人", "Person"), Choice("company", "企业", "Company"))
HOW = (Choice("more", "增", "More"), Choice("less", "减", "Less"))
BODY = Field("body", "choice", "身份", "Who", choices=BODIES)
NAME = Field("name", "text", "姓名", "Name", when={"body": ("person",)})
TITLE = Field("title", "text", "全称", "Title", when={"body": ("company",)})
EMAIL = Field("remark", "text", "备注", "Remark", required=False)
CAPACITY = Part(
    "capacity",
    "容量",
    "Capacity",
    (
        Field("how", "choice", "增减", "How", choices=HOW),
        Field("now", "number", "现有", "Now", when={"how": ("more",)}),
        Field("then", "number", "申请", "Then", when={"how": ("more",)}, above="now"),
    ),
    when={"body": ("company",)},
)
FORM = Form(
    "it",
    "申请",
    "Application",
    (Part("who", "申请人", "Applicant", (BODY, NAME, TITLE, EMAIL)), CAPACITY),
    documents=(
        FormDocument("card", "身份证", "Identity card", {"body": ("person",)}, copies=1),
        FormDocument("licence", "执照", "Licence", {"body": ("company",)}),
        FormDocument("photo", "照片", "Photograph", required=False),
    ),
)
COMPANY = {"body": "company", "title": "某某公司", "how": "more", "now": "5", "then": "8"}


def names(answers: dict[str, str]) -> list[str]:
    return [field.id for part in asked(FORM, answers) for field in part.fields]


def test_what_is_asked_hangs_on_what_was_answered():
    assert names({}) == ["body", "remark"]
    assert names({"body": "person"}) == ["body", "name", "remark"]
    assert names({"body": "company"}) == ["body", "title", "remark", "how"]
    assert names(COMPANY) == ["body", "title", "remark", "how", "now", "then"]


def test_whoever_changes_their_mind_leaves_no_answers_behind():
    changed = kept(FORM, COMPANY | {"body": "person", "name": "张三"})
    assert changed == {"body": "person", "name": "张三"}
    assert kept(FORM, COMPANY | {"how": "less"}) == {
        "body": "company",
        "title": "某某公司",
        "how": "less",
    }


def test_right_answers_are_kept_while_a_wrong_one_is_told():
    answers, mistakes = checked(FORM, {"body": "person", "name": "", "now": "x", "bogus": "1"})
    assert answers == {"body": "person"}
    assert [(mistake.field, mistake.code) for mistake in mistakes] == [
        ("bogus", "unknown"),
        ("now", "number"),
    ]


def test_what_is_required_is_told_in_the_order_of_the_form():
    told = mistakes_of(FORM, {"body": "company", "how": "more", "then": "1"})
    assert [(mistake.field, mistake.code) for mistake in told] == [
        ("title", "required"),
        ("now", "required"),
    ]


def test_more_capacity_is_more_than_there_is():
    (told,) = mistakes_of(FORM, COMPANY | {"now": "8"})
    assert (told.field, told.code, told.details) == ("then", "not_above", {"than": "8"})
    assert not mistakes_of(FORM, COMPANY | {"now": "7.9"})


def test_everything_missing_is_told_at_once():
    missing = missing_of(FORM, {"body": "person"}, [], signed=False)
    assert [mistake.field for mistake in missing.mistakes] == ["name"]
    assert [document.id for document in missing.documents] == ["card"]
    assert missing.signature
    assert missing


def test_a_form_with_everything_lacks_nothing():
    assert not missing_of(FORM, COMPANY, ["licence"], signed=True)
    assert not missing_of(replace(FORM, signed=False), COMPANY, ["licence"], signed=False)


BROKEN = [
    (replace(FORM, parts=()), "parts: a form asks something"),
    (replace(FORM, parts=(Part("who", "", "", ()),)), "part 'who': has no fields"),
    (replace(FORM, parts=(CAPACITY, CAPACITY)), "part 'capacity': there are 2 of that id"),
    (
        replace(FORM, documents=(FormDocument("x", "", ""), FormDocument("x", "", ""))),
        "document 'x': there are 2 of that id",
    ),
]

WRONG_FIELDS = [
    (replace(BODY, choices=BODIES[:1]), "choices: there have to be two at least"),
    (replace(BODY, choices=(*BODIES, BODIES[0])), "choices: the same id twice"),
    (replace(EMAIL, choices=BODIES), "choices: a field of kind 'text' has none"),
    (replace(EMAIL, length_max=0), "length_max: between 1 and 4000"),
    (replace(EMAIL, least=2, most=1), "least: is more than most"),
    (replace(EMAIL, above="later"), "above: no field 'later' before it"),
    (replace(EMAIL, above="body"), "above: both have to be numbers"),
    (replace(EMAIL, when={"later": ("x",)}), "when: no field 'later' before it"),
    (replace(EMAIL, when={"body": ("robot",)}), "when: 'body' is never 'robot'"),
    (replace(EMAIL, when={"name": ("x",)}), "when: 'name' is no choice"),
]


@pytest.mark.parametrize(("form", "told"), BROKEN)
def test_a_form_that_cannot_be_is_told(form: Form, told: str):
    assert told in form_mistakes(form)


@pytest.mark.parametrize(("field", "told"), WRONG_FIELDS)
def test_a_field_that_cannot_be_is_told_with_its_name(field: Field, told: str):
    before = () if field.id == "body" else (BODY, NAME)
    form = Form("it", "", "", (Part("who", "", "", (*before, field)),))
    assert any(told in each and repr(field.id) in each for each in form_mistakes(form))


def test_the_example_is_a_form():
    assert form_mistakes(FORM) == []


ANSWERS = st.dictionaries(
    st.sampled_from([field.id for field in FORM.fields()]),
    st.sampled_from(["person", "company", "more", "less", "1", "2"]),
)


@given(ANSWERS)
def test_what_is_kept_is_asked_and_keeping_again_changes_nothing(answers: dict[str, str]):
    once = kept(FORM, answers)
    assert kept(FORM, once) == once
    assert set(once) <= set(names(once))
