import asyncio
import contextlib
import dataclasses
import datetime as dt

import pytest

from drivers import virtualtime
from drivers.contract import (
    Context,
    CoverOpenError,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    HealthChanged,
    OutcomeUnknownError,
    Paper,
    PaperChanged,
    PaperJammedError,
    PaperOutError,
    WireLostError,
)
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.driver import EscposPrinter
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin

DEFAULT = load_layout("default")
_NEXT = dataclasses.replace(TICKET, number="A013", barcode="A013-260302")
_ALL_STATUS = bytes.fromhex("100401 100402 100403 100404")
_HALF_MM = 60.0  # of paper, which ends in the middle of a ticket


class Recorder:
    """A wire that keeps what the host has said."""

    def __init__(self, wire):
        self._wire = wire
        self._slips = {}
        self.said = b""

    def slip_in_once(self, before, device_end, data):
        """Have the host hear `data` just before the answer to `before`."""
        self._slips[before] = device_end.write(data)

    async def write(self, data):
        self.said += data
        if data in self._slips:
            await self._slips.pop(data)
        await self._wire.write(data)

    async def read(self, within_s):
        return await self._wire.read(within_s)

    async def close(self):
        await self._wire.close()


class Bench:
    """A driver that runs against its twin."""

    def __init__(self, driver, twin, wire, device_end):
        self.driver = driver
        self.twin = twin
        self.wire = wire
        self.device_end = device_end
        self.events = driver.context.report.__self__

    @property
    def healths(self):
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    @property
    def papers(self):
        return [event.paper for event in self.events if isinstance(event, PaperChanged)]

    async def until(self, condition, within_s=30.0):
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.05)

    async def until_online(self):
        await self.until(lambda: self.healths[-1:] == [Health.ONLINE])

    async def until_half_printed(self):
        await self.until(lambda: TICKET.number in self.twin.look()["hanging"])

    def numbers(self):
        """The number on each ticket that was cut off."""
        return [ticket.lines[0] for ticket in self.twin.tickets]


@contextlib.asynccontextmanager
async def _hall(twin=None, options=None):
    host_end, device_end = loopback()
    twin = twin or EscposTwin()
    wire = Recorder(host_end)
    context = Context([].append, lambda: dt.datetime(2026, 3, 2, 9))
    driver = EscposPrinter(wire, options or EscposOptions(), context)
    serving = asyncio.create_task(serve_twin(twin, device_end, driver.declaration.line))
    running = asyncio.create_task(driver.run())
    try:
        yield Bench(driver, twin, wire, device_end)
    finally:
        running.cancel()
        serving.cancel()
        for ended in await asyncio.gather(running, serving, return_exceptions=True):
            assert ended is None or isinstance(ended, asyncio.CancelledError | WireLostError)


def _virtual(day):
    """Run a day in the hall in virtual time."""

    def test():
        virtualtime.run(day())

    test.__name__ = day.__name__
    return test


@_virtual
async def test_a_ticket_is_printed_and_cut():
    async with _hall() as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.numbers() == ["A012"]
        assert bench.twin.tickets[0].qr_codes == [TICKET.qr]


@_virtual
async def test_narrow_paper_is_printed_on_as_well():
    options = EscposOptions(paper_width_mm=58, full_cut=True)
    async with _hall(EscposTwin(dots=384), options) as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.twin.tickets[0].barcodes == [TICKET.barcode]


@_virtual
async def test_paper_and_health_are_reported_once_a_change():
    async with _hall() as bench:
        await bench.until_online()
        for action in ("take_paper_out", "load_paper", "jam_cutter", "clear_jam"):
            bench.twin.act(action)
            await asyncio.sleep(10.0)
        bench.twin.act("set_paper", mm=1000)
        await asyncio.sleep(10.0)
        assert bench.papers == [
            Paper.FULL,
            Paper.OUT,
            Paper.FULL,
            Paper.JAMMED,
            Paper.FULL,
            Paper.LOW,
        ]
        assert bench.healths == [
            Health.STARTING,
            Health.ONLINE,
            Health.USER_ERROR,
            Health.ONLINE,
            Health.HARDWARE_ERROR,
            Health.ONLINE,
        ]


