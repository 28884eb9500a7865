"""The multi-function reader through good and bad days, on its twin in virtual time."""

import asyncio
import logging

import pytest

from drivers import virtualtime
from drivers.contract import (
    AgeBand,
    CardTrouble,
    CardTroubled,
    DeviceSilentError,
    Finding,
    Health,
    IdentityCard,
    WireLostError,
)
from drivers.reader.mfreader.frames import Answer, encode
from drivers.reader.mfreader.last_card import LastCard
from drivers.reader.mfreader.options import MfOptions
from drivers.reader.mfreader.probe import PROBE
from drivers.reader.mfreader.twin import MfTwin
from drivers.reader.text_block import Document

LONG_S = 20.0
BOTH_KINDS = pytest.mark.parametrize("read_again", [False, True], ids=["reads once", "reads again"])


@BOTH_KINDS
@pytest.mark.parametrize("part", ["all", "text"])
def test_a_card_is_reported_once_however_long_it_lies(mf_desk, read_again, part):
    async def story():
        async with mf_desk(options=MfOptions(part=part, left_after_s=0.0)) as at:
            at.twin.act("read_again", on=read_again)
            at.twin.act("lay_card", name="甲乙", number="11010519491231002X", valid_to="长期")
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
            assert at.healths == [Health.ONLINE]
            assert at.troubles == []

    virtualtime.run(story())


@pytest.mark.parametrize("document", Document)
def test_every_document_is_reported_by_its_kind(mf_desk, document):
    async def story():
        async with mf_desk() as at:
            at.twin.act("lay_card", document=str(document))
            await at.until_cards(1)
            assert at.cards[0].card.document == document

    virtualtime.run(story())


@BOTH_KINDS
def test_a_card_lifted_and_laid_again_is_reported_again(mf_desk, read_again):
    async def story():
        async with mf_desk() as at:
            at.twin.act("read_again", on=read_again)
            for times in range(1, 4):
                at.twin.act("lay_card")
                await at.until_cards(times)
                at.twin.act("lift_card")
                await asyncio.sleep(3.0)

    virtualtime.run(story())


def test_a_card_changed_between_two_searches_is_reported(mf_desk):
    async def story():
        async with mf_desk() as at:
            at.twin.act("lay_card", name="甲")
            await at.until_cards(1)
            at.twin.act("lay_card", name="乙")
            await at.until_cards(2)

    virtualtime.run(story())


@pytest.mark.parametrize(("read_again", "troubles"), [(False, []), (True, [CardTrouble.LEFT])])
def test_a_card_left_lying_is_told_of_where_the_reader_goes_on_reading_it(
    mf_desk, read_again, troubles
):
    async def story():
        async with mf_desk() as at:
            at.twin.act("read_again", on=read_again)
            at.twin.act("lay_card")
            await at.until_cards(1)
            await asyncio.sleep(60.0)
            assert at.troubles == troubles
            assert len(at.cards) == 1

    virtualtime.run(story())


@pytest.mark.parametrize("status", ["3100", "3300", "4000", "4100", "4700", "8100", "9100", "7777"])
def test_an_unreadable_card_is_told_of_once_each_time_it_is_laid(mf_desk, status):
    async def story():
        async with mf_desk() as at:
            for times in (1, 2):
                at.twin.act("lay_unreadable_card", status=status)
                await asyncio.sleep(LONG_S)
                assert at.troubles == [CardTrouble.UNREADABLE] * times
                at.twin.act("lift_card")
                await asyncio.sleep(3.0)
            assert at.cards == []
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_card_moved_too_soon_is_told_of_when_it_is_gone(mf_desk):
    async def story():
        async with mf_desk() as at:
            at.twin.act("pull_at_read")
            at.twin.act("lay_card")
            await asyncio.sleep(LONG_S)
            assert at.troubles == [CardTrouble.UNREADABLE]
            at.twin.act("lay_card")
            await at.until_cards(1)

    virtualtime.run(story())


@BOTH_KINDS
@pytest.mark.parametrize(
    ("card", "trouble"),
    [
        ({"letter": "K"}, CardTrouble.UNSUPPORTED),
        ({"number": "110105194912310021"}, CardTrouble.UNREADABLE),
    ],
)
def test_a_text_that_is_no_identity_is_told_of_once_and_never_guessed(
    mf_desk, read_again, card, trouble
):
    async def story():
        async with mf_desk() as at:
            at.twin.act("read_again", on=read_again)
            at.twin.act("lay_card", **card)
            await asyncio.sleep(LONG_S)
            assert at.troubles == [trouble]
            assert at.cards == []

    virtualtime.run(story())


@pytest.mark.parametrize("status", ["0001", "0003", "00F4", "00FE", "00FF", "2100", "6000", "6600"])
def test_a_reader_that_refuses_is_reported_broken_once_and_well_once(mf_desk, status):
    async def story():
        async with mf_desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("refuse", status=status, command="read identity card")
            at.twin.act("lay_card")
            await at.until_health(Health.HARDWARE_ERROR)
            await asyncio.sleep(LONG_S)
            assert at.details[-1].endswith(f"({status})")
            at.twin.act("stop_refusing")
            await at.until_cards(1)
            assert at.healths == [Health.ONLINE, Health.HARDWARE_ERROR, Health.ONLINE]
            assert at.troubles == []

    virtualtime.run(story())


@BOTH_KINDS
def test_a_card_whose_text_was_lost_on_the_line_is_read_anew(mf_desk, read_again):
    async def story():
        async with mf_desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("read_again", on=read_again)
            at.twin.act("garble", answers=1)
            at.twin.act("lay_card")
            await at.until_cards(1)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


