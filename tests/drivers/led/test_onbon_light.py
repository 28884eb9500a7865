"""Brightness, on and off, the clock, and the self-test, against the twin in virtual time."""

import asyncio
import datetime as dt

import pytest
from onbon_line import NOW, in_virtual_time, now_s, until

from drivers.contract import DeviceRefusedError, DeviceSilentError, Health
from drivers.led.onbon.codec import OnbonDecoder
from drivers.led.onbon.requests import HARMLESS
from drivers.wire import Side


def said(findings):
    return [finding.said for finding in findings]


def test_all_strips_shine_as_they_are_told():
    async def scenario(line):
        await line.driver.set_brightness(50)
        assert [line.strip(unit)["brightness"] for unit in ("1", "2")] == [8, 8]

    in_virtual_time(scenario, addresses=(1, 2))


def test_what_a_strip_is_known_to_do_is_not_told_again():
    async def scenario(line):
        await line.driver.set_brightness(50)
        await line.driver.set_lit(True)
        sent = len(line.sent)
        await line.driver.set_brightness(50)
        await line.driver.set_lit(True)
        assert len(line.sent) == sent

    in_virtual_time(scenario)


def test_dark_strips_keep_their_text():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await line.driver.set_lit(False)
        assert line.twin.text(1) == ""
        await line.driver.set_lit(True)
        assert line.twin.text(1) == "A001"

    in_virtual_time(scenario)


def test_a_strip_that_was_away_is_lit_as_told_before_it_is_reported_back():
    async def scenario(line):
        line.twin.act("power_off", unit="2")
        await until(lambda: line.health("2")[-1:] == [Health.OFFLINE])
        with pytest.raises(DeviceSilentError, match="strip 2 is away"):
            await line.driver.set_brightness(20)
        with pytest.raises(DeviceSilentError):
            await line.driver.set_lit(False)
        assert (line.strip("1")["brightness"], line.strip("1")["on"]) == (3, False)
        line.twin.act("power_on", unit="2")
        await until(lambda: line.health("2")[-1] is Health.ONLINE)
        assert (line.strip("2")["brightness"], line.strip("2")["on"]) == (3, False)

    in_virtual_time(scenario, addresses=(1, 2))


def test_a_light_refused_on_coming_back_costs_no_text():
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("power_off", unit="1")
        await until(lambda: line.health()[-1] is Health.OFFLINE)
        with pytest.raises(DeviceSilentError):
            await line.driver.set_brightness(20)
        line.twin.act("nack_next", unit="1", error=2)
        line.twin.act("power_on", unit="1")
        await until(lambda: line.health()[-1] is Health.ONLINE)
        assert line.twin.text(1) == "A001"
        sent = len(line.sent)
        await asyncio.sleep(30)
        pings = [data for _at_s, data in line.sent[sent:]]
        assert all(b"\xa2\x00" in data for data in pings)

    in_virtual_time(scenario)


def test_a_refusal_is_named_after_the_others_have_obeyed():
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=2)
        with pytest.raises(DeviceRefusedError, match="command unknown"):
            await line.driver.set_brightness(20)
        assert line.strip("2")["brightness"] == 3

    in_virtual_time(scenario, addresses=(1, 2))


@pytest.mark.parametrize("error", [3, 5])
def test_busy_and_a_broken_checksum_are_tried_again(error):
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=error)
        await line.driver.set_brightness(20)
        assert line.strip()["brightness"] == 3

    in_virtual_time(scenario)


def test_a_brightness_out_of_range_is_refused():
    async def scenario(line):
        with pytest.raises(DeviceRefusedError, match="101 is not within"):
            await line.driver.set_brightness(101)

    in_virtual_time(scenario)


def test_the_clock_is_right_on_every_strip_and_goes_on():
    async def scenario(line):
        await line.driver.set_clock(dt.datetime(2026, 3, 2, 9, 30, 15))
        clocks = lambda: [line.strip(unit)["clock"] for unit in ("1", "2")]  # noqa: E731
        assert clocks() == ["2026-03-02 09:30:15"] * 2
        began_s = now_s()
        await until(lambda: min(clocks()) >= "2026-03-02 09:30:45")
        assert 29.0 < now_s() - began_s < 36.0

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_clock_told_to_the_last_strip_is_not_late():
    async def scenario(line):
        line.twin.act("garble_next", unit="1")  # costs two seconds of waiting
        await line.driver.set_clock(dt.datetime(2026, 3, 2, 9, 30))
        assert line.strip("2")["clock"] == "2026-03-02 09:30:02"

    in_virtual_time(scenario, addresses=(1, 2))