@_virtual
async def test_a_change_is_reported_at_once_and_not_at_the_next_poll():
    async with _hall(options=EscposOptions(poll_s=600.0)) as bench:
        await bench.until_online()
        bench.twin.act("open_cover")
        await asyncio.sleep(0.01)
        assert bench.healths[-1] is Health.USER_ERROR


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ("take_paper_out", PaperOutError),
        ("open_cover", CoverOpenError),
        ("jam_cutter", PaperJammedError),
        ("switch_offline", DeviceRefusedError),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing(action, error):
    async def day():
        async with _hall() as bench:
            await bench.until_online()
            bench.twin.act(action)
            with pytest.raises(error):
                await bench.driver.print_ticket(TICKET)
            assert TICKET.number.encode() not in bench.wire.said

    virtualtime.run(day())


@pytest.mark.parametrize("profile", ["epson", "clears-by-enq"])
def test_after_paper_ran_out_in_mid_ticket_a_new_roll_brings_nothing_out(profile):
    async def day():
        twin = EscposTwin(paper_mm=_HALF_MM, profile=load_profile(profile))
        async with _hall(twin, EscposOptions(profile=profile)) as bench:
            with pytest.raises(PaperOutError):
                await bench.driver.print_ticket(TICKET)
            assert twin.look()["hanging"][0] == TICKET.number
            twin.act("load_paper")
            await bench.until_online()
            await asyncio.sleep(30.0)
            assert (twin.printed, twin.look()["hanging"]) == (0, [])
            await bench.driver.print_ticket(_NEXT)
            assert bench.numbers() == ["A013"]

    virtualtime.run(day())


@_virtual
async def test_a_printer_that_does_not_confirm_it_forgot_leaves_the_outcome_unknown():
    twin = EscposTwin(paper_mm=_HALF_MM, profile=load_profile("clears-by-enq"))
    async with _hall(twin) as bench:
        with pytest.raises(OutcomeUnknownError, match="may print on later"):
            await bench.driver.print_ticket(TICKET)


@_virtual
async def test_paper_that_ends_with_the_ticket_leaves_the_outcome_unknown():
    class NeverStops(EscposTwin):
        """Its end sensor stops nothing: only the answer behind the ticket tells."""

        def tick(self, dt_s):
            said = super().tick(dt_s)
            return b"\x0f" if said == b"\x00" and self.printed else said

    async with _hall(NeverStops()) as bench:
        with pytest.raises(OutcomeUnknownError, match="paper ended"):
            await bench.driver.print_ticket(TICKET)


@_virtual
async def test_a_cover_opened_in_mid_ticket_leaves_a_slip_that_is_marked_void():
    async with _hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.act("open_cover")
        with pytest.raises(CoverOpenError):
            await printing
        bench.twin.act("close_cover")
        await bench.until_online()
        await bench.driver.print_ticket(_NEXT)
        half, whole = bench.twin.tickets
        assert half.lines[0] == "A012"
        assert any("作废" in line for line in half.lines)
        assert (half.barcodes, whole.lines[0]) == ([], "A013")


@_virtual
async def test_a_jam_in_mid_ticket_prints_nothing_later():
    async with _hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.act("jam_cutter")
        with pytest.raises(PaperJammedError):
            await printing
        bench.twin.act("clear_jam")
        await bench.until_online()
        await asyncio.sleep(30.0)
        assert bench.twin.printed == 0


@_virtual
async def test_trouble_is_noticed_in_a_printer_without_automatic_status_too():
    class Reticent(EscposTwin):
        def _announce(self):
            return b""

    async with _hall(Reticent()) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.act("open_cover")
        with pytest.raises(CoverOpenError):
            await printing


@_virtual
async def test_silence_before_anything_was_sent_is_silence():
    async with _hall() as bench:
        await bench.until_online()
        bench.twin.silent = True
        with pytest.raises(DeviceSilentError):
            await bench.driver.print_ticket(TICKET)
        assert TICKET.number.encode() not in bench.wire.said


