"""The reader through a good day, on its twin in virtual time."""

import asyncio
import logging

import pytest

from drivers import virtualtime
from drivers.contract import AgeBand, Health, IdentityCard
from drivers.reader.sam.options import SamOptions
from drivers.reader.sam.twin import SamTwin

LONG_S = 20.0


def test_a_card_is_reported_once_however_long_it_lies(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card(
                name="甲乙", number="11010519491231002X", valid_to="长期", address="某街1号"
            )
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert [event.card for event in at.cards] == [
                IdentityCard(
                    document="citizen",
                    age_band=AgeBand.SEVENTY_PLUS,
                    name="甲乙",
                    number="11010519491231002X",
                    sex="female",
                    valid_to="long_term",
                )
            ]
            assert at.twin.glass.reads == 1
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_card_lifted_and_laid_again_is_reported_again(desk):
    async def story():
        async with desk() as at:
            for times in range(1, 4):
                at.twin.lay_card()
                await at.until_cards(times)
                at.twin.lift_card()
                await asyncio.sleep(1.0)

    virtualtime.run(story())


def test_a_card_changed_between_two_searches_is_reported(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card(name="甲")
            await at.until_cards(1)
            at.twin.lay_card(name="乙")
            await at.until_cards(2)
            assert [event.card.name for event in at.cards] == ["甲", "乙"]

    virtualtime.run(story())


@pytest.mark.parametrize("document", ["hmt_permit", "foreigner_2017", "foreigner_2023"])
def test_every_document_is_reported_by_its_kind(desk, document):
    async def story():
        async with desk() as at:
            at.twin.lay_card(document=document)
            await at.until_cards(1)
            assert at.cards[0].card.document == document
            assert at.cards[0].card.age_band is AgeBand.ADULT

    virtualtime.run(story())


def test_nothing_but_the_reduced_card_leaves_the_driver(desk, caplog):
    async def story():
        async with desk() as at:
            at.twin.photo = b"\xabPHOTO" * 170 + bytes(4)
            at.twin.lay_card(address="某街1号", birth="19880616")
            await at.until_cards(1)
            fields = {slot: getattr(at.cards[0].card, slot) for slot in IdentityCard.__slots__}
            assert set(fields) - {"address"} == {
                *("document", "age_band", "name", "number", "sex", "valid_to")
            }
            assert fields["address"] == ""
            assert "某街" not in str(fields)
            assert "林" not in repr(at.events)

    with caplog.at_level(logging.DEBUG):
        virtualtime.run(story())
    for personal in ("林", "1988", "110199", "某街", "PHOTO"):
        assert personal not in caplog.text


def test_the_reader_is_not_asked_more_often_than_published(desk):
    class CountingTwin(SamTwin):
        heard = 0

        def receive(self, data):
            self.heard += 1
            return super().receive(data)

    async def story():
        async with desk(CountingTwin()) as at:
            await asyncio.sleep(30.0)
            return at.twin.heard

    assert 50 < virtualtime.run(story()) <= 30.0 / 0.3 + 2


def test_reading_takes_the_second_that_the_sam_needs(desk):
    async def story():
        loop = asyncio.get_running_loop()
        async with desk(SamTwin(read_s=2.0)) as at:
            await at.until_health(Health.ONLINE)
            at.twin.lay_card()
            laid_s = loop.time()
            await at.until_cards(1)
            return loop.time() - laid_s

    assert 2.0 < virtualtime.run(story()) < 2.6


@pytest.mark.parametrize(
    "options",
    [{"poll_interval_s": 0.2}, {"read_timeout_s": 0}, {"attempts_max": 0}],
)
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        SamOptions(**options)
