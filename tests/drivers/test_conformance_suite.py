"""The contract suite finds every clause that a driver breaks, and no other."""

import asyncio
import contextlib
import dataclasses
from collections.abc import Sequence

import pytest
from bell import Bell, BellDecoder, BellTwin, case

from drivers import virtualtime
from drivers.conformance import CHECKS, check_all
from drivers.contract import DeviceError, Health, HealthChanged, WireLostError
from drivers.wire import Noise

CHECK = {check.__name__: check for check in CHECKS}


def broken(name: str, driver: type[Bell], twin: type[BellTwin] = BellTwin) -> str:
    """Return what the check of that name says of the driver."""
    with pytest.raises((AssertionError, DeviceError)) as caught:
        virtualtime.run(CHECK[name](case(driver, twin)))
    return str(caught.value)


def test_a_driver_that_keeps_the_contract_passes():
    check_all(case())


class BelievesItsEcho(Bell):
    def accept(self, heard, letter):
        return True


def test_who_takes_its_own_echo_for_an_answer_is_found():
    assert "not within 60 s" in broken("takes_no_echo_for_an_answer", BelievesItsEcho)


class WholeReadsOnly(BellDecoder):
    """Expects a frame a read, as if bytes knew where frames begin."""

    def feed(self, data: bytes) -> Sequence[int | Noise]:
        self._pending = b""
        return super().feed(data)[:1]


class ReadsFrames(Bell):
    decoder = WholeReadsOnly


@pytest.mark.parametrize(
    "check", ["works_byte_by_byte", "works_through_garbage", "works_on_a_slow_wire"]
)
def test_who_expects_one_frame_a_read_is_found(check):
    assert broken(check, ReadsFrames)


class BelievesAnyone(BellDecoder):
    """Takes whatever comes for the answer."""

    def feed(self, data: bytes) -> Sequence[int | Noise]:
        return [0x80 | 0x11, 0x80 | 0x12] if data else []


class IsOnlineWithAnyone(Bell):
    decoder = BelievesAnyone


def test_who_takes_a_stranger_for_its_device_is_found():
    said = broken("takes_no_stranger_for_its_own", IsOnlineWithAnyone)
    assert "a sam was taken for the device" in said


class Hectic(Bell):
    async def run(self) -> None:
        await self.look_once()
        while True:
            await self.wire.read(0.001)


def test_who_reads_on_and_on_is_found():
    assert "reads a second" in broken("takes_no_stranger_for_its_own", Hectic)


class Spinning(Bell):
    async def run(self) -> None:
        await self.look_once()
        while True:
            await self.wire.read(-1.0)


def test_who_never_lets_time_pass_is_found_and_does_not_hang_the_suite():
    assert "without letting time pass" in broken("works_through_garbage", Spinning)


class Hoarding(BellDecoder):
    """Keeps all that was ever noise, for nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[int | Noise] = []

    def feed(self, data: bytes) -> Sequence[int | Noise]:
        found = super().feed(data)
        self.kept += found
        return found


class Hoarder(Bell):
    decoder = Hoarding


def test_who_keeps_all_of_a_flood_is_found():
    assert "bytes of a flood" in broken("bears_a_flood", Hoarder)


class Tireless(Bell):
    def report_health(self, health: Health, detail: str = "", unit: str = "") -> None:
        self.context.report(HealthChanged(health, detail, unit))


@pytest.mark.parametrize("check", ["reports_silence_once", "reports_a_crawling_device_once"])
def test_who_reports_a_lost_device_again_and_again_is_found(check):
    assert "reported once when lost, not" in broken(check, Tireless)


class DeafToTheEnd(Bell):
    async def run(self) -> None:
        try:
            await super().run()
        except WireLostError:
            await asyncio.sleep(3600.0)


def test_who_does_not_end_with_its_wire_is_found():
    assert "run() ends when" in broken("ends_when_cut_off_in_mid_frame", DeafToTheEnd)


class Impatient(Bell):
    async def ask(self, letter: int) -> None:
        self.options = dataclasses.replace(self.options, reply_timeout_s=0.03)
        await super().ask(letter)


def test_who_has_less_patience_than_its_case_says_is_found():
    assert "no answer within 0.03 s" in broken("works_on_a_slow_wire", Impatient)


class Crashing(BellTwin):
    def receive(self, data: bytes) -> bytes:
        raise KeyError("a mistake in the twin")


def test_a_mistake_in_the_twin_is_told_as_such():
    assert "the twin raised KeyError" in broken("works_on_a_whole_wire", Bell, Crashing)


class Stubborn(Bell):
    async def ring(self) -> None:
        while True:
            with contextlib.suppress(DeviceError):
                return await super().ring()
            await asyncio.sleep(1.0)


def test_a_verb_that_never_gives_up_is_found():
    assert broken("reports_silence_once", Stubborn) == "not within 120 s: verbs end"
