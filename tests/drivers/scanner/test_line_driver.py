"""Line scanners on good and bad days, on their twin in virtual time."""

import asyncio
import dataclasses
import logging

import pytest

from drivers import virtualtime
from drivers.contract import CodeScanned, DeviceSilentError, Health, WireLostError
from drivers.scanner.line.driver import LineOptions, LineScanner
from drivers.scanner.line.twin import LineTwin, make_twin

ASKED = {"query": "1B560D", "answer": "5652"}


@pytest.fixture
def counter(desk):
    def open_counter(twin: LineTwin | None = None, **options):
        chosen = LineOptions(**options)
        return desk(LineScanner, twin or make_twin(dataclasses.asdict(chosen)), chosen)

    return open_counter


def told(story):
    virtualtime.run(story())


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_code_is_reported_whatever_ends_it(counter, end):
    async def story():
        async with counter(LineTwin(end=end)) as at:
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            at.twin.act("scan", text="B001")
            await at.until_texts("A007", "B001")
            assert at.healths == [Health.ASSUMED]

    told(story)


def test_a_code_in_gb18030_is_read_as_well(counter):
    async def story():
        async with counter() as at:
            at.twin.encoding = "gb18030"
            at.twin.act("scan", text="居民用电")
            await at.until_texts("居民用电")

    told(story)


def test_half_a_code_is_dropped_and_spoils_nothing(counter):
    async def story():
        async with counter() as at:
            at.twin.act("cut_short")
            at.twin.act("scan", text="A007")
            await asyncio.sleep(1.0)
            at.twin.act("scan", text="B001")
            await at.until_texts("B001")

    told(story)


def test_a_scanner_without_terminator_ends_its_codes_by_a_pause(counter):
    async def story():
        async with counter(pause_ends=True) as at:
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            await asyncio.sleep(1.0)
            at.twin.act("scan", text="B001")
            await at.until_texts("A007", "B001")

    told(story)


def test_garbage_before_a_code_is_no_code_and_is_not_logged(counter, caplog):
    async def story():
        async with counter() as at:
            at.twin.act("add_garbage", garbage="00FF0D0A")
            at.twin.act("scan", text="11010519491231002X")
            await at.until_texts("11010519491231002X")
            assert "1101" not in repr(at.events) + str(at.twin.look())

    with caplog.at_level(logging.DEBUG):
        told(story)
    assert "code not accepted: 2 bytes" in caplog.text
    assert "1101" not in caplog.text


def test_an_aim_identifier_says_the_symbology_and_is_no_part_of_the_code(counter):
    async def story():
        async with counter(aim_id=True) as at:
            at.twin.act("scan", text="A007", symbology="code128")
            await at.until_texts("A007")
            assert at.codes == [CodeScanned("A007", "code128")]

    told(story)


def test_a_scanner_that_can_be_asked_is_lost_once_and_back_once(counter):
    async def story():
        async with counter(**ASKED) as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("fall_silent")
            await asyncio.sleep(60.0)
            assert at.healths == [Health.ONLINE, Health.OFFLINE]
            with pytest.raises(DeviceSilentError):
                await at.driver.self_test()
            at.twin.act("fall_silent", on=False)
            await at.until_health(Health.ONLINE)
            assert at.texts == []

    told(story)


def test_a_self_test_says_what_can_be_known(counter):
    async def story():
        async with counter() as at:
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")
            said = [finding.said for finding in await at.driver.self_test()]
            assert said[0] == "the port is open; this scanner cannot be asked anything"
            assert said[1] == "codes read since the port was opened: 1. Scan one and see"
        async with counter(**ASKED) as at:
            await at.until_health(Health.ONLINE)
            assert (await at.driver.self_test())[0].said == "the scanner answers"

    told(story)


def test_a_scanner_pulled_out_is_a_lost_wire(counter):
    async def story():
        async with counter() as at:
            await at.device_end.close()
            with pytest.raises(WireLostError):
                await at.running

    told(story)


@pytest.mark.parametrize(
    "options", [{"query": "1B"}, {"answer": "xx"}, {"hold_s": 0}, {"pause_s": 0}]
)
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        LineOptions(**options)
