"""What a page sends: the messages of the terminal in it, and everything else."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.staff.browser.typed import (
    CELLS_MAX,
    BadMessageError,
    Keys,
    Looked,
    Ping,
    Resized,
    read,
)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (["stdin", "n"], Keys("n")),
        (["stdin", "\x1b[15~"], Keys("\x1b[15~")),
        (["resize", {"width": 111, "height": 30}], Resized(111, 30)),
        (["resize", {"width": -4, "height": 10**9}], Resized(1, CELLS_MAX)),
        (["focus"], Looked(at=True)),
        (["blur"], Looked(at=False)),
        (["ping", "17"], Ping("17")),
    ],
)
def test_each_message_of_the_page_is_understood(sent: list[object], meant: object) -> None:
    assert read(json.dumps(sent)) == meant


@pytest.mark.parametrize(
    "sent",
    ["", "n", "{}", "[]", '["stdin"]', '["stdin", 4]', '["resize", {}]', '["quit"]', "[" * 60_000],
)
def test_anything_else_is_refused_by_name(sent: str) -> None:
    with pytest.raises(BadMessageError):
        read(sent)


@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_no_text_breaks_it(sent: str) -> None:
    with contextlib.suppress(BadMessageError):
        read(sent)