@_virtual
async def test_silence_afterwards_leaves_the_outcome_unknown_and_the_next_ticket_whole():
    async with _hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.silent = True
        with pytest.raises(OutcomeUnknownError):
            await printing
        assert bench.healths[-1] is Health.OFFLINE
        bench.twin.silent = False
        await bench.until_online()
        await bench.driver.print_ticket(_NEXT)
        assert bench.numbers()[0] == "A012"
        assert bench.numbers()[-1] == "A013"


@_virtual
async def test_a_wire_pulled_in_mid_ticket_leaves_the_outcome_unknown():
    async with _hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        await bench.device_end.close()
        with pytest.raises(OutcomeUnknownError):
            await printing
        with pytest.raises(WireLostError):
            await bench.driver.print_ticket(_NEXT)


@pytest.mark.parametrize("late_s", [0.2, 0.55, 0.75, 0.9, 1.3, 2.4])
def test_late_status_bytes_are_never_read_as_answers_to_another_question(late_s):
    async def day():
        async with _hall(EscposTwin(paper_mm=2000)) as bench:
            await bench.until_online()
            bench.twin.act("answer_late", seconds=late_s)
            await asyncio.sleep(5.3)
            bench.twin.act("answer_late", seconds=0.0)
            await asyncio.sleep(10.0)
            await bench.until_online()
            # Low paper is the odd byte of the four: shifted, it would be an open cover.
            assert set(bench.healths) <= {Health.STARTING, Health.ONLINE, Health.OFFLINE}
            assert bench.papers == [Paper.LOW]

    virtualtime.run(day())


@_virtual
async def test_a_late_byte_in_the_middle_of_a_breath_shifts_no_answer():
    async with _hall(EscposTwin(paper_mm=2000)) as bench:
        await bench.until_online()
        # A byte of before, which says "paper low" where it belongs and "offline" where it comes.
        bench.wire.slip_in_once(_ALL_STATUS, bench.device_end, b"\x1e")
        await asyncio.sleep(10.0)
        assert bench.papers == [Paper.LOW]
        assert bench.healths == [Health.STARTING, Health.ONLINE]


@_virtual
async def test_what_it_says_by_itself_during_a_breath_is_newer_than_the_answers():
    class OpenedMeanwhile(EscposTwin):
        """Its cover is opened right behind the last answer, once."""

        opens = True

        def _obey(self, command):
            said = super()._obey(command)
            if command.n == 4 and self._auto and self.opens:
                self.opens, self.cover_open = False, True
            return said

    async with _hall(OpenedMeanwhile()) as bench:
        await bench.until(lambda: bench.twin.cover_open)
        await asyncio.sleep(1.0)
        assert bench.healths == [Health.STARTING, Health.ONLINE, Health.USER_ERROR]


@_virtual
async def test_a_stray_zero_byte_is_not_taken_for_a_printed_ticket():
    async with _hall(EscposTwin(paper_mm=_HALF_MM)) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until(lambda: TICKET.number.encode() in bench.wire.said)
        await bench.device_end.write(b"\x00")
        with pytest.raises(PaperOutError):
            await printing


@_virtual
async def test_a_ticket_waits_for_nothing_but_its_paper():
    async with _hall() as bench:
        for ticket in (TICKET, _NEXT, TICKET):
            await asyncio.sleep(3.3)
            began_s = asyncio.get_running_loop().time()
            await bench.driver.print_ticket(ticket)
            paper_s = bench.twin.tickets[-1].length_mm / 150.0
            assert asyncio.get_running_loop().time() - began_s < paper_s + 0.3


@_virtual
async def test_two_automatic_statuses_in_one_read_are_both_reported_in_order():
    async with _hall() as bench:
        await bench.until_online()
        await bench.device_end.write(bytes.fromhex("18000F00 10000000"))
        await asyncio.sleep(0.01)
        assert bench.papers == [Paper.FULL, Paper.OUT, Paper.FULL]
        assert bench.healths[-2:] == [Health.USER_ERROR, Health.ONLINE]


