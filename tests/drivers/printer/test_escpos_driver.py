import asyncio
import dataclasses

import pytest
from printer_bench import hall, virtual

from drivers import virtualtime
from drivers.contract import (
    CoverOpenError,
    DeviceRefusedError,
    Health,
    Paper,
    PaperJammedError,
    PaperOutError,
)
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.twin import EscposTwin

_NEXT = dataclasses.replace(TICKET, number="A013", barcode="A013-260302")


@virtual
async def test_a_ticket_is_printed_and_cut():
    async with hall() as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.numbers() == ["A012"]
        assert bench.twin.tickets[0].qr_codes == [TICKET.qr]


@virtual
async def test_narrow_paper_is_printed_on_as_well():
    options = EscposOptions(paper_width_mm=58, full_cut=True)
    async with hall(EscposTwin(dots=384), options) as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.twin.tickets[0].barcodes == [TICKET.barcode]


@virtual
async def test_paper_and_health_are_reported_once_a_change():
    async with hall() as bench:
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


@virtual
async def test_a_change_is_reported_at_once_and_not_at_the_next_poll():
    async with hall(options=EscposOptions(poll_s=600.0)) as bench:
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
        async with hall() as bench:
            await bench.until_online()
            bench.twin.act(action)
            with pytest.raises(error):
                await bench.driver.print_ticket(TICKET)
            assert TICKET.number.encode() not in bench.wire.said

    virtualtime.run(day())


@virtual
async def test_a_ticket_waits_for_nothing_but_its_paper():
    async with hall() as bench:
        for ticket in (TICKET, _NEXT, TICKET):
            await asyncio.sleep(3.3)
            began_s = asyncio.get_running_loop().time()
            await bench.driver.print_ticket(ticket)
            paper_s = bench.twin.tickets[-1].length_mm / 150.0
            assert asyncio.get_running_loop().time() - began_s < paper_s + 0.3


@pytest.mark.parametrize("print_mm_s", range(230, 320, 5))
def test_an_answer_that_comes_between_two_looks_is_not_lost(print_mm_s):
    async def day():
        async with hall(EscposTwin(print_mm_s=print_mm_s)) as bench:
            await bench.until_online()
            await bench.driver.print_ticket(TICKET)
            assert bench.numbers() == ["A012"]

    virtualtime.run(day())


@virtual
async def test_tickets_asked_for_at_once_come_one_behind_the_other():
    async with hall() as bench:
        await asyncio.gather(bench.driver.print_ticket(TICKET), bench.driver.print_ticket(_NEXT))
        assert bench.numbers() == ["A012", "A013"]


@virtual
async def test_a_ticket_no_printer_could_print_is_refused_before_the_wire():
    async with hall() as bench:
        await bench.until_online()
        said = bench.wire.said
        with pytest.raises(DeviceRefusedError, match="wider than the paper"):
            await bench.driver.print_ticket(dataclasses.replace(TICKET, barcode="A" * 60))
        assert bench.wire.said == said


@virtual
async def test_a_printer_switched_off_and_on_tells_of_itself_again_with_the_next_ticket():
    async with hall(options=EscposOptions(poll_s=600.0)) as bench:
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