@BOTH_KINDS
def test_a_reported_card_is_not_reported_again_after_a_silence(mf_desk, read_again):
    async def story():
        async with mf_desk() as at:
            at.twin.act("read_again", on=read_again)
            at.twin.act("lay_card")
            await at.until_cards(1)
            await asyncio.sleep(5.0)
            at.twin.silent = True
            await at.until_health(Health.OFFLINE)
            at.twin.silent = False
            await at.until_health(Health.ONLINE)
            await asyncio.sleep(LONG_S)
            assert len(at.cards) == 1

    virtualtime.run(story())


@pytest.mark.parametrize("garbage", ["00FF", "03", "02FF"])
def test_garbage_before_every_answer_is_survived(mf_desk, garbage):
    async def story():
        async with mf_desk() as at:
            at.twin.act("add_garbage", garbage=garbage, answers=10_000)
            at.twin.act("lay_card")
            await at.until_cards(1)
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_frames_in_the_photo_are_part_of_the_photo(mf_desk):
    async def story():
        async with mf_desk() as at:
            at.twin.photo = encode(Answer(0x8000)) * 146 + bytes(2)
            at.twin.act("lay_card")
            await at.until_cards(1)
            assert at.twin.glass.reads == 1

    virtualtime.run(story())


def test_nothing_but_the_reduced_card_leaves_the_driver(mf_desk, caplog):
    async def story():
        async with mf_desk() as at:
            at.twin.act("lay_card", address="某街1号")
            await at.until_cards(1)
            assert type(at.cards[0].card) is IdentityCard
            assert "林" not in repr(at.events)

    with caplog.at_level(logging.DEBUG):
        virtualtime.run(story())
    for personal in ("林", "1988", "110199", "某街"):
        assert personal not in caplog.text


def test_a_reader_unplugged_in_the_middle_of_a_frame_is_a_lost_wire(mf_desk):
    async def story():
        async with mf_desk() as at:
            at.twin.act("lay_card")
            await at.until(lambda: at.twin.glass.is_read)
            await asyncio.sleep(0.03)
            await at.device_end.close()
            with pytest.raises(WireLostError):
                await at.running
            assert at.cards == []

    virtualtime.run(story())


def test_the_self_test_says_what_it_saw_and_reports_a_card_that_it_read(mf_desk):
    async def story():
        async with mf_desk() as at:
            await at.until_health(Health.ONLINE)
            empty = await at.reader.self_test()
            assert empty[:2] == [
                Finding(True, "the reader answers, its version is MF-READER 1.0"),
                Finding(True, "it was told to beep once: listen whether it did"),
            ]
            assert empty[2].ok and "read none" in empty[2].said
            at.twin.act("lay_card")
            assert (await at.reader.self_test())[2] == Finding(True, "it read an identity card")
            assert len(at.cards) == 1
            assert at.twin.look()["beeps"] == 2

    virtualtime.run(story())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("6000", "it cannot look for an identity card: SAM self-test failed (6000)"),
        ("4100", "an identity card lies there and cannot be read: read failed (4100)"),
    ],
)
def test_the_self_test_says_what_the_reader_refuses_with(mf_desk, status, said):
    async def story():
        async with mf_desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("refuse", status=status)
            findings = await at.reader.self_test()
            assert [finding.ok for finding in findings] == [False] * 3
            assert findings[2].said == said

    virtualtime.run(story())


def test_the_self_test_of_a_silent_reader_ends_by_its_name(mf_desk):
    async def story():
        async with mf_desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.silent = True
            with pytest.raises(DeviceSilentError):
                await at.reader.self_test()

    virtualtime.run(story())


def test_a_reader_is_recognised_by_its_version():
    heard = MfTwin().receive(PROBE.question)
    assert PROBE.recognise(heard) == "multi-function reader, version MF-READER 1.0"
    said = "multi-function reader, which says: the reader does not know the command (00F4)"
    assert PROBE.recognise(encode(Answer(0x00F4))) == said


@pytest.mark.parametrize(
    "heard",
    [b"", PROBE.question, bytes.fromhex("AAAAAA96690004000090 94"), encode(Answer(0x7777))],
)
def test_silence_an_echo_and_other_devices_are_no_reader(heard):
    assert PROBE.recognise(heard) == ""


def test_the_same_text_is_a_new_card_only_when_nothing_was_found_for_a_while():
    last = LastCard()
    assert last.is_new(b"a")
    assert not last.is_new(b"a")
    last.nothing_found(1.0)
    assert not last.is_new(b"a")
    last.nothing_found(2.0)
    last.nothing_found(3.5)
    assert last.is_new(b"a")
    assert last.is_new(b"b")


def test_after_a_reset_the_same_text_is_the_same_card_once():
    last = LastCard()
    last.is_new(b"a")
    last.nothing_found(1.0)
    last.nothing_found(9.0)
    last.reader_was_reset()
    assert not last.is_new(b"a")
    last.nothing_found(10.0)
    last.nothing_found(19.0)
    assert last.is_new(b"a")


@pytest.mark.parametrize(
    "options",
    [{"part": "photo"}, {"poll_interval_s": 0}, {"card_attempts_max": 0}, {"left_after_s": -1}],
)
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        MfOptions(**options)


def test_a_troubled_card_says_why(mf_desk):
    async def story():
        async with mf_desk() as at:
            at.twin.act("lay_unreadable_card")
            await at.until(lambda: bool(at.troubles))
            (trouble,) = [event for event in at.events if isinstance(event, CardTroubled)]
            assert trouble.detail == "read failed (4100)"

    virtualtime.run(story())
