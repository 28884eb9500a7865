"""Strip screens' driver against its twin, on good days and bad ones, in virtual time."""

import asyncio
from pathlib import Path

import pytest
from strip_line import LUMEN, PROFILES, Line, in_virtual_time, now_s, until

from drivers import virtualtime
from drivers.contract import DeviceRefusedError, Health, WireLostError
from drivers.led.strip.codec import StripDecoder
from drivers.led.strip.driver import StripScreens

every_make = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: Path(profile).stem)


def said(findings):
    return [finding.said for finding in findings]


@every_make
def test_a_text_stands_on_its_screen_and_on_no_other(profile):
    async def scenario(line):
        await line.driver.show("2", "请A001号")
        await until(lambda: line.twin.text(2) == "请A001号", 1.0)
        assert line.twin.text(1) == ""

    in_virtual_time(scenario, profile=profile, addresses=(1, 2))


def test_the_first_byte_goes_out_at_once_on_a_free_line():
    async def scenario(line):
        began_s = now_s()
        await line.driver.show("1", "请A001号到3号窗口")
        assert [at_s for at_s, _data in line.sent] == [began_s]

    in_virtual_time(scenario)


@pytest.mark.parametrize(("profile", "pause_s"), [("pingan", 0.1), (LUMEN, 0.03)])
def test_frames_keep_the_distance_that_the_profile_says(profile, pause_s):
    async def scenario(line):
        await asyncio.gather(*(line.driver.show(str(unit), "A001") for unit in (1, 2, 3)))
        for (before_s, data), (at_s, _data) in zip(line.sent, line.sent[1:], strict=False):
            on_the_wire_s = len(data) * StripScreens.declaration.line.byte_s
            assert at_s - before_s == pytest.approx(on_the_wire_s + pause_s)

    in_virtual_time(scenario, profile=profile, addresses=(1, 2, 3))


def test_of_texts_faster_than_the_line_the_latest_wins():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await asyncio.gather(*(line.driver.show("1", f"A00{number}") for number in range(2, 6)))
        await until(lambda: line.twin.text(1) == "A005", 1.0)
        assert line.shown() == ["A001", "A005"]

    in_virtual_time(scenario)


def test_a_summary_screen_has_a_frame_of_its_own_and_strips_do_not_heed_it():
    async def scenario(line):
        await line.driver.show("32", "请A001号到3号窗口")
        await until(lambda: line.twin.text(32) == "请A001号到3号窗口", 1.0)
        assert line.sent[0][1][4:6] == b"\x8c\x00"

    in_virtual_time(scenario, profile="yinda", summary_addresses=(32,))


@pytest.mark.parametrize(("profile", "last"), [("yinda", 255), (LUMEN, 9)])
def test_the_sequence_counts_every_frame_on_the_line_and_begins_anew(profile, last):
    async def scenario(line):
        for number in range(last + 1):
            await line.driver.show(str(1 + number % 2), "A1")
        decoder = StripDecoder(line.options.layout)
        sent = [frame.sequence for _at, data in line.sent for frame in decoder.feed(data)]
        assert sent == [*range(1, last + 1), 1]

    in_virtual_time(scenario, profile=profile, addresses=(1, 2), refresh_interval_s=0.0)


def test_nobody_can_know_and_so_it_is_said_once():
    async def scenario(line):
        line.twin.act("power_off", unit="1")
        await line.driver.show("1", "A001")
        await asyncio.sleep(600)
        assert line.health() == [Health.ASSUMED]

    in_virtual_time(scenario)


def test_a_screen_that_was_without_power_is_told_again():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await until(lambda: line.twin.text(1) == "A001", 1.0)
        line.twin.act("power_off", unit="1")
        line.twin.act("power_on", unit="1")
        assert line.twin.text(1) == ""
        await until(lambda: line.twin.text(1) == "A001", 61.0)

    in_virtual_time(scenario)


def test_a_frame_that_the_line_broke_is_told_again():
    async def scenario(line):
        line.twin.act("plug_out", unit="1")
        await line.driver.show("1", "A001")
        await asyncio.sleep(1)
        line.twin.act("plug_in", unit="1")
        await until(lambda: line.twin.text(1) == "A001", 61.0)

    in_virtual_time(scenario)


def test_only_what_was_asked_for_is_told_again():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await asyncio.sleep(200)
        assert line.shown(1) == ["A001"] * 4
        assert line.shown(2) == []

    in_virtual_time(scenario, addresses=(1, 2))


