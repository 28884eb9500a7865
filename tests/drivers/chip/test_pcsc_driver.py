"""The chip card reader through good and bad days, on its twin in virtual time."""

import asyncio
import logging

import pytest

from drivers import virtualtime
from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.twin import make_twin
from drivers.contract import (
    CardTroubled,
    ChipCardKind,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    PurchaseCardRead,
    WireLostError,
)
from drivers.twins import UnknownActionError


def test_a_card_is_told_once_however_long_it_is_in(slot):
    async def story():
        async with slot() as at:
            at.twin.act("insert_card", card="purchase", customer="000000004711")
            await at.until(lambda: len(at.cards) == 2)
            await asyncio.sleep(60.0)
            seen, read = at.cards
            assert seen.card is ChipCardKind.PURCHASE
            assert read.card.customer == "000000004711"

    virtualtime.run(story())


def test_without_a_profile_a_purchase_card_is_unknown(slot):
    async def story():
        async with slot(profile=None) as at:
            at.twin.act("insert_card")
            await at.until(lambda: at.cards)
            assert [event.card for event in at.cards] == [ChipCardKind.UNKNOWN]

    virtualtime.run(story())


@pytest.mark.parametrize(
    ("goes", "comes", "health"),
    [
        ("pull_reader", "plug_reader", Health.NO_DEVICE),
        ("stop_pcscd", "start_pcscd", Health.OFFLINE),
    ],
)
def test_a_reader_or_service_that_goes_is_lost_once_and_back_once(slot, goes, comes, health):
    async def story():
        async with slot() as at:
            at.twin.act("insert_card", card="bank")
            await at.until(lambda: at.cards)
            at.twin.act(goes)
            await asyncio.sleep(30.0)
            at.twin.act(comes)
            await asyncio.sleep(30.0)
            assert at.healths == [Health.ONLINE, health, Health.ONLINE]
            assert len(at.cards) == 2  # the card in it is new to the reader

    virtualtime.run(story())


def test_a_card_that_another_program_holds_is_trouble_and_the_reader_busy(slot):
    async def story():
        async with slot() as at:
            at.twin.act("hold_card")
            at.twin.act("insert_card")
            await at.until(lambda: at.cards)
            assert isinstance(at.cards[0], CardTroubled)
            assert at.healths[-1] is Health.DEVICE_BUSY
            at.twin.act("pull_card")
            at.twin.act("let_go_of_card")
            await at.until(lambda: at.healths[-1] is Health.ONLINE)

    virtualtime.run(story())


@pytest.mark.parametrize("action", [{"damaged": True}, {}])
def test_a_mute_card_and_one_pulled_at_the_read_are_trouble(slot, action):
    async def story():
        async with slot() as at:
            if not action:
                at.twin.act("pull_at_read", after=5)
            at.twin.act("insert_card", **action)
            await at.until(lambda: at.cards and isinstance(at.cards[-1], CardTroubled))
            assert not any(isinstance(event, PurchaseCardRead) for event in at.cards)
            at.twin.act("insert_card")
            await at.until(lambda: isinstance(at.cards[-1], PurchaseCardRead))
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_worker_that_hangs_is_lost_once_and_back_once(slot):
    async def story():
        async with slot() as at:
            at.twin.act("hang")
            await asyncio.sleep(60.0)
            with pytest.raises(DeviceSilentError):
                await at.driver.self_test()
            at.twin.act("go_on")
            await asyncio.sleep(60.0)
            assert at.healths == [Health.ONLINE, Health.OFFLINE, Health.ONLINE]

    virtualtime.run(story())


def test_a_worker_of_another_device_is_told_apart(slot):
    async def story():
        async with slot() as at:
            at.twin.serves = "scanner.camera"
            await at.until(lambda: at.healths[-1] is Health.HARDWARE_ERROR)
            assert at.events[-1].detail == (
                "the worker here serves scanner.camera, expected chip.pcsc"
            )

    virtualtime.run(story())


def test_a_garbled_message_costs_itself_and_nothing_else(slot):
    async def story():
        async with slot() as at:
            at.twin.act("garble")
            at.twin.act("insert_card", card="bank")
            at.twin.act("insert_card", card="unknown")
            await at.until(lambda: at.cards)
            assert [event.card for event in at.cards] == [ChipCardKind.UNKNOWN]

    virtualtime.run(story())


def test_the_self_test_says_what_the_worker_saw(slot):
    async def story():
        async with slot() as at:
            assert [found.said for found in await at.driver.self_test()] == [
                "pcscd answers",
                "readers: Twin Reader 00 00",
            ]
            at.twin.act("pull_reader")
            assert [found.ok for found in await at.driver.self_test()] == [True, False]

    virtualtime.run(story())


def test_what_the_worker_cannot_do_is_refused_by_name(slot):
    async def story():
        async with slot() as at:
            with pytest.raises(DeviceRefusedError, match=r"worker cannot scan \(unknown\)"):
                await at.driver.ask_worker("scan", on=True)

    virtualtime.run(story())


def test_the_loss_of_the_worker_ends_a_verb_at_once(slot):
    async def story():
        async with slot() as at:
            await at.device_end.close()
            with pytest.raises(WireLostError):
                await at.driver.self_test()

    virtualtime.run(story())


def test_no_number_reaches_log_or_repr(slot, caplog):
    async def story():
        async with slot() as at:
            at.twin.act("insert_card", customer="000000004711", meter="000000000815")
            await at.until(lambda: len(at.cards) == 2)
            return repr(at.events) + str(at.twin.look())

    with caplog.at_level(logging.DEBUG):
        shown = virtualtime.run(story()) + caplog.text
    assert "4711" not in shown
    assert "0815" not in shown


def test_the_panel_shows_card_reader_and_service(profile_file):
    twin = make_twin({"profile": str(profile_file)})
    twin.act("insert_card", card="bank")
    twin.act("stop_pcscd")
    shown = twin.look()
    assert (shown["card"], shown["pcscd"], shown["health"]) == ("bank", False, "offline")
    with pytest.raises(UnknownActionError):
        twin.act("dance")


@pytest.mark.parametrize("option", ["heartbeat_s", "reply_timeout_s", "busy_s"])
def test_an_option_out_of_bounds_is_named(option):
    with pytest.raises(ValueError, match=f"{option}: 0 is not above 0"):
        PcscOptions(**{option: 0})
