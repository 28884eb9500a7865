"""Why a wish was not granted, as the address of the page says it: for a while, and for a state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.mobile.refused import Refused, read_refused

MINUTE_MS = 60_000
REFUSED = Refused("delay", "not_waiting", "called", 1_790_000_000_000)

words = st.from_regex(r"[a-z_]{1,40}", fullmatch=True)


@given(st.sampled_from(["delay", "leave", "rate"]), words, words, st.integers(0, 10**14))
def test_what_is_written_is_read(wish, code: str, state: str, at: int):
    refused = Refused(wish, code, state, at)
    assert read_refused(refused.text()) == refused


@pytest.mark.parametrize(
    "text",
    [
        "",
        "delay",
        "fly.x.waiting.1",
        "delay.<b>.waiting.1",
        "delay.x.waiting.-1",
        f"delay.{'x' * 41}.waiting.1",
        "delay.x.waiting.1\n",
        "delay.x.waiting.१",
    ],
)
def test_what_no_server_of_ours_wrote_says_nothing(text: str):
    assert read_refused(text) is None


@given(st.text())
def test_whatever_stands_in_an_address_is_survived(text: str):
    read_refused(text)


def test_it_is_news_until_the_state_changes():
    assert REFUSED.is_news("called", REFUSED.at + 1)
    assert not REFUSED.is_news("serving", REFUSED.at + 1)


def test_it_is_news_for_ten_minutes():
    assert REFUSED.is_news("called", REFUSED.at + 10 * MINUTE_MS - 1)
    assert not REFUSED.is_news("called", REFUSED.at + 10 * MINUTE_MS)
    assert not REFUSED.is_news("called", REFUSED.at - 1)
