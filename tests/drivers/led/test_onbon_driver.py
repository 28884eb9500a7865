"""The strips' driver against its twin, on good days and bad ones, in virtual time."""

import asyncio
import dataclasses

import pytest
from onbon_line import Line, in_virtual_time, now_s, until

from drivers import virtualtime
from drivers.contract import DeviceRefusedError, DeviceSilentError, Health, WireLostError
from drivers.led.onbon.driver import OnbonStrips
from drivers.led.onbon.options import SERIES, OnbonOptions


def test_a_text_stands_on_its_strip_and_on_no_other():
    async def scenario(line):
        await line.driver.show("2", "请A001号")
        assert line.twin.text(2) == "请A001号"
        assert line.twin.text(1) == ""

    in_virtual_time(scenario, addresses=(1, 2))


def test_the_first_byte_goes_out_at_once_on_a_free_line():
    async def scenario(line):
        await until(line.health)
        began_s = now_s()
        await line.driver.show("1", "请A001号到3号窗口")
        assert line.texts_sent() == [began_s]

    in_virtual_time(scenario)


def test_a_text_that_already_stands_there_is_not_sent_again():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await line.driver.show("1", "A001")
        assert len(line.texts_sent()) == 1

    in_virtual_time(scenario)


def test_updates_of_one_strip_keep_their_distance_and_the_latest_wins():
    async def scenario(line):
        first = asyncio.create_task(line.driver.show("1", "A001"))
        await until(line.texts_sent)
        later = [line.driver.show("1", f"A{number:03}") for number in range(2, 6)]
        await asyncio.gather(first, *later)
        first_s, second_s = line.texts_sent()
        assert second_s - first_s >= 1.0
        assert list(line.twin.shown_log) == [(1, "A001"), (1, "A005")]

    in_virtual_time(scenario)


def test_two_strips_do_not_wait_for_each_others_distance():
    async def scenario(line):
        await until(lambda: line.health("2"))
        began_s = now_s()
        await asyncio.gather(line.driver.show("1", "A001"), line.driver.show("2", "A002"))
        assert now_s() - began_s < 0.2
        assert (line.twin.text(1), line.twin.text(2)) == ("A001", "A002")

    in_virtual_time(scenario, addresses=(1, 2))


def test_no_text_leaves_the_strip_dark():
    async def scenario(line):
        await line.driver.show("1", "A001")
        await line.driver.show("1", "")
        assert line.twin.text(1) == ""
        assert line.twin.look()["strips"]["1"]["areas"] == []

    in_virtual_time(scenario)


def test_long_text_runs_to_the_left():
    async def scenario(line):
        await line.driver.show("1", "请A001号顾客到13号窗口办理业务")
        [area] = line.twin.look()["strips"]["1"]["areas"]
        assert area["display"] == "left"

    in_virtual_time(scenario)


@pytest.mark.parametrize("error", [3, 5])
def test_busy_and_line_noise_are_tried_again(error):
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=error)
        await line.driver.show("1", "A001")
        assert line.twin.text(1) == "A001"
        assert len(line.texts_sent()) == 2

    in_virtual_time(scenario)


@pytest.mark.parametrize("error", [1, 4, 12, 99])
def test_any_other_no_is_final_and_the_strip_is_still_there(error):
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("nack_next", unit="1", error=error)
        with pytest.raises(DeviceRefusedError) as refused:
            await line.driver.show("1", "A002")
        assert refused.value.reason == error
        assert line.health() == [Health.ONLINE]
        await line.driver.show("1", "A001")
        assert len(line.texts_sent()) == 2, "the old text had never gone"
        await line.driver.show("1", "A002")
        assert line.twin.text(1) == "A002"

    in_virtual_time(scenario)


def test_a_strip_that_stays_busy_refuses_in_the_end():
    async def scenario(line):
        line.twin.act("nack_next", unit="1", error=3)
        with pytest.raises(DeviceRefusedError, match="busy"):
            await line.driver.show("1", "A001")

    in_virtual_time(scenario, attempts=1)


def test_an_answer_with_a_broken_checksum_is_no_answer():
    async def scenario(line):
        await until(line.health)
        line.twin.act("garble_next", unit="1")
        await line.driver.show("1", "A001")
        assert line.twin.text(1) == "A001"
        first_s, second_s = line.texts_sent()
        assert second_s - first_s >= line.options.reply_timeout_s

    in_virtual_time(scenario)


def test_an_answer_whose_checksum_has_to_be_escaped_is_understood():
    async def scenario(line):
        await until(line.health)
        line.twin.act("escape_next", unit="1")
        await line.driver.show("1", "A001")
        assert len(line.texts_sent()) == 1

    in_virtual_time(scenario)


def test_a_silent_strip_is_lost_once_and_back_once_with_its_text():
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("power_off", unit="1")
        await until(lambda: line.health()[-1] is Health.OFFLINE)
        with pytest.raises(DeviceSilentError):
            await line.driver.show("1", "A002")
        await asyncio.sleep(60)
        line.twin.act("power_on", unit="1")
        assert line.twin.text(1) == ""
        await until(lambda: line.health()[-1] is Health.ONLINE)
        assert line.twin.text(1) == "A002"
        assert line.health() == [Health.ONLINE, Health.OFFLINE, Health.ONLINE]

    in_virtual_time(scenario)


