"""Cards that give nothing, cards left lying, and addresses: what the visitor is told, and when."""

import asyncio

import pytest

from drivers import virtualtime
from drivers.contract import CardTrouble, CardTroubled, Health, IdentityCard
from drivers.reader.sam.frames import READ_ADDRESS, encode
from drivers.reader.sam.options import SamOptions
from drivers.reader.sam.twin import SamTwin
from drivers.reader.sw3 import READER_FAULTS, SW3_MEANINGS, Sw3

LONG_S = 20.0
CARD_REFUSALS = sorted({*Sw3} - READER_FAULTS - {Sw3.OK, Sw3.CARD_FOUND})


@pytest.mark.parametrize("sw3", CARD_REFUSALS, ids=lambda sw3: sw3.name)
def test_an_unreadable_card_is_told_of_once_each_time_it_is_laid(desk, sw3):
    async def story():
        async with desk() as at:
            for times in (1, 2):
                at.twin.act("lay_unreadable_card", sw3=f"{sw3:02X}")
                await asyncio.sleep(LONG_S)
                why = f"{SW3_MEANINGS[sw3]} ({sw3:02X})"
                told = [event for event in at.events if isinstance(event, CardTroubled)]
                assert told == [CardTroubled(CardTrouble.UNREADABLE, why)] * times
                at.twin.act("lift_card")
                await asyncio.sleep(2.0)
            assert at.cards == []
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_card_moved_too_soon_is_told_of_when_it_is_gone(desk):
    async def story():
        async with desk() as at:
            at.twin.act("pull_at_read")
            at.twin.lay_card()
            await asyncio.sleep(LONG_S)
            assert at.troubles == [CardTrouble.UNREADABLE]

    virtualtime.run(story())


def test_a_card_read_at_the_second_attempt_is_no_trouble(desk):
    async def story():
        async with desk() as at:
            at.twin.act("refuse", sw3="41", command="read text and photo")
            at.twin.lay_card()
            await at.until(lambda: at.twin.last_command == "read text and photo")
            at.twin.act("stop_refusing")
            await at.until_cards(1)
            await asyncio.sleep(3.0)
            assert at.troubles == []

    virtualtime.run(story())


def test_an_unknown_document_is_unsupported_and_never_guessed(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card(letter="K")
            await asyncio.sleep(LONG_S)
            (trouble,) = [event for event in at.events if isinstance(event, CardTroubled)]
            assert trouble.trouble is CardTrouble.UNSUPPORTED
            assert "'K'" in trouble.detail
            assert at.cards == []

    virtualtime.run(story())


def test_a_card_whose_number_is_wrong_is_unreadable_and_nothing_of_it_is_told(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card(number="110105194912310021")
            await asyncio.sleep(LONG_S)
            (trouble,) = [event for event in at.events if isinstance(event, CardTroubled)]
            assert trouble.trouble is CardTrouble.UNREADABLE
            assert "1101" not in trouble.detail

    virtualtime.run(story())


@pytest.mark.parametrize("newest_address", ["", "新址路8号"])
def test_a_card_left_lying_is_told_of_once(desk, newest_address):
    async def story():
        async with desk() as at:
            at.twin.lay_card(newest_address=newest_address)
            await at.until_cards(1)
            await asyncio.sleep(9.0)
            assert at.troubles == []
            await asyncio.sleep(60.0)
            assert at.troubles == [CardTrouble.LEFT]
            assert (len(at.cards), at.twin.glass.reads) == (1, 1)

    virtualtime.run(story())


def test_a_card_that_was_taken_away_is_not_called_left(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card()
            await at.until_cards(1)
            at.twin.lift_card()
            await asyncio.sleep(60.0)
            assert at.troubles == []

    virtualtime.run(story())


def test_a_reader_that_forgets_a_read_card_says_nothing_of_one_left(desk):
    async def story():
        async with desk() as at:
            at.twin.act("forget_when_searching")
            at.twin.lay_card()
            await at.until_cards(1)
            await asyncio.sleep(60.0)
            assert at.troubles == []

    virtualtime.run(story())


@pytest.mark.parametrize("sw3", ["21", "23", "24"])
def test_a_reader_without_that_question_is_well_and_says_nothing_of_cards_left(desk, sw3):
    async def story():
        async with desk() as at:
            at.twin.act("refuse", sw3=sw3, command="read newest address")
            at.twin.lay_card()
            await at.until_cards(1)
            await asyncio.sleep(60.0)
            assert at.troubles == []
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_reader_that_does_not_answer_that_question_is_asked_it_once_and_is_not_lost(desk):
    class CountingTwin(SamTwin):
        asked = 0

        def receive(self, data):
            self.asked += data == encode(READ_ADDRESS)
            return super().receive(data)

    async def story():
        async with desk(CountingTwin()) as at:
            at.twin.act("ignore", command="read newest address")
            for times in (1, 2):
                at.twin.lay_card()
                await at.until_cards(times)
                await asyncio.sleep(LONG_S)
            assert at.twin.asked == 1
            assert at.troubles == []
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_hall_that_does_not_mind_cards_left_never_asks(desk):
    async def story():
        async with desk(options=SamOptions(left_after_s=0.0)) as at:
            at.twin.lay_card()
            await at.until_cards(1)
            commands = set()
            async with asyncio.timeout(60.0):
                while at.twin.glass.searches < 100:
                    commands.add(at.twin.last_command)
                    await asyncio.sleep(0.05)
            assert "read newest address" not in commands

    virtualtime.run(story())


@pytest.mark.parametrize(
    ("card", "address"),
    [
        ({"address": "旧址路1号", "newest_address": "新址路8号"}, "新址路8号"),
        ({"address": "旧址路1号"}, "旧址路1号"),
        ({"document": "hmt_permit", "address": "旧址路2号"}, "旧址路2号"),
    ],
)
def test_a_hall_that_asks_for_it_gets_the_newest_address(desk, card, address):
    async def story():
        async with desk(options=SamOptions(with_address=True)) as at:
            at.twin.lay_card(**card)
            await at.until_cards(1)
            assert at.cards[0].card.address == address
            assert "址" not in repr(at.events)

    virtualtime.run(story())


@pytest.mark.parametrize("sw3", ["41", "21", "60"])
def test_an_address_that_cannot_be_asked_for_is_left_empty_and_the_card_is_read(desk, sw3):
    async def story():
        async with desk(options=SamOptions(with_address=True)) as at:
            at.twin.act("refuse", sw3=sw3, command="read newest address")
            at.twin.lay_card()
            await at.until_cards(1)
            assert at.cards[0].card.address == ""

    virtualtime.run(story())


def test_a_reader_falling_silent_at_the_address_still_gives_the_card(desk):
    async def story():
        async with desk(options=SamOptions(with_address=True)) as at:
            at.twin.lay_card()
            await at.until(lambda: at.twin.glass.stage == "read")
            at.twin.silent = True
            await at.until_cards(1)
            assert at.cards[0].card.address == ""
            await at.until_health(Health.OFFLINE)

    virtualtime.run(story())


def test_a_foreigner_has_no_address_on_the_card_and_nobody_asks_for_one(desk):
    async def story():
        async with desk(options=SamOptions(with_address=True)) as at:
            at.twin.lay_card(document="foreigner_2023")
            await at.until_cards(1)
            assert type(at.cards[0].card) is IdentityCard

    virtualtime.run(story())
