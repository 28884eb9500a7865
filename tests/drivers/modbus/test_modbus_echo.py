"""A wire that gives back what is said on it, and what is left of that."""

import asyncio
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.modbus.echo import EchoFilter

QUESTION = bytes.fromhex("0101000000083DCC")
ANSWER = bytes.fromhex("010101019048")
ORDER = bytes.fromhex("01050001FF00DDFA")


class Pieces:
    """A wire on which these pieces arrive, one with each read."""

    def __init__(self):
        self.arriving = []

    async def write(self, data):
        pass

    async def read(self, _within_s):
        return self.arriving.pop(0) if self.arriving else b""

    async def close(self):
        pass


def cuts():
    return st.lists(st.integers(0, 30), max_size=4)


def pieces_of(data, places):
    edges = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


async def say(wire, filtered, said, heard, places=(), *, alike=False):
    """Say something, and return what is heard of `heard` behind the filter."""
    filtered.answered_alike = alike
    wire.arriving = pieces_of(heard, places)
    await filtered.write(said)
    return b"".join([await filtered.read(0) for _piece in range(len(wire.arriving))])


@settings(max_examples=40)
@given(cuts(), cuts())
def test_on_a_wire_that_echoes_answers_are_heard_once_in_any_cut(first, second):
    async def scene():
        wire = Pieces()
        filtered = EchoFilter(wire)
        assert await say(wire, filtered, QUESTION, QUESTION + ANSWER, first) == ANSWER
        assert await say(wire, filtered, ORDER, ORDER + ORDER, second, alike=True) == ORDER

    asyncio.run(scene())


@settings(max_examples=40)
@given(cuts(), cuts())
def test_on_a_wire_that_does_not_nothing_is_taken_away(first, second):
    async def scene():
        wire = Pieces()
        filtered = EchoFilter(wire)
        assert await say(wire, filtered, QUESTION, ANSWER, first) == ANSWER
        assert await say(wire, filtered, ORDER, ORDER, second, alike=True) == ORDER

    asyncio.run(scene())


async def test_the_echo_of_an_order_is_no_confirmation_once_the_wire_is_known_to_echo():
    wire = Pieces()
    filtered = EchoFilter(wire)
    await say(wire, filtered, QUESTION, QUESTION)
    assert await say(wire, filtered, ORDER, ORDER, alike=True) == b""


async def test_a_spoilt_echo_hides_no_answer():
    wire = Pieces()
    filtered = EchoFilter(wire)
    await say(wire, filtered, QUESTION, QUESTION + ANSWER)
    spoilt = ORDER[:5] + b"\x55" + ORDER[6:]
    heard = await say(wire, filtered, ORDER, spoilt + ORDER, (3, 7), alike=True)
    assert heard.endswith(ORDER)
