"""The forms that come with the product, and what is said of a form file that is wrong."""

import itertools
from pathlib import Path

import pytest

from edge.config import ConfigError
from edge.domain.forms import Form, asked
from edge.settings.forms import read_form

SHIPPED = sorted((Path(__file__).parents[2] / "config" / "forms").glob("*.toml"))
LINES_ON_A_SCREEN = 8


def choices_of(form: Form) -> list[dict[str, str]]:
    """Return every way through the choices of a form."""
    fields = [field for field in form.fields() if field.kind == "choice"]
    ways = itertools.product(*([choice.id for choice in field.choices] for field in fields))
    return [dict(zip([field.id for field in fields], way, strict=True)) for way in ways]


def test_seven_forms_are_shipped():
    assert [path.stem for path in SHIPPED] == [
        "capacity-change",
        "complaint",
        "consult",
        "meter-check",
        "name-change",
        "new-connection",
        "repair",
    ]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_form_can_be_used_and_speaks_both_languages(path: Path):
    form = read_form(path)
    assert form.id == path.stem
    for named in (form, *form.parts, *form.fields(), *form.documents):
        assert named.name and named.name_english
    for field in form.fields():
        assert bool(field.hint) == bool(field.hint_english)
        assert all(choice.name and choice.name_english for choice in field.choices)


def test_a_fault_a_complaint_and_a_question_have_entries_and_need_no_name_on_paper():
    entries = {form.id: form for path in SHIPPED if (form := read_form(path)).entry}
    assert {name: form.entry for name, form in entries.items()} == {
        "complaint": "complaint",
        "consult": "consult",
        "repair": "repair",
    }
    assert not any(form.signed or form.documents for form in entries.values())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_screen_of_a_shipped_form_asks_too_much_at_once(path: Path):
    form = read_form(path)
    for answers in choices_of(form):
        for part in asked(form, answers):
            assert len(part.fields) <= LINES_ON_A_SCREEN, (part.id, answers)


WRONG = [
    ("id = ", "Invalid value"),
    ('id = "x"\nnmae = "x"', "unknown key 'nmae'; the nearest known is 'name'"),
    (
        'id = "x"\nname = "x"\nname_english = "x"\n[[parts]]\nid = "p"\nname = "p"\n'
        'name_english = "p"\n[[parts.fields]]\nid = "f"\nkind = "txt"\nname = "f"\n'
        'name_english = "f"',
        "parts[1].fields[1].kind",
    ),
    ('id = "x"\nname = "x"\nname_english = "x"\nparts = []', "a form asks something"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_wrong_form_file_is_told_with_file_and_place(tmp_path: Path, text: str, told: str):
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_form(path)
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)