def test_a_strip_found_to_be_away_by_its_clock_shows_its_text_again_when_it_is_back():
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("power_off", unit="1")
        with pytest.raises(DeviceSilentError):
            await line.driver.set_clock(NOW)
        line.twin.act("power_on", unit="1")
        await until(lambda: line.health()[-2:] == [Health.OFFLINE, Health.ONLINE])
        assert line.twin.text(1) == "A001"

    in_virtual_time(scenario)


def test_the_clock_is_set_on_those_that_are_there():
    async def scenario(line):
        line.twin.act("power_off", unit="1")
        await until(lambda: line.health("1")[-1:] == [Health.OFFLINE])
        await line.driver.set_clock(NOW)
        assert line.strip("2")["clock"] == "2026-03-02 09:00:00"

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_self_test_says_what_it_saw_and_leaves_what_was_there():
    async def scenario(line):
        await line.driver.set_clock(NOW)
        await line.driver.show("1", "请A001号")
        findings = await line.driver.self_test()
        assert all(finding.ok for finding in findings), said(findings)
        assert said(findings)[:2] == [
            "strip 1 answers; it is on, brightness 15 of 15",
            "the clock of strip 1 is right",
        ]
        shown = [text for address, text in line.twin.shown_log if address == 1]
        assert shown == ["请A001号", "测试 1", "请A001号"]
        assert (line.twin.text(1), line.twin.text(2)) == ("请A001号", "")

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_test_text_stands_for_as_long_as_it_was_said():
    async def scenario(line):
        testing = asyncio.create_task(line.driver.self_test())
        await until(lambda: line.twin.text(1) == "测试 1")
        await asyncio.sleep(4.9)
        assert line.twin.text(1) == "测试 1"
        await testing
        assert line.twin.text(1) == ""

    in_virtual_time(scenario)


def test_a_call_during_the_self_test_stands():
    async def scenario(line):
        testing = asyncio.create_task(line.driver.self_test())
        await until(lambda: line.twin.text(1) == "测试 1")
        await line.driver.show("1", "请A002号")
        await testing
        assert line.twin.text(1) == "请A002号"

    in_virtual_time(scenario)


def test_a_self_test_that_is_broken_off_leaves_no_test_text():
    async def scenario(line):
        await line.driver.show("1", "A001")
        testing = asyncio.create_task(line.driver.self_test())
        await until(lambda: line.twin.text(1) == "测试 1")
        testing.cancel()
        await asyncio.gather(testing, return_exceptions=True)
        await until(lambda: line.twin.text(1) == "A001")

    in_virtual_time(scenario)


def test_the_self_test_names_what_a_person_has_to_look_at():
    async def scenario(line):
        await line.driver.set_clock(NOW - dt.timedelta(minutes=5))
        await line.driver.set_lit(False)
        line.twin.act("load_programmes", unit="1", count=2)
        line.twin.act("silence", unit="2")
        bad = [finding.said for finding in await line.driver.self_test() if not finding.ok]
        assert bad[0] == "strip 1 answers; it is switched off, brightness 15 of 15"
        assert bad[1] == "the clock of strip 1 is 300 s slow"
        assert bad[2].startswith("strip 1 has 2 programmes loaded")
        assert bad[3].startswith("strip 2 does not answer: check its power")
        assert len(bad) == 4

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_self_test_says_what_a_card_refuses():
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=2)
        assert said(await line.driver.self_test())[0] == (
            "strip 1 refuses to say how it is: command unknown (2)"
        )

    in_virtual_time(scenario)


def test_a_clock_that_was_never_set_is_said():
    async def scenario(line):
        assert "the clock of strip 1 has never been set" in said(await line.driver.self_test())

    in_virtual_time(scenario)


def test_no_verb_sends_a_command_that_leaves_a_mark():
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=3)
        await line.driver.show("1", "请A001号")
        await line.driver.show("2", "")
        await line.driver.set_brightness(30)
        await line.driver.set_lit(False)
        await line.driver.set_clock(NOW)
        await line.driver.self_test()
        line.twin.act("power_off", unit="1")
        await until(lambda: line.health("1")[-1] is Health.OFFLINE)
        line.twin.act("power_on", unit="1")
        await until(lambda: line.health("1")[-1] is Health.ONLINE)
        decoder = OnbonDecoder(Side.HOST)
        sent = {tuple(frame.data[:2]) for _at, data in line.sent for frame in decoder.feed(data)}
        assert sent == set(HARMLESS)

    in_virtual_time(scenario, addresses=(1, 2))
