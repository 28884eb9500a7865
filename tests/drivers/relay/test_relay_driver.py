"""Relay boards against their twin, on good days and bad ones, in virtual time."""

import asyncio
import itertools

import pytest
from modbus_room import Room, now_s, play

from drivers import virtualtime
from drivers.contract import (
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    InputChanged,
    WireLostError,
)
from drivers.modbus.codec import Framing
from drivers.modbus.messages import Bits
from drivers.relay.modbus.driver import RelayBoard
from drivers.relay.modbus.options import Board, RelayOptions, flash_steps
from drivers.relay.modbus.probe import PROBE
from drivers.relay.modbus.twin import RelayTwin, make_twin
from drivers.twins import UnknownActionError

RTU = {"framing": Framing.RTU}


def board(twin=None, **options):
    return lambda: Room(RelayBoard, RelayOptions(**(RTU | options)), twin or RelayTwin())


def plain(**options):
    return board(RelayTwin(flashes=False), board=Board.PLAIN, **options)


def test_outputs_have_the_names_of_what_hangs_on_them():
    async def scene(room):
        await room.driver.switch("door", True)
        assert room.twin.look()["relays"]["5"]
        with pytest.raises(DeviceRefusedError, match=r"no output 'window'; there are: door, lamp"):
            await room.driver.switch("window", True)

    play(board(outputs={"door": 4, "lamp": 0}), scene)


def test_a_momentary_output_of_a_board_that_can_goes_off_though_we_are_dead():
    async def scene(room):
        await room.driver.switch("3", True)
        assert room.twin.look()["relays"]["3"]

    async def dead(room):
        await scene(room)
        room.driver.run = None

    room = play(board(momentary_s={"3": 2.0}), dead)
    sent = [data for _at_s, data in room.sent if data[1] == 5]
    assert [data[:6].hex() for data in sent] == ["010502020014"]
    room.twin.tick(2.0)
    assert room.twin.switched == [(2, True), (2, False)]


def test_a_momentary_output_of_a_plain_board_is_switched_off_by_us_in_time():
    async def scene(room):
        await room.driver.switch("3", True)
        began_s = now_s()
        while room.twin.look()["relays"]["3"]:
            await asyncio.sleep(0.01)
        assert 1.9 < now_s() - began_s < 2.2

    play(plain(momentary_s={"3": 2.0}), scene)


def test_a_momentary_output_told_again_stays_on_for_its_time_from_then():
    async def scene(room):
        await room.driver.switch("3", True)
        await asyncio.sleep(1.5)
        await room.driver.switch("3", True)
        await asyncio.sleep(1.5)
        assert room.twin.look()["relays"]["3"]
        await asyncio.sleep(1.0)
        assert not room.twin.look()["relays"]["3"]

    play(plain(momentary_s={"3": 2.0}), scene)
    play(board(momentary_s={"3": 2.0}), scene)


@pytest.mark.parametrize("of", [plain, board], ids=["plain", "waveshare"])
def test_an_order_that_meets_the_end_of_the_one_before_is_neither_cut_short_nor_left_on(of):
    async def scene(room):
        for step in range(40):
            await room.driver.switch("3", True)
            await asyncio.sleep(1.5 + step * 0.01)
            first = asyncio.create_task(room.driver.switch("4", step % 2 == 0))
            await room.driver.switch("3", True)
            for _look in range(8):
                assert room.twin.look()["relays"]["3"], step
                await asyncio.sleep(0.05)
            await first
            await asyncio.sleep(2.5)
            assert not room.twin.look()["relays"]["3"], step

    play(of(momentary_s={"3": 0.5 if of is plain else 0.6}), scene)
    play(of(momentary_s={"3": 1.6}), scene)


def test_a_board_that_refuses_to_let_go_is_not_asked_without_a_pause():
    class Stuck(RelayTwin):
        def write_coil(self, address, value):
            return 4 if address == 2 and value == 0 else super().write_coil(address, value)

    async def scene(room):
        await room.driver.switch("3", True)
        await asyncio.sleep(20)

    room = play(board(Stuck(flashes=False), board=Board.PLAIN, momentary_s={"3": 1.0}), scene)
    tried = [data for _at_s, data in room.sent if data[1:6] == bytes.fromhex("0500020000")]
    assert 10 < len(tried) < 22
    assert room.healths()[1] == (Health.HARDWARE_ERROR, "unit 1: it has failed (4)")


def test_a_momentary_output_that_somebody_left_on_is_off_after_the_start_and_others_are_left():
    twin = RelayTwin(flashes=False)
    twin.bits[Bits.COILS][2] = twin.bits[Bits.COILS][3] = True

    async def scene(_room):
        await asyncio.sleep(1)

    play(board(twin, board=Board.PLAIN, momentary_s={"3": 2.0}), scene)
    assert twin.look()["relays"]["3"] is False
    assert twin.look()["relays"]["4"] is True


