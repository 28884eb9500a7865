"""Printers that answer other questions than Epson's, in a hall."""

import asyncio
import dataclasses

import pytest
from printer_bench import hall, virtual

from drivers import virtualtime
from drivers.contract import (
    CoverOpenError,
    Health,
    OutcomeUnknownError,
    Paper,
    PaperJammedError,
    PaperOutError,
)
from drivers.printer.escpos import commands
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin

_HALF_MM = 60.0
_NEXT = dataclasses.replace(TICKET, number="A013")


def _printer(profile, **of_twin):
    """Return a twin and the options for it."""
    return EscposTwin(profile=load_profile(profile), **of_twin), EscposOptions(profile=profile)


@pytest.mark.parametrize("profile", ["kpm150", "asked-only", "unconfirmed"])
def test_a_ticket_is_printed_by_a_printer_of_any_family(profile):
    async def day():
        async with hall(*_printer(profile)) as bench:
            await bench.until_online()
            await bench.driver.print_ticket(TICKET)
            await bench.driver.print_ticket(_NEXT)
            assert bench.numbers() == ["A012", "A013"]

    virtualtime.run(day())


@pytest.mark.parametrize("profile", ["kpm150", "asked-only", "unconfirmed"])
@pytest.mark.parametrize(
    ("action", "error", "health"),
    [
        ("take_paper_out", PaperOutError, Health.USER_ERROR),
        ("open_cover", CoverOpenError, Health.USER_ERROR),
        ("jam_cutter", PaperJammedError, Health.HARDWARE_ERROR),
    ],
)
def test_trouble_is_seen_within_a_poll_by_asking_alone(profile, action, error, health):
    async def day():
        async with hall(*_printer(profile)) as bench:
            await bench.until_online()
            bench.twin.act(action)
            await asyncio.sleep(bench.driver.options.poll_s + 1.0)
            assert bench.healths[-1] is health
            with pytest.raises(error):
                await bench.driver.print_ticket(TICKET)
            assert TICKET.number.encode() not in bench.wire.said

    virtualtime.run(day())


@virtual
async def test_a_kiosk_printer_tells_of_low_paper_in_six_bytes_and_is_never_asked_for_more():
    twin, options = _printer("kpm150", paper_mm=2000)
    async with hall(twin, options) as bench:
        await bench.until_online()
        await bench.driver.print_ticket(TICKET)
        assert bench.papers == [Paper.LOW]
        assert b"\x10\x04\x02" not in bench.wire.said
        assert commands.auto_status() not in bench.wire.said


@virtual
async def test_a_ticket_that_nobody_took_holds_up_no_other():
    async with hall(*_printer("kpm150")) as bench:
        await bench.driver.print_ticket(TICKET)
        assert bench.twin.receive(commands.full_status()) == bytes.fromhex("100F 20000000")
        await bench.driver.print_ticket(_NEXT)
        bench.twin.act("take_tickets")
        assert bench.twin.receive(commands.full_status()) == bytes.fromhex("100F 00000000")


@virtual
async def test_a_late_answer_in_six_bytes_shifts_no_other():
    async with hall(*_printer("kpm150", paper_mm=2000)) as bench:
        await bench.until_online()
        for late_s in (0.3, 0.6, 1.1):
            bench.twin.act("answer_late", seconds=late_s)
            await asyncio.sleep(5.3)
        bench.twin.act("answer_late", seconds=0.0)
        await asyncio.sleep(10.0)
        await bench.until_online()
        assert set(bench.healths) <= {Health.STARTING, Health.ONLINE, Health.OFFLINE}
        assert bench.papers == [Paper.LOW]


@pytest.mark.parametrize("profile", ["kpm150", "asked-only", "unconfirmed"])
def test_a_printer_whose_memory_cannot_be_emptied_leaves_the_outcome_unknown(profile):
    async def day():
        async with hall(*_printer(profile, paper_mm=_HALF_MM)) as bench:
            with pytest.raises(OutcomeUnknownError, match="may print on later"):
                await bench.driver.print_ticket(TICKET)

    virtualtime.run(day())


@virtual
async def test_without_a_confirmation_a_ticket_counts_when_the_printer_is_well_long_enough_after():
    async with hall(*_printer("unconfirmed")) as bench:
        await bench.until_online()
        began_s = asyncio.get_running_loop().time()
        await bench.driver.print_ticket(TICKET)
        took_s = asyncio.get_running_loop().time() - began_s
        assert bench.driver.options.printer.print_s < took_s < 7.0
        assert b"\x1dr" not in bench.wire.said


@virtual
async def test_without_a_confirmation_silence_leaves_the_outcome_unknown():
    async with hall(*_printer("unconfirmed")) as bench:
        await bench.until_online()
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        bench.twin.silent = True
        with pytest.raises(OutcomeUnknownError):
            await printing


@virtual
async def test_the_second_copy_belongs_to_the_ticket():
    async with hall(options=EscposOptions(layout="with-copy")) as bench:
        await bench.driver.print_ticket(TICKET)
        ticket, copy = bench.twin.tickets
        assert (ticket.logos, ticket.barcodes) == (1, [TICKET.barcode])
        assert copy.lines[:3] == ["存根", "Copy for the clerk", TICKET.number]


@virtual
async def test_a_ticket_whose_second_copy_does_not_come_out_is_not_printed():
    async with hall(options=EscposOptions(layout="with-copy")) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until(lambda: bench.twin.printed == 1)
        bench.twin.act("open_cover")
        with pytest.raises(CoverOpenError):
            await printing
        bench.twin.act("close_cover")
        await asyncio.sleep(20.0)
        assert bench.twin.printed == 1


@virtual
async def test_a_logo_is_no_reason_to_take_a_slow_printer_for_a_silent_one():
    options = EscposOptions(layout="with-copy", profile="asked-only")
    twin = EscposTwin(profile=load_profile("asked-only"))
    async with hall(twin, options, baudrate=9600) as bench:
        await bench.until_online()
        await bench.driver.print_ticket(TICKET)
        assert bench.healths == [Health.STARTING, Health.ONLINE]
        assert bench.twin.printed == 2


@virtual
async def test_a_ticket_whose_logo_stops_in_the_middle_prints_nothing_later():
    async with hall(options=EscposOptions(layout="with-copy")) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until(lambda: bench.twin.look()["printing"])
        bench.twin.act("take_paper_out")
        with pytest.raises(PaperOutError):
            await printing
        bench.twin.act("load_paper")
        await asyncio.sleep(30.0)
        assert (bench.twin.printed, bench.twin.look()["hanging"]) == (0, [])


@pytest.mark.parametrize("length", [b"\xff\xff", b"\xff\x20", b"\x40\x00"])
def test_a_damaged_length_is_given_its_fill_where_nothing_empties_the_memory(length):
    async def day():
        twin, options = _printer("kpm150")
        twin.receive(b"\x1d(k" + length + b"1P0")
        async with hall(twin, options) as bench:
            await bench.until_online()
            await bench.driver.print_ticket(TICKET)
            assert (bench.numbers(), bench.twin.look()["hanging"]) == (["A012"], [])

    virtualtime.run(day())


@virtual
async def test_a_printer_that_works_nothing_off_is_not_flooded_for_ever():
    class Stuck(EscposTwin):
        def _work(self):
            return b""

    twin = Stuck(profile=load_profile("kpm150"))
    async with hall(twin, EscposOptions(profile="kpm150")) as bench:
        await asyncio.sleep(600.0)
        assert bench.healths == [Health.STARTING, Health.OFFLINE]
        assert bench.wire.said.count(bytes(65536)) == 3
