"""SSI scanners on good and bad days, on their twin in virtual time."""

import asyncio
import logging

import pytest

from drivers import virtualtime
from drivers.contract import (
    CodeScanned,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    WireLostError,
)
from drivers.scanner.ssi.codec import SsiDecoder
from drivers.scanner.ssi.driver import SsiOptions, SsiScanner
from drivers.scanner.ssi.packets import Opcode, Packet, encode
from drivers.scanner.ssi.twin import SsiTwin
from drivers.twins import UnknownActionError
from drivers.wire import Side

LONG_S = 20.0


@pytest.fixture
def counter(desk):
    """Put a scanner on the counter: its twin, and options by name."""

    def open_counter(twin: SsiTwin | None = None, **options):
        return desk(SsiScanner, twin or SsiTwin(), SsiOptions(**options))

    return open_counter


def told(story):
    virtualtime.run(story())


def test_a_code_is_reported_with_its_symbology(counter):
    async def story():
        async with counter() as at:
            at.twin.act("scan", text="A007", symbology="code128")
            await at.until_texts("A007")
            at.twin.act("scan", text="请到3号窗口", symbology="qrCode")
            await at.until_texts("A007", "请到3号窗口")
            assert at.codes == [CodeScanned("A007", "code128"), CodeScanned(at.texts[1], "qrCode")]
            assert at.healths == [Health.ONLINE]

    told(story)


def test_a_code_whose_acknowledgement_is_lost_is_said_again_and_reported_once(counter):
    async def story():
        async with counter(hold_s=0.1) as at:
            at.twin.act("miss_acks", count=2)
            at.twin.act("scan", text="A007")
            await asyncio.sleep(LONG_S)
            assert at.texts == ["A007"]
            assert at.twin.acks_to_miss == 0
            assert at.twin.look()["given_up"] == 0

    told(story)


def test_the_same_code_shown_again_later_is_a_new_one(counter):
    async def story():
        async with counter() as at:
            for times in (1, 2):
                at.twin.act("scan", text="A007")
                await at.until_texts(*["A007"] * times)
                await asyncio.sleep(LONG_S)

    told(story)


def test_a_code_held_there_is_reported_once_and_another_at_once(counter):
    async def story():
        async with counter() as at:
            at.twin.act("hold", text="A007", reads=8, every_s=0.5)
            await asyncio.sleep(5.0)
            at.twin.act("scan", text="B001")
            await at.until_texts("A007", "B001")
            assert at.twin.look()["beeps"] == 9

    told(story)


def test_a_code_longer_than_a_packet_is_put_together(counter):
    text = "".join(f"{number:04}" for number in range(200))

    async def story():
        async with counter() as at:
            at.twin.act("miss_acks", count=1)
            at.twin.act("scan", text=text)
            await at.until_texts(text)

    told(story)


def test_a_broken_code_is_asked_for_once_more(counter):
    async def story():
        loop = asyncio.get_running_loop()
        async with counter() as at:
            await asyncio.sleep(1.0)
            at.twin.act("garble")
            at.twin.act("scan", text="A007")
            began_s = loop.time()
            await at.until_texts("A007")
            return loop.time() - began_s

    # The scanner by itself would say it again after 2 s.
    assert virtualtime.run(story()) < 1.0


def test_half_a_code_is_dropped_and_comes_whole_when_said_again(counter):
    async def story():
        async with counter() as at:
            await asyncio.sleep(1.0)
            at.twin.act("cut_short")
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")

    told(story)


def test_a_scanner_told_to_rest_reads_nothing_until_told_to_look(counter):
    async def story():
        async with counter() as at:
            await at.driver.set_scanning(False)
            at.twin.act("scan", text="A007")
            await asyncio.sleep(LONG_S)
            assert at.texts == []
            await at.driver.set_scanning(True)
            at.twin.act("scan", text="A007")
            await at.until_texts("A007")

    told(story)


def test_a_triggered_scanner_is_triggered_again_after_each_code(counter):
    async def story():
        async with counter(SsiTwin(host_trigger=True), host_trigger=True) as at:
            for number in range(3):
                at.twin.act("scan", text=f"A00{number}")
                await at.until(lambda seen=number: len(at.texts) == seen + 1)
                await asyncio.sleep(0.5)
            await at.driver.set_scanning(False)
            assert not at.twin.look()["scanning"]

    told(story)