def test_a_board_that_lost_its_power_gets_back_what_was_wanted_but_no_door_opens():
    async def scene(room):
        await asyncio.sleep(1)
        await room.driver.switch("1", True)
        await room.driver.switch("3", True)
        room.twin.act("power_off")
        await asyncio.sleep(30)
        room.twin.act("power_on")
        await asyncio.sleep(10)

    for of in (plain(momentary_s={"3": 2.0}), board(momentary_s={"3": 2.0})):
        room = play(of, scene)
        assert room.twin.switched == [(0, True), (2, True), (0, False), (2, False), (0, True)]
        assert [health for health, _d in room.healths()] == [
            Health.ONLINE,
            Health.OFFLINE,
            Health.ONLINE,
        ]


def test_a_board_that_blinked_too_shortly_to_be_missed_is_put_right_all_the_same():
    async def scene(room):
        await room.driver.switch("1", True)
        room.twin.act("power_off")
        room.twin.act("power_on")
        await asyncio.sleep(3)
        assert room.twin.look()["relays"]["1"]

    assert len(play(board(), scene).healths()) == 1


def test_a_wire_opened_again_finds_outputs_as_they_were_and_tells_no_input_twice():
    async def scene(room):
        await room.driver.switch("1", True)
        room.twin.act("close_input", number=2)
        await asyncio.sleep(2)

    async def again():
        room = board()()
        async with room.running():
            await scene(room)
        room.twin.act("power_off")
        room.twin.act("power_on")
        room.twin.act("close_input", number=3)
        room.plug()
        async with room.running():
            await asyncio.sleep(3)
        return room

    room = virtualtime.run(again())
    assert room.twin.look()["relays"]["1"]
    assert room.of(InputChanged) == [InputChanged("2", True), InputChanged("3", True)]


def test_an_input_that_bounces_is_reported_once_it_stands_still():
    async def scene(room):
        await asyncio.sleep(1)
        for action in ("close_input", "open_input", "close_input"):
            room.twin.act(action, number=7)
            await asyncio.sleep(0.02)
        await asyncio.sleep(1)

    assert play(board(), scene).of(InputChanged) == [InputChanged("7", True)]


def test_an_input_that_twitches_is_not_reported():
    async def scene(room):
        for at in range(40):
            await asyncio.sleep(0.21 + at / 1000)
            room.twin.act("close_input", number=7)
            await asyncio.sleep(0.02)
            room.twin.act("open_input", number=7)

    assert play(board(), scene).of(InputChanged) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (1, "it does not know this function"),
        (2, "it has nothing at this address"),
        (3, "it does not take this value"),
        (4, "it has failed"),
        (6, "it is busy"),
        (99, "it refuses, with a code nobody knows"),
    ],
)
def test_a_refusal_is_named_with_its_code(code, words):
    async def scene(room):
        await asyncio.sleep(1.07)
        room.twin.act("refuse_next", code=code)
        with pytest.raises(DeviceRefusedError, match=rf"unit 1: {words} \({code}\)"):
            await room.driver.switch("1", True)

    play(board(inputs={}), scene)


@pytest.mark.parametrize("code", [10, 11])
def test_a_gateway_without_the_board_behind_it_is_silence(code):
    async def scene(room):
        await asyncio.sleep(1.07)
        room.twin.act("refuse_next", code=code)
        with pytest.raises(DeviceSilentError, match=r"unit 1: .*gateway"):
            await room.driver.switch("1", True)

    play(board(inputs={}), scene)


def test_another_unit_that_answers_is_named_and_not_believed():
    async def scene(room):
        room.twin.act("answer_as", unit=7)
        with pytest.raises(DeviceSilentError, match=r"unit 7 answered in its place"):
            await room.driver.switch("1", True)
        await asyncio.sleep(5)
        room.twin.act("answer_as")
        await asyncio.sleep(5)

    [(lost, detail), (back, _none)] = play(board(), scene).healths()
    assert (lost, back) == (Health.OFFLINE, Health.ONLINE)
    assert "unit 7 answered in its place" in detail


def test_a_board_without_inputs_is_used_for_its_outputs_and_the_self_test_says_so():
    async def scene(room):
        await asyncio.sleep(3)
        await room.driver.switch("1", True)
        room.findings = await room.driver.self_test()

    room = play(board(RelayTwin(inputs=0)), scene)
    assert room.healths() == [
        (Health.ONLINE, "its inputs cannot be read: unit 1: it does not know this function (1)")
    ]
    said = [(finding.ok, finding.said) for finding in room.findings]
    assert said == [
        (True, "unit 1 answers in Modbus RTU"),
        (True, "outputs on: 1"),
        (True, "output 1 takes orders; it was left as it is"),
        (False, "inputs cannot be read: unit 1: it does not know this function (1)"),
    ]


