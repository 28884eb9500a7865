"""Honeywell scanners on good and bad days, on their twin in virtual time."""

import asyncio

import pytest

from drivers import virtualtime
from drivers.contract import DeviceSilentError, Health
from drivers.scanner.honeywell.driver import HoneywellOptions, HoneywellScanner
from drivers.scanner.honeywell.frames import Menu, encode
from drivers.scanner.honeywell.twin import HoneywellTwin

LONG_S = 20.0


@pytest.fixture
def counter(desk):
    def open_counter(twin: HoneywellTwin | None = None, **options):
        chosen = HoneywellOptions(**options)
        return desk(HoneywellScanner, twin or HoneywellTwin(triggered=chosen.triggered), chosen)

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
            await asyncio.sleep(6.0)
            assert at.twin.look()["scanning"]

    told(story)


def test_a_scanner_told_to_rest_stays_dark_until_told_to_look(counter):
    async def story():
        async with counter() as at:
            await at.driver.set_scanning(False)
            await asyncio.sleep(LONG_S)
            assert not at.twin.look()["scanning"]
            await at.driver.set_scanning(True)
            await at.until(lambda: at.twin.look()["scanning"])
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")

    told(story)


def test_no_setting_of_the_scanner_is_ever_changed(counter):
    class WatchedTwin(HoneywellTwin):
        heard = b""

        def receive(self, data):
            self.heard += data
            return super().receive(data)

    async def story():
        async with counter(WatchedTwin()) as at:
            await at.driver.set_scanning(False)
            await at.driver.self_test()
            await asyncio.sleep(LONG_S)
            commands = at.twin.heard.replace(b"\x16T\r", b"").replace(b"\x16U\r", b"")
            assert set(commands.split(b"\x16")) == {b"", b"M\rCBRENA?."}

    told(story)


def test_a_scanner_that_refuses_is_a_hardware_error_and_still_reads(counter):
    async def story():
        async with counter(triggered=False) as at:
            at.twin.act("refuse")
            await at.until_health(Health.HARDWARE_ERROR)
            assert at.details[-1] == "a question was refused: it knows no such tag (05)"
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            at.twin.act("stop_refusing")
            await at.until_health(Health.ONLINE)

    told(story)


def test_another_devices_lines_are_no_codes_while_the_scanner_is_silent(counter):
    async def story():
        async with counter() as at:
            at.twin.act("fall_silent")
            await at.until_health(Health.OFFLINE)
            await at.device_end.write(b"$GPGGA,041530.00,3959.12345,N\r\n" * 3)
            await asyncio.sleep(1.0)
            assert at.texts == []
            with pytest.raises(DeviceSilentError):
                await at.driver.self_test()

    told(story)


def test_a_self_test_says_what_it_was_told(counter):
    async def story():
        async with counter() as at:
            await at.driver.set_scanning(False)
            said = [finding.said for finding in await at.driver.self_test()]
            assert said[0] == "the scanner answers"
            assert said[1].startswith("it was told to rest")

    told(story)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("CBRENA*", b"CBRENA0-1\x06!"),
        ("CBRENA^", b"CBRENA1\x06!"),
        ("CBRENA0", b"CBRENA0\x06!"),
        ("CBRENA7", b"CBRENA7\x15!"),
        ("XYZABC1", b"XYZABC1\x05!"),
    ],
)
def test_the_twin_answers_as_the_manuals_examples_do(command, answer):
    assert HoneywellTwin().receive(encode(Menu(command))) == answer


@pytest.mark.parametrize("options", [{"poll_interval_s": 0}, {"attempts_max": 0}])
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        HoneywellOptions(**options)
