"""Newland scanners on good and bad days, in both languages, on their twin in virtual time."""

import asyncio

import pytest

from drivers import virtualtime
from drivers.contract import DeviceRefusedError, DeviceSilentError, Health
from drivers.scanner.newland.driver import NewlandOptions, NewlandScanner
from drivers.scanner.newland.twin import NewlandTwin

LONG_S = 20.0


@pytest.fixture(params=["text", "hex"])
def counter(request, desk):
    def open_counter(twin: NewlandTwin | None = None, **options):
        chosen = NewlandOptions(language=request.param, **options)
        return desk(NewlandScanner, twin or NewlandTwin(triggered=chosen.triggered), chosen)

    return open_counter


def told(story):
    virtualtime.run(story())


def test_a_triggered_scanner_reads_code_after_code(counter):
    async def story():
        async with counter() as at:
            for number in range(3):
                at.twin.act("scan", text=f"A00{number}")
                await at.until(lambda seen=number: len(at.texts) == seen + 1)
                await asyncio.sleep(1.0)
            assert at.texts == ["A000", "A001", "A002"]
            assert at.healths == [Health.ONLINE]

    told(story)


def test_a_scanner_whose_time_is_out_is_triggered_again(counter):
    async def story():
        async with counter() as at:
            at.twin.act("time_out")
            assert not at.twin.look()["scanning"]
            await asyncio.sleep(5.0)
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")

    told(story)


def test_a_scanner_told_to_rest_stays_dark(counter):
    async def story():
        async with counter() as at:
            await at.driver.set_scanning(False)
            await asyncio.sleep(LONG_S)
            assert not at.twin.look()["scanning"]
            at.twin.act("scan", text="A007")
            await asyncio.sleep(1.0)
            assert at.texts == []

    told(story)


def test_a_scanner_that_looks_by_itself_is_never_triggered(counter):
    async def story():
        async with counter(triggered=False) as at:
            await at.driver.set_scanning(False)
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            assert at.twin.look()["last_command"] in ("C11ENA*", "07 002A")

    told(story)


def test_a_scanner_that_refuses_is_a_hardware_error_and_still_reads(counter):
    async def story():
        async with counter(triggered=False) as at:
            at.twin.act("refuse")
            with pytest.raises(DeviceRefusedError, match="it knows no such command"):
                await at.driver.self_test()
            await at.until_health(Health.HARDWARE_ERROR)
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            at.twin.act("stop_refusing")
            await at.until_health(Health.ONLINE)

    told(story)


def test_a_silent_scanner_is_reported_once_and_looks_again_when_it_is_back(counter):
    async def story():
        async with counter() as at:
            at.twin.act("fall_silent")
            with pytest.raises(DeviceSilentError):
                await at.driver.set_scanning(True)
            await asyncio.sleep(LONG_S)
            at.twin.act("fall_silent", on=False)
            at.twin.act("time_out")
            await at.until_health(Health.ONLINE)
            assert at.healths == [Health.ONLINE, Health.OFFLINE, Health.ONLINE]
            assert at.twin.look()["scanning"]

    told(story)


def test_a_self_test_says_what_it_was_told(counter):
    async def story():
        async with counter() as at:
            said = [finding.said for finding in await at.driver.self_test()]
            assert said[0] == "the scanner answers"
            assert said[1].startswith("it was told to look for codes; codes read")

    told(story)


@pytest.mark.parametrize("options", [{"language": "klingon"}, {"poll_interval_s": 0}])
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        NewlandOptions(**options)


def test_commands_that_always_arrive_broken_are_a_refusal(desk):
    class DeafTwin(NewlandTwin):
        def receive(self, data):
            return super().receive(b"\x7e\x00\x07\x01\x00\x00\x01\x00\x00") if data else b""

    async def story():
        async with desk(NewlandScanner, DeafTwin(), NewlandOptions(language="hex")) as at:
            await at.until_health(Health.HARDWARE_ERROR)
            assert "commands arrive broken" in at.details[-1]

    told(story)