def test_a_scanner_that_lost_its_power_is_set_up_again_and_rests_as_before(counter):
    async def story():
        async with counter() as at:
            await at.driver.set_scanning(False)
            at.twin.act("cycle_power")
            # As delivered it looks for codes, and says them as plain text.
            at.twin.act("scan", text="A007")
            await at.until(lambda: at.twin.look()["packeted"])
            await at.until(lambda: not at.twin.look()["scanning"])
            assert at.texts == []

    told(story)


def test_a_scanner_that_refuses_is_a_hardware_error_until_it_does_as_told(counter):
    async def story():
        async with counter() as at:
            at.twin.act("refuse", cause=6)
            with pytest.raises(DeviceRefusedError, match="scan disable was refused: it is not all"):
                await at.driver.set_scanning(False)
            at.twin.act("cycle_power")
            at.twin.act("scan", text="plain")
            await at.until_health(Health.HARDWARE_ERROR)
            await asyncio.sleep(LONG_S)
            assert at.healths == [Health.ONLINE, Health.HARDWARE_ERROR]
            assert at.details[-1] == "param send was refused: it is not allowed (NAK 06)"
            at.twin.act("stop_refusing")
            await at.until_health(Health.ONLINE)

    told(story)


def test_a_silent_scanner_is_reported_once_and_a_verb_ends_in_silence(counter):
    async def story():
        async with counter() as at:
            at.twin.act("fall_silent")
            with pytest.raises(DeviceSilentError, match="asked 3 times"):
                await at.driver.set_scanning(False)
            await asyncio.sleep(LONG_S)
            assert at.healths == [Health.ONLINE, Health.OFFLINE]
            at.twin.act("fall_silent", on=False)
            await at.until_health(Health.ONLINE)
            assert not at.twin.look()["scanning"]

    told(story)


def test_a_scanner_in_low_power_mode_is_woken_before_each_question(counter):
    class SleepyTwin(SsiTwin):
        woken = 0

        def receive(self, data):
            self.woken += data[:1] == b"\x00"
            return super().receive(data)

    async def story():
        async with counter(SleepyTwin(), wake_up_s=0.02) as at:
            await asyncio.sleep(LONG_S)
            assert at.twin.woken > 4
            assert at.healths == [Health.ONLINE]

    told(story)


def test_a_scanner_pulled_out_is_a_lost_wire(counter):
    async def story():
        async with counter() as at:
            await at.device_end.close()
            with pytest.raises(WireLostError):
                await at.running

    told(story)


def test_a_self_test_says_the_revision_and_beeps(counter):
    async def story():
        async with counter() as at:
            beeps = at.twin.look()["beeps"]
            findings = await at.driver.self_test()
            assert all(finding.ok for finding in findings)
            assert "revision is ATRIUM-TWIN" in findings[0].said
            assert at.twin.look()["beeps"] == beeps + 1

    told(story)


def test_the_text_of_a_code_is_in_no_log_and_no_repr(counter, caplog):
    async def story():
        async with counter() as at:
            at.twin.act("scan", text="11010519491231002X")
            await at.until(lambda: bool(at.codes))
            at.twin.act("scan", text="bad\x01code")
            await asyncio.sleep(1.0)
            assert at.texts == ["11010519491231002X"]
            assert "1101" not in repr(at.events) + str(at.twin.look())

    with caplog.at_level(logging.DEBUG):
        told(story)
    assert "1101" not in caplog.text and "bad" not in caplog.text
    assert "code not accepted: 8 bytes with characters that no code holds" in caplog.text


@pytest.mark.parametrize(
    "options", [{"hold_s": 0}, {"attempts_max": 0}, {"wake_up_s": -1}, {"pause_s": -0.1}]
)
def test_an_option_out_of_bounds_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        SsiOptions(**options)


def test_hands_cannot_show_a_code_that_no_such_scanner_reads():
    with pytest.raises(UnknownActionError, match="no symbology 'runes'"):
        SsiTwin().act("scan", text="A", symbology="runes")
    with pytest.raises(UnknownActionError, match="bytes in hex"):
        SsiTwin().act("add_garbage", garbage="xx")


@pytest.mark.parametrize("opcode", ["C5", "E7", "C8", "D3"])
def test_the_twin_takes_every_command_of_the_guide_that_it_lists(opcode):
    twin, decoder = SsiTwin(), SsiDecoder(Side.DEVICE)
    said = decoder.feed(twin.receive(encode(Packet(int(opcode, 16)))))
    assert [packet.opcode for packet in said] in ([Opcode.ACK], [Opcode.CAPABILITIES_REPLY])
    assert twin.look()["last_command"] == opcode