@_virtual
async def test_an_automatic_status_torn_apart_by_a_question_is_still_one():
    async with _hall(EscposTwin(print_mm_s=30.0)) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        await bench.device_end.write(b"\x10\x00")
        bench.wire.slip_in_once(_ALL_STATUS, bench.device_end, b"\x03\x00")
        await printing
        assert Paper.LOW in bench.papers


@pytest.mark.parametrize("print_mm_s", range(230, 320, 5))
def test_an_answer_that_comes_between_two_looks_is_not_lost(print_mm_s):
    async def day():
        async with _hall(EscposTwin(print_mm_s=print_mm_s)) as bench:
            await bench.until_online()
            await bench.driver.print_ticket(TICKET)
            assert bench.numbers() == ["A012"]

    virtualtime.run(day())


@_virtual
async def test_tickets_asked_for_at_once_come_one_behind_the_other():
    async with _hall() as bench:
        await asyncio.gather(bench.driver.print_ticket(TICKET), bench.driver.print_ticket(_NEXT))
        assert bench.numbers() == ["A012", "A013"]


@_virtual
async def test_a_ticket_that_failed_does_not_hold_up_the_next():
    async with _hall(EscposTwin(paper_mm=_HALF_MM)) as bench:
        printing = [
            asyncio.create_task(bench.driver.print_ticket(ticket)) for ticket in (TICKET, _NEXT)
        ]
        outcomes = await asyncio.gather(*printing, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [PaperOutError, PaperOutError]


@_virtual
async def test_what_an_earlier_controller_left_in_a_printer_without_paper_is_forgotten():
    twin = EscposTwin(paper_mm=_HALF_MM)
    twin.receive(lay_out(TICKET, DEFAULT, 576))
    async with _hall(twin) as bench:
        await bench.until(lambda: Paper.OUT in bench.papers)
        await asyncio.sleep(3.0)
        twin.act("load_paper")
        await bench.until_online()
        await asyncio.sleep(30.0)
        assert (twin.printed, twin.look()["hanging"]) == (0, [])


@_virtual
async def test_a_ticket_an_earlier_controller_handed_over_is_let_out_whole():
    twin = EscposTwin()
    twin.receive(lay_out(TICKET, DEFAULT, 576))
    async with _hall(twin) as bench:
        await bench.driver.print_ticket(_NEXT)
        assert bench.numbers() == ["A012", "A013"]
        assert twin.tickets[0].barcodes == [TICKET.barcode]


@_virtual
async def test_a_damaged_length_in_the_printer_does_not_swallow_the_next_ticket():
    twin = EscposTwin()
    twin.receive(b"\x1d(k\xff\xff1P0")
    async with _hall(twin) as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.numbers() == ["A012"]


@_virtual
async def test_a_printer_that_answers_and_works_nothing_off_is_not_online():
    class Stuck(EscposTwin):
        def _work(self):
            return b""

    async with _hall(Stuck()) as bench:
        await asyncio.sleep(10.0)
        assert bench.healths == [Health.STARTING, Health.OFFLINE]
        with pytest.raises(DeviceSilentError, match="nothing is in it"):
            await bench.driver.print_ticket(TICKET)


@_virtual
async def test_a_ticket_no_printer_could_print_is_refused_before_the_wire():
    async with _hall() as bench:
        await bench.until_online()
        said = bench.wire.said
        with pytest.raises(DeviceRefusedError, match="wider than the paper"):
            await bench.driver.print_ticket(dataclasses.replace(TICKET, barcode="A" * 60))
        assert bench.wire.said == said


@_virtual
async def test_a_printer_switched_off_and_on_tells_of_itself_again_with_the_next_ticket():
    async with _hall(options=EscposOptions(poll_s=600.0)) as bench:
        await bench.until_online()
        bench.twin.act("power_cycle")
        await bench.driver.print_ticket(TICKET)
        bench.twin.act("open_cover")
        await asyncio.sleep(0.01)
        assert bench.healths[-1] is Health.USER_ERROR


@pytest.mark.parametrize("width_mm", [0, 57, 110])
def test_a_paper_width_no_roll_has_is_refused(width_mm):
    with pytest.raises(ValueError, match="not 58 or 80"):
        EscposOptions(paper_width_mm=width_mm)