def test_each_strip_is_reported_by_itself_and_the_line_while_any_answers():
    async def scenario(line):
        await until(lambda: line.health("1") and line.health("2"))
        line.twin.act("silence", unit="2")
        await until(lambda: line.health("2")[-1] is Health.OFFLINE)
        await asyncio.sleep(60)
        assert line.health("1") == [Health.ONLINE]
        assert line.health("2") == [Health.ONLINE, Health.OFFLINE]
        assert line.health() == [Health.ONLINE]
        line.twin.act("silence", unit="1")
        await until(lambda: line.health()[-1] is Health.OFFLINE)
        line.twin.act("speak", unit="2")
        await until(lambda: line.health()[-1] is Health.ONLINE)
        assert line.health("1")[-1] is Health.OFFLINE

    in_virtual_time(scenario, addresses=(1, 2))


def test_a_strip_that_is_away_keeps_no_other_waiting():
    async def scenario(line):
        line.twin.act("silence", unit="1")
        await until(lambda: line.health("1") and line.health("2"))
        pings_before = len(line.sent)
        await until(lambda: len(line.sent) > pings_before and line.sent[-1][1][8:9] == b"\x01")
        await asyncio.sleep(0.5)
        began_s = now_s()
        await line.driver.show("2", "A002")
        assert line.texts_sent() == [began_s]
        assert now_s() - began_s < 0.2
        line.twin.act("speak", unit="1")
        await until(lambda: line.health("1")[-1] is Health.ONLINE)

    in_virtual_time(scenario, addresses=(1, 2))


def test_many_callers_of_a_strip_that_died_are_all_told_after_one_wait():
    async def scenario(line):
        await until(line.health)
        line.twin.act("silence", unit="1")
        began_s = now_s()
        outcomes = await asyncio.gather(
            *(line.driver.show("1", text) for text in ("A", "B", "C")), return_exceptions=True
        )
        assert all(isinstance(outcome, DeviceSilentError) for outcome in outcomes)
        options = line.options
        assert now_s() - began_s < options.attempts * options.reply_timeout_s + 3.0

    in_virtual_time(scenario)


def test_a_power_cut_shorter_than_it_takes_to_be_lost_still_brings_the_text_back():
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("power_off", unit="1")
        pings = len(line.sent)
        await until(lambda: len(line.sent) > pings)
        line.twin.act("power_on", unit="1")
        await until(lambda: line.twin.text(1) == "A001")
        assert line.health() == [Health.ONLINE]

    in_virtual_time(scenario)


def test_a_text_refused_on_coming_back_does_not_keep_the_strip_away():
    async def scenario(line):
        await line.driver.show("1", "A001")
        line.twin.act("power_off", unit="1")
        await until(lambda: line.health()[-1] is Health.OFFLINE)
        line.twin.act("nack_next", unit="1", error=12)
        line.twin.act("power_on", unit="1")
        await until(lambda: line.health()[-1] is Health.ONLINE)
        await line.driver.show("1", "A002")
        assert line.twin.text(1) == "A002"

    in_virtual_time(scenario)


def test_a_unit_that_is_not_on_the_line_is_refused_by_name():
    async def scenario(line):
        with pytest.raises(DeviceRefusedError, match=r"no strip '9'.*1, 2"):
            await line.driver.show("9", "A001")

    in_virtual_time(scenario, addresses=(1, 2))


def test_more_text_than_a_card_holds_is_refused():
    async def scenario(line):
        with pytest.raises(DeviceRefusedError, match="1024"):
            await line.driver.show("1", "号" * 600)

    in_virtual_time(scenario)


def test_a_verb_does_not_hang_on_a_wire_that_is_gone():
    async def main():
        line = Line()
        await line.device.close()
        with pytest.raises(WireLostError):
            await line.driver.show("1", "A001")
        with pytest.raises(WireLostError):
            await line.driver.run()

    virtualtime.run(main())


def test_a_card_behind_a_socket_may_answer_under_any_address():
    async def main():
        line = Line(addresses=(0x8000,))
        answer = "A5A5A5A5A5A5A5A5A50080FEFF000000000000FE020500A00000000014AC5A"

        async def card():
            await line.device.read(1.0)
            await line.device.write(bytes.fromhex(answer))

        await asyncio.gather(card(), line.driver.show("32768", "A001"))
        assert len(line.texts_sent()) == 1

    virtualtime.run(main())


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"addresses": ()}, "addresses"),
        ({"addresses": (1, 1)}, "addresses"),
        ({"addresses": (0xFFFF,)}, "addresses: 65535"),
        ({"addresses": (0,)}, "addresses: 0"),
        ({"font_px": 20}, "font_px: 20"),
        ({"attempts": 0}, "attempts: 0"),
        ({"series": "5k"}, "series: '5k' is none of 6K, 5K"),
    ],
)
def test_impossible_options_are_named(options, named):
    with pytest.raises(ValueError, match=named):
        OnbonOptions(**options)


def test_the_declaration_says_that_no_hardware_has_been_met():
    assert OnbonStrips.declaration.verified_on == ()
    assert dataclasses.asdict(OnbonOptions())["reply_timeout_s"] == 2.0


def test_a_card_of_the_fifth_generation_takes_half_the_text_and_more_areas():
    async def scenario(line):
        await line.driver.show("1", "号" * 200)
        with pytest.raises(DeviceRefusedError, match="512"):
            await line.driver.show("1", "号" * 300)

    in_virtual_time(scenario, series="5K")
    assert (SERIES["5K"].areas_max, SERIES["6K"].areas_max) == (8, 5)


def test_a_strip_is_never_told_faster_than_its_series_allows():
    assert OnbonOptions(min_update_interval_s=0.1).update_interval_s == 1.0
    assert OnbonOptions(min_update_interval_s=3.0).update_interval_s == 3.0
