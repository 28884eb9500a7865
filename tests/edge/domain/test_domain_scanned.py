"""What is shown to a scanner: a ticket, a form's code, a number, or nothing of the hall's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.scanned import Scanned, read_scanned

VISIT = "ABCDEFGH23456789"


@pytest.mark.parametrize(
    "shown",
    [
        VISIT,
        f" {VISIT}\r",
        f"ATRIUM:hall-1:{VISIT}",
        f"https://hall.example/m/{'A' * 32}#{VISIT}",
    ],
)
def test_every_code_on_a_ticket_names_its_visit(shown: str) -> None:
    assert read_scanned(shown) == Scanned(ticket=VISIT)


def test_the_code_of_a_form_is_read_with_what_is_taken_for_each_other() -> None:
    assert read_scanned("7K3M-9QXD") == Scanned(code="7K3M-9QXD")
    assert read_scanned("7k3m-9qxo") == Scanned(code="7K3M-9QX0")


def test_an_applications_number_is_read_where_its_check_digit_is_right() -> None:
    assert read_scanned("261122-0042-2") == Scanned(application="261122-0042-2")
    assert read_scanned("261122-0042-7") == Scanned()


@pytest.mark.parametrize("shown", ["12345678", "33012345678", "3301234567890"])
def test_digits_without_dashes_are_an_accounts_alone(shown: str) -> None:
    assert read_scanned(shown) == Scanned(account=shown)


@pytest.mark.parametrize(
    "shown", ["", "https://example.com/", "ATRIUM:1:" + "A" * 160, "二维码", "7K3M9QXD"]
)
def test_what_is_none_of_the_halls_means_nothing(shown: str) -> None:
    assert read_scanned(shown) == Scanned()


@given(st.text())
def test_any_text_means_one_thing_at_most(shown: str) -> None:
    read = read_scanned(shown)
    assert sum(map(bool, (read.ticket, read.code, read.application, read.account))) <= 1


def test_codes_and_accounts_are_in_no_repr() -> None:
    assert "7K3M" not in repr(read_scanned("7K3M-9QXD"))
    assert "3301" not in repr(read_scanned("3301234567"))
