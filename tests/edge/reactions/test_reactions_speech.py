"""What waits to be said: the most urgent first, in order, bounded, and nothing twice or lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from drivers.contract import Announcement
from edge.reactions.speech import Rank, SpeechQueue, ToSay

RANKS = st.lists(st.sampled_from(Rank), max_size=40)


def to_say(rank: Rank, name: object) -> ToSay:
    return ToSay(rank, 0.0, Announcement(str(name), "", ()), lambda: True)


def taken_out(queue: SpeechQueue) -> list[ToSay]:
    return list(iter(queue.next, None))


@given(RANKS)
def test_everything_is_taken_out_once_by_rank_and_then_in_order(ranks: list[Rank]):
    queue = SpeechQueue(1000)
    added = [to_say(rank, number) for number, rank in enumerate(ranks)]
    assert [queue.add(each) for each in added] == [None] * len(added)
    assert taken_out(queue) == sorted(added, key=lambda each: each.rank)


@given(RANKS, st.integers(1, 5))
def test_a_full_queue_gives_up_the_least_urgent_and_nothing_vanishes(ranks, waiting_max: int):
    queue = SpeechQueue(waiting_max)
    added = [to_say(rank, number) for number, rank in enumerate(ranks)]
    dropped = [gone for each in added if (gone := queue.add(each))]
    kept = taken_out(queue)
    assert len(kept) <= waiting_max
    assert {*kept, *dropped} == set(added)
    assert len(kept) + len(dropped) == len(added)
    if dropped:
        assert max(each.rank for each in kept) <= max(each.rank for each in dropped)


def test_the_oldest_of_equals_gives_way():
    queue = SpeechQueue(2)
    first, second, third = (to_say(Rank.CALL, number) for number in range(3))
    assert [queue.add(each) for each in (first, second, third)] == [None, None, first]


def test_a_hint_that_is_one_too_many_gives_way_itself():
    queue = SpeechQueue(1)
    queue.add(to_say(Rank.CALL, "call"))
    hint = to_say(Rank.HINT, "hint")
    assert queue.add(hint) is hint


def test_of_one_topic_only_the_newest_waits():
    queue = SpeechQueue(9)
    queue.add(to_say(Rank.CALL, "call"))
    for name in ("out", "back", "out again"):
        queue.add(replace(to_say(Rank.URGENT, name), topic="power"))
    assert [each.announcement.id for each in taken_out(queue)] == ["out again", "call"]