def test_the_self_test_switches_nothing():
    async def scene(room):
        await room.driver.switch("2", True)
        await room.driver.self_test()

    assert play(board(), scene).twin.switched == [(1, True)]


def test_between_two_frames_the_line_is_quiet_for_three_and_a_half_bytes():
    async def scene(room):
        await asyncio.gather(*(room.driver.switch(str(unit), True) for unit in range(1, 9)))
        await asyncio.sleep(2)

    room = play(board(), scene)
    byte_s = RelayBoard.declaration.line.byte_s
    shortest = 8 * byte_s + 6 * byte_s  # a question, and the shortest answer here
    for (before_s, _data), (after_s, _more) in itertools.pairwise(room.sent):
        assert after_s - before_s >= shortest + 3.5 * byte_s


def test_a_board_found_out_by_asking_is_asked_in_its_framing_from_then_on():
    for framing in Framing:

        async def scene(room):
            await asyncio.sleep(5)
            room.findings = await room.driver.self_test()

        room = play(lambda f=framing: Room(RelayBoard, RelayOptions(), RelayTwin(framing=f)), scene)
        assert room.findings[0].said == f"unit 1 answers in Modbus {framing.upper()}"
        as_tcp = [data[2:4] == b"\x00\x00" and data[5] == 6 for _at_s, data in room.sent]
        assert as_tcp == [True] * len(as_tcp) if framing is Framing.TCP else as_tcp.count(True) == 1


def test_the_question_that_finds_rtu_out_is_a_whole_frame_for_tcp_too():
    async def scene(_room):
        await asyncio.sleep(1.2)

    twin = RelayTwin()
    twin.silent = True
    sent = play(lambda: Room(RelayBoard, RelayOptions(), twin), scene).sent
    [rtu] = [data for _at_s, data in sent if len(data) == 8]
    assert int.from_bytes(rtu[4:6], "big") == len(rtu) - 6


def test_a_pulled_wire_ends_a_verb():
    async def scene(room):
        switching = asyncio.create_task(room.driver.switch("1", True))
        await asyncio.sleep(0.001)
        await room.device.close()
        with pytest.raises(WireLostError):
            await switching

    play(board(), scene)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"unit": 0}, "unit: 0 is not within 1 to 255"),
        ({"outputs": {"a": 1, "b": 1}}, "outputs: two of them have the same address"),
        ({"inputs": {"a": 65536}}, "inputs: a: 65536 is not within 0 to 65535"),
        ({"momentary_s": {"9": 1.0}}, "momentary_s: '9' is none of 1, 2"),
        ({"momentary_s": {"1": 0.0}}, "momentary_s: 1: 0 is not 0.1 to 3276.7"),
        ({"attempts_max": 0}, "attempts_max: 0 is less than 1"),
        ({"reply_timeout_s": 0}, "reply_timeout_s: 0 is not more than 0"),
        ({"outputs": {}}, "outputs: there is none"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        RelayOptions(**options)


def test_a_time_is_never_shorter_than_asked_for():
    assert [flash_steps(on_s) for on_s in (0.1, 0.3, 0.7, 2.0, 2.05, 3276.7)] == [
        1,
        3,
        7,
        20,
        21,
        0x7FFF,
    ]


def test_the_probe_knows_a_board_by_its_coils_and_nothing_else():
    twin = RelayTwin()
    twin.write_coil(0, 0xFF00)
    heard = b"\x00\xff" + twin.receive(PROBE.question)
    assert PROBE.recognise(heard) == "Modbus relay board, unit 1, 1 of its first 8 relays on"
    assert PROBE.recognise(PROBE.question) == ""
    assert PROBE.recognise(RelayTwin(outputs=0).receive(PROBE.question)) == ""


def test_the_twin_does_what_the_board_does_beyond_the_standard():
    twin = RelayTwin()
    twin.receive(bytes.fromhex("010500FFFF00BC0A"))
    assert set(twin.look()["relays"].values()) == {True}
    assert twin.receive(bytes.fromhex("010500005500F29A")) == bytes.fromhex("010500005500F29A")
    assert twin.look()["relays"]["1"] is False
    assert make_twin({"outputs": {"door": 3}, "inputs": {}}).look()["relays"].keys() == set("1234")
    with pytest.raises(UnknownActionError, match="there are 1 to 8"):
        twin.act("close_input", number="x")
