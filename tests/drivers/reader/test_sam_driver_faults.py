"""The reader through bad days, on its twin in virtual time."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from drivers import virtualtime
from drivers.contract import (
    CardTrouble,
    CardTroubled,
    Context,
    Health,
    HealthChanged,
    WireLostError,
)
from drivers.reader.sam.driver import SamReader
from drivers.reader.sam.frames import FIND, PREAMBLE, READ, SELECT, STATUS, Answer, encode
from drivers.reader.sam.options import SamOptions
from drivers.reader.specimen import make_specimen
from drivers.reader.sw3 import Sw3
from drivers.transports.capture import Piece, ReplayWire
from drivers.wire import Side

LONG_S = 20.0


@pytest.mark.parametrize("code", ["31", "32", "33", "3F", "40", "41", "47", "77", "91"])
def test_a_failed_read_is_tried_again_while_the_card_lies_and_logged_once(desk, caplog, code):
    async def story():
        async with desk() as at:
            at.twin.act("refuse", sw3=code, command="read text and photo")
            at.twin.lay_card()
            await asyncio.sleep(LONG_S)
            assert at.cards == []
            at.twin.act("stop_refusing")
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())
    (record,) = caplog.records
    assert f"({code})" in record.message


def test_a_card_pulled_before_it_was_read_is_read_when_it_comes_back(desk):
    async def story():
        async with desk() as at:
            at.twin.act("pull_at_read")
            at.twin.lay_card()
            await at.until(lambda: not at.twin.glass.card)
            await asyncio.sleep(2.0)
            assert at.cards == []
            at.twin.lay_card()
            await at.until_cards(1)

    virtualtime.run(story())


def test_a_card_that_cannot_be_selected_is_tried_again(desk, caplog):
    async def story():
        async with desk() as at:
            at.twin.act("refuse", sw3="81", command="select card")
            at.twin.lay_card()
            await asyncio.sleep(LONG_S)
            at.twin.act("stop_refusing")
            await at.until_cards(1)

    virtualtime.run(story())
    assert [record.message for record in caplog.records] == [
        "identity card not accepted: select failed (81)"
    ]


def test_a_read_whose_answer_was_garbled_is_repeated_though_the_sam_thinks_it_done(desk):
    async def story():
        async with desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.lay_card()
            await at.until(lambda: at.twin.glass.stage == "selected")
            at.twin.act("garble", answers=1)
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1
            assert at.twin.glass.reads == 2
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_few_garbled_answers_are_no_loss_of_the_reader(desk):
    async def story():
        async with desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("garble", answers=2)
            await asyncio.sleep(LONG_S)
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_garbage_before_every_preamble_is_survived(desk):
    async def story():
        async with desk() as at:
            at.twin.act("add_garbage", garbage="00FFAAAAAA96AA", answers=10_000)
            at.twin.lay_card()
            await at.until_cards(1)
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_preamble_in_the_photo_is_part_of_the_photo(desk):
    async def story():
        async with desk() as at:
            at.twin.photo = PREAMBLE * 204 + b"\xaa" * 4
            at.twin.lay_card()
            await at.until_cards(1)
            assert at.twin.glass.reads == 1

    virtualtime.run(story())


def test_a_silent_reader_is_lost_once_and_back_once(desk):
    async def story():
        async with desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.silent = True
            await at.until_health(Health.OFFLINE)
            await asyncio.sleep(LONG_S)
            at.twin.silent = False
            await at.until_health(Health.ONLINE)
            await asyncio.sleep(LONG_S)
            assert at.healths == [Health.ONLINE, Health.OFFLINE, Health.ONLINE]

    virtualtime.run(story())


def test_a_reported_card_is_not_reported_again_after_a_silence(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card()
            await at.until_cards(1)
            at.twin.silent = True
            await at.until_health(Health.OFFLINE)
            at.twin.silent = False
            await at.until_health(Health.ONLINE)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1

    virtualtime.run(story())


def test_a_card_whose_read_fell_into_a_silence_is_reported_afterwards(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card()
            await at.until(lambda: at.twin.glass.stage == "selected")
            at.twin.silent = True
            await at.until_health(Health.OFFLINE)
            assert at.twin.glass.stage == "read"
            at.twin.silent = False
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1

    virtualtime.run(story())


@pytest.mark.parametrize("code", ["10", "11", "21", "23", "24", "60", "66"])
@pytest.mark.parametrize("command", ["SAM status", "find card", "read text and photo", ""])
def test_a_reader_that_refuses_is_reported_broken_once_and_well_once(desk, code, command):
    async def story():
        async with desk() as at:
            at.twin.act("refuse", sw3=code, command=command)
            at.twin.lay_card()
            await at.until_health(Health.HARDWARE_ERROR)
            await asyncio.sleep(LONG_S)
            assert at.healths[-1] is Health.HARDWARE_ERROR
            assert at.details[-1].endswith(f"({code})")
            before = len(at.healths)
            at.twin.act("stop_refusing")
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert at.healths[before:] == [Health.ONLINE]

    virtualtime.run(story())


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ({"letter": "Z"}, "unsupported document (type letter 'Z')"),
        ({"number": "110105194912310021"}, "citizen: the number does not pass its check"),
        ({"birth": "19880617"}, "the number tells another birth date than the card"),
        ({"sex": "1"}, "the number tells another sex than the card"),
    ],
)
def test_a_card_that_makes_no_sense_is_logged_once_and_not_reported(desk, caplog, card, why):
    async def story():
        async with desk() as at:
            at.twin.lay_card(**card)
            await asyncio.sleep(LONG_S)
            assert at.cards == []
            assert at.healths == [Health.ONLINE]
            at.twin.lay_card()
            await at.until_cards(1)

    virtualtime.run(story())
    assert [record.message for record in caplog.records] == [f"identity card not accepted: {why}"]


def test_a_text_block_of_a_wrong_length_is_logged_and_not_reported(desk, caplog):
    async def story():
        async with desk() as at:
            card = make_specimen()
            at.twin.glass.lay(dataclasses.replace(card, text=card.text + b"  "))
            await asyncio.sleep(LONG_S)
            assert at.cards == []

    virtualtime.run(story())
    (record,) = caplog.records
    assert record.message.endswith("text block of 258 bytes instead of 256")


def test_an_answer_whose_lengths_do_not_add_up_is_logged_and_not_reported(caplog):
    said = [
        (STATUS, Answer(Sw3.OK)),
        (FIND, Answer(Sw3.CARD_FOUND, bytes(4))),
        (SELECT, Answer(Sw3.OK, bytes(8))),
        (READ, Answer(Sw3.OK, bytes(20))),
    ]
    wire = ReplayWire(
        [
            Piece(0.0, side, encode(frame))
            for turn in said
            for side, frame in zip(Side, turn, strict=True)
        ]
    )
    events = []
    reader = SamReader(wire, SamOptions(), Context(events.append, dt.datetime.now))
    with pytest.raises(WireLostError, match="at its end"):
        virtualtime.run(reader.run())
    (record,) = caplog.records
    assert record.message.endswith("20 bytes, and their lengths do not add up")
    why = "20 bytes, and their lengths do not add up"
    assert events == [
        HealthChanged(Health.ONLINE),
        CardTroubled(CardTrouble.UNREADABLE, why),
    ]


def test_a_reader_unplugged_in_the_middle_of_a_frame_is_a_lost_wire(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card()
            await at.until(lambda: at.twin.glass.stage == "read")
            await asyncio.sleep(0.03)
            await at.device_end.close()
            with pytest.raises(WireLostError):
                await at.running
            assert at.cards == []

    virtualtime.run(story())
