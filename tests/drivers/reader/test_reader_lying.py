"""The card on the glass, as far as a driver can know: told by what the reader answers, and when."""

import pytest

from drivers.contract import CardTrouble, CardTroubled
from drivers.reader.lying import GONE_AFTER_S, LyingCard

GONE_S = GONE_AFTER_S + 0.1


@pytest.fixture
def lying():
    return LyingCard(attempts_max=2, left_after_s=10.0)


def unreadable(why):
    return CardTroubled(CardTrouble.UNREADABLE, why)


def test_a_card_is_unreadable_after_its_last_attempt_and_that_is_said_once(lying):
    assert lying.failed("first", 0.0) is None
    assert lying.failed("second", 0.3) == unreadable("second")
    assert [lying.failed("more", 0.3 * at) for at in range(2, 9)] == [None] * 7


def test_a_card_taken_away_after_one_attempt_is_said_when_it_is_gone(lying):
    lying.failed("read failed (41)", 0.0)
    assert lying.nothing_found(0.3) is None
    assert lying.nothing_found(GONE_S) == unreadable("read failed (41)")
    assert lying.nothing_found(2 * GONE_S) is None


def test_a_card_that_comes_and_goes_at_the_edge_is_one_card(lying):
    said = []
    for at_s in range(20):
        said.append(lying.failed("read failed", at_s * 1.0))
        said.append(lying.nothing_found(at_s * 1.0 + 0.5))
    assert [trouble for trouble in said if trouble] == [unreadable("read failed")]


def test_the_next_card_is_told_of_again(lying):
    lying.failed("a", 0.0)
    assert lying.failed("a", 0.3) == unreadable("a")
    assert lying.nothing_found(GONE_S + 0.3) is None
    lying.failed("b", 5.0)
    assert lying.failed("b", 5.3) == unreadable("b")


def test_a_card_that_was_read_after_all_is_no_trouble(lying):
    lying.failed("a", 0.0)
    lying.read(0.5)
    assert lying.nothing_found(GONE_S + 0.5) is None


def test_whether_a_card_was_left_is_asked_once_and_in_time(lying):
    lying.read(1.0)
    assert [lying.left_is_due(at_s) for at_s in (1.0, 10.9, 11.0, 11.3, 99.0)] == [
        False,
        False,
        True,
        False,
        False,
    ]


def test_nobody_asks_after_a_card_that_was_not_accepted_or_has_a_successor(lying):
    lying.read(0.0, accepted=False)
    assert not lying.left_is_due(99.0)
    lying.read(100.0)
    lying.failed("the next one", 101.0)
    assert not lying.left_is_due(199.0)


def test_a_hall_that_does_not_mind_is_never_told_of_a_card_left():
    lying = LyingCard(attempts_max=2, left_after_s=0.0)
    lying.read(0.0)
    assert not lying.left_is_due(1e9)
