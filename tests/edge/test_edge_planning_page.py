"""What the page on planning a hall says is what the hall does."""

import re
from pathlib import Path

from edge.domain.admission import SERVICES_MAX
from edge.domain.refusals import RefusedError
from edge.domain.rights import Action, Role, may

PAGE = (Path(__file__).parent.parent.parent / "docs" / "planning.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("|")
    ]


def test_the_table_of_rights_is_that_of_the_code():
    table = {row[0].strip("`"): row[1:] for row in rows() if len(row) == 1 + len(Role)}
    assert table.pop("right") == list(Role)
    del table["---"]
    said = {action: [bool(tick) for tick in ticks] for action, ticks in table.items()}
    assert said == {action: [may(role, action) for role in Role] for action in Action}


def test_every_refusal_that_is_named_has_that_code():
    codes = {refusal.code for refusal in RefusedError.__subclasses__()}
    named = {
        row[0].strip("`") for row in rows() if re.fullmatch(r"`\w+`", row[0]) and len(row) == 3
    }
    assert named and named <= codes


def test_the_number_of_services_in_one_visit_is_named():
    assert SERVICES_MAX == 5
    assert "more than five services" in PAGE