def test_nothing_is_told_again_where_that_is_switched_off():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await asyncio.sleep(10_000)
        assert len(line.sent) == 1

    in_virtual_time(scenario, refresh_interval_s=0.0)


def test_a_call_does_not_wait_for_a_round_of_repetitions():
    async def scenario(line):
        units = [str(unit) for unit in line.options.addresses]
        for unit in units:
            await line.driver.show(unit, "A001")
        sent = len(line.sent)
        await until(lambda: len(line.sent) > sent, 70.0)
        began_s = now_s()
        await line.driver.show("20", "A002")
        assert now_s() - began_s < 0.5

    in_virtual_time(scenario, addresses=tuple(range(1, 21)))


def test_an_empty_text_leaves_the_screen_blank():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await line.driver.show("1", "")
        await until(lambda: line.shown() == ["A001", ""], 1.0)

    in_virtual_time(scenario)


def test_more_text_than_a_screen_takes_is_refused_and_what_stood_there_stays():
    async def scenario(line):
        await line.driver.show("1", "A001")
        with pytest.raises(DeviceRefusedError, match="200 at most"):
            await line.driver.show("1", "号" * 101)
        await asyncio.sleep(100)
        assert set(line.shown()) == {"A001"}

    in_virtual_time(scenario)


def test_a_unit_that_is_not_on_the_line_is_refused_by_name():
    async def scenario(line):
        with pytest.raises(DeviceRefusedError, match=r"no screen '9'.*1, 2"):
            await line.driver.show("9", "A001")

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_self_test_shows_each_its_address_and_then_what_was_there():
    async def scenario(line):
        await line.driver.show("1", "请A001号")
        findings = await line.driver.self_test()
        await until(lambda: line.shown(1)[-1] == "请A001号" and line.shown(2)[-1] == "", 1.0)
        assert line.shown(1) == ["请A001号", "测试 1", "请A001号"]
        assert line.shown(2) == ["测试 2", ""]
        assert said(findings)[1] == "screen 1 was told “测试 1” for 5 s: was it there?"

    in_virtual_time(scenario, addresses=(1, 2))


@pytest.mark.parametrize(("bytes_max", "shown"), [(6, "测试 7"), (5, "7"), (1, "7")])
def test_the_self_test_shows_what_the_screen_has_room_for(tmp_path, bytes_max, shown):
    profile = tmp_path / "narrow.toml"
    frame = 'strip = ["40", "address", "text", "0D"]'
    profile.write_text(f"{frame}\ntext_bytes_max = {bytes_max}\n", "utf-8")

    async def scenario(line):
        await line.driver.self_test()
        assert line.shown(7)[0] == shown

    in_virtual_time(scenario, profile=str(profile), addresses=(7,))


def test_a_call_during_the_self_test_stands():
    async def scenario(line):
        testing = asyncio.create_task(line.driver.self_test())
        await until(lambda: line.twin.text(1) == "测试 1", 1.0)
        await line.driver.show("1", "请A002号")
        await testing
        await asyncio.sleep(1)
        assert line.shown() == ["测试 1", "请A002号"]

    in_virtual_time(scenario)


def test_a_self_test_that_is_broken_off_leaves_no_test_text():
    async def scenario(line):
        await line.driver.show("1", "A001")
        testing = asyncio.create_task(line.driver.self_test())
        await until(lambda: line.twin.text(1) == "测试 1", 1.0)
        testing.cancel()
        await asyncio.gather(testing, return_exceptions=True)
        await until(lambda: line.twin.text(1) == "A001", 1.0)

    in_virtual_time(scenario, refresh_interval_s=0.0)


def test_a_line_that_floods_its_host_is_looked_at_ten_times_a_second():
    async def main():
        line = Line()
        looks = 0

        async def babble(within_s):
            nonlocal looks
            looks += 1
            return b"\xfe" * 1000

        line.read = babble
        running = asyncio.create_task(line.driver.run())
        await asyncio.sleep(10)
        await line.driver.show("1", "A001")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert looks <= 101

    virtualtime.run(main())


def test_a_verb_does_not_hang_on_a_wire_that_is_gone():
    async def main():
        line = Line()
        await line.device.close()
        outcomes = await asyncio.gather(
            *(line.driver.show("1", "A001") for _time in range(3)), return_exceptions=True
        )
        assert all(isinstance(outcome, WireLostError) for outcome in outcomes)
        with pytest.raises(WireLostError):
            await line.driver.run()

    virtualtime.run(main())


def test_the_declaration_says_that_no_hardware_has_been_met():
    assert StripScreens.declaration.verified_on == ()
