"""A form as a telephone sends it, purely: what is taken of it, and what is said about the rest."""

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mobile_visits import WAITS

from edge.config import check_table
from edge.domain.mobile import on_telephone
from edge.mobile.filled import Form, filled, typed_in
from edge.mobile.page import FormShown, Pages
from edge.mobile.words import load_texts

FOLDER = Path(__file__).parents[2] / "config" / "forms"
FORMS = {
    file.stem: check_table(tomllib.loads(file.read_text(encoding="utf-8")), Form, file.name)
    for file in sorted(FOLDER.glob("*.toml"))
}
PHONE = [form for form in FORMS.values() if on_telephone(form)]
PAGES = Pages("/m")
SOME = st.text(max_size=60) | st.sampled_from(["yes", "no", "phone", "13800138000", "2026-11-22"])


def test_three_of_the_shipped_forms_are_for_telephones():
    assert {form.id for form in PHONE} == {"repair", "complaint", "consult"}


@pytest.mark.parametrize("form", PHONE, ids=lambda form: form.id)
def test_a_form_is_the_same_after_its_way_through_a_fact(form: Form):
    assert check_table(json.loads(json.dumps(asdict(form))), Form, "form") == form


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PHONE), st.dictionaries(st.text(max_size=12), SOME), st.data())
def test_whatever_is_sent_is_taken_or_named_once_at_a_field(form: Form, said, data):
    fields = [field.id for field in form.fields()]
    said |= {f"f-{name}": data.draw(SOME) for name in fields if data.draw(st.booleans())}
    typed = typed_in(form, said)
    read = filled(form, typed)
    wrong = [mistake.field for mistake in read.mistakes]
    assert set(read.answers) <= set(typed) <= set(fields)
    assert wrong == sorted(set(wrong), key=fields.index)
    assert not set(wrong) & set(read.answers)
    page = PAGES.form(FormShown(WAITS, form, "S", "k", typed, read.mistakes), "en", 0)
    assert all(f'id="wrong-{name}"' in page for name in wrong)


def test_a_name_that_is_no_field_is_not_looked_at():
    assert typed_in(FORMS["repair"], {"phone": "1", "f-nothing": "2", "f-phone": "3"}) == {
        "phone": "3"
    }


def test_what_was_answered_stands_in_no_repr():
    form = FORMS["repair"]
    typed = {"phone": "13800138000", "address": "River Road"}
    shown = repr(filled(form, typed)) + repr(FormShown(WAITS, form, "S", "k", typed))
    assert "13800138000" not in shown and "River Road" not in shown


def test_every_mistake_has_words():
    codes = (
        "required characters too_long digits number places too_small too_large choice date phone "
        "identity company account agreed not_above unknown"
    )
    texts = load_texts()["zh"]
    assert {f"mobile_wrong_{code}" for code in codes.split()} <= set(texts)


@pytest.mark.parametrize("form", PHONE, ids=lambda form: form.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_has_a_label_or_a_legend(form: Form, language: str):
    page = PAGES.form(FormShown(WAITS, form, "S", "k"), language, 0)
    assert page.count("<label class") + page.count("<legend>") == len([*form.fields()])
    assert " style=" not in page and "<script>" not in page
