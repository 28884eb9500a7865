import asyncio
import dataclasses

import pytest
from printer_bench import hall, virtual

from drivers import virtualtime
from drivers.contract import (
    CoverOpenError,
    DeviceSilentError,
    Health,
    OutcomeUnknownError,
    Paper,
    PaperJammedError,
    PaperOutError,
    WireLostError,
)
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin

DEFAULT = load_layout("default")
_NEXT = dataclasses.replace(TICKET, number="A013", barcode="A013-260302")
_HALF_MM = 60.0  # of paper, which ends in the middle of a ticket


@pytest.mark.parametrize("profile", ["epson", "clears-by-enq"])
def test_after_paper_ran_out_in_mid_ticket_a_new_roll_brings_nothing_out(profile):
    async def day():
        twin = EscposTwin(paper_mm=_HALF_MM, profile=load_profile(profile))
        async with hall(twin, EscposOptions(profile=profile)) as bench:
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


@virtual
async def test_a_printer_that_does_not_confirm_it_forgot_leaves_the_outcome_unknown():
    twin = EscposTwin(paper_mm=_HALF_MM, profile=load_profile("clears-by-enq"))
    async with hall(twin) as bench:
        with pytest.raises(OutcomeUnknownError, match="may print on later"):
            await bench.driver.print_ticket(TICKET)


@virtual
async def test_paper_that_ends_with_the_ticket_leaves_the_outcome_unknown():
    class NeverStops(EscposTwin):
        """Its end sensor stops nothing: only the answer behind the ticket tells."""

        def tick(self, dt_s):
            said = super().tick(dt_s)
            return b"\x0f" if said == b"\x00" and self.printed else said

    async with hall(NeverStops()) as bench:
        with pytest.raises(OutcomeUnknownError, match="paper ended"):
            await bench.driver.print_ticket(TICKET)


@virtual
async def test_a_cover_opened_in_mid_ticket_leaves_a_slip_that_is_marked_void():
    async with hall() as bench:
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


@virtual
async def test_a_jam_in_mid_ticket_prints_nothing_later():
    async with hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.act("jam_cutter")
        with pytest.raises(PaperJammedError):
            await printing
        bench.twin.act("clear_jam")
        await bench.until_online()
        await asyncio.sleep(30.0)
        assert bench.twin.printed == 0


@virtual
async def test_trouble_is_noticed_in_a_printer_without_automatic_status_too():
    class Reticent(EscposTwin):
        def _announce(self):
            return b""

    async with hall(Reticent()) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.act("open_cover")
        with pytest.raises(CoverOpenError):
            await printing


@virtual
async def test_silence_before_anything_was_sent_is_silence():
    async with hall() as bench:
        await bench.until_online()
        bench.twin.silent = True
        with pytest.raises(DeviceSilentError):
            await bench.driver.print_ticket(TICKET)
        assert TICKET.number.encode() not in bench.wire.said


@virtual
async def test_silence_afterwards_leaves_the_outcome_unknown_and_the_next_ticket_whole():
    async with hall() as bench:
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


@virtual
async def test_a_wire_pulled_in_mid_ticket_leaves_the_outcome_unknown():
    async with hall() as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        await bench.device_end.close()
        with pytest.raises(OutcomeUnknownError):
            await printing
        with pytest.raises(WireLostError):
            await bench.driver.print_ticket(_NEXT)


@virtual
async def test_a_ticket_that_failed_does_not_hold_up_the_next():
    async with hall(EscposTwin(paper_mm=_HALF_MM)) as bench:
        printing = [
            asyncio.create_task(bench.driver.print_ticket(ticket)) for ticket in (TICKET, _NEXT)
        ]
        outcomes = await asyncio.gather(*printing, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [PaperOutError, PaperOutError]


@virtual
async def test_what_an_earlier_controller_left_in_a_printer_without_paper_is_forgotten():
    twin = EscposTwin(paper_mm=_HALF_MM)
    twin.receive(lay_out(TICKET, DEFAULT, 576))
    async with hall(twin) as bench:
        await bench.until(lambda: Paper.OUT in bench.papers)
        await asyncio.sleep(3.0)
        twin.act("load_paper")
        await bench.until_online()
        await asyncio.sleep(30.0)
        assert (twin.printed, twin.look()["hanging"]) == (0, [])


@virtual
async def test_a_ticket_an_earlier_controller_handed_over_is_let_out_whole():
    twin = EscposTwin()
    twin.receive(lay_out(TICKET, DEFAULT, 576))
    async with hall(twin) as bench:
        await bench.driver.print_ticket(_NEXT)
        assert bench.numbers() == ["A012", "A013"]
        assert twin.tickets[0].barcodes == [TICKET.barcode]


@virtual
async def test_a_damaged_length_in_the_printer_does_not_swallow_the_next_ticket():
    twin = EscposTwin()
    twin.receive(b"\x1d(k\xff\xff1P0")
    async with hall(twin) as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.numbers() == ["A012"]


@virtual
async def test_a_printer_that_answers_and_works_nothing_off_is_not_online():
    class Stuck(EscposTwin):
        def _work(self):
            return b""

    async with hall(Stuck()) as bench:
        await asyncio.sleep(10.0)
        assert bench.healths == [Health.STARTING, Health.OFFLINE]
        with pytest.raises(DeviceSilentError, match="nothing is in it"):
            await bench.driver.print_ticket(TICKET)
