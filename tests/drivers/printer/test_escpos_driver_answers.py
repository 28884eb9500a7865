import asyncio
import random

import pytest
from printer_bench import hall, virtual

from drivers import virtualtime
from drivers.contract import (
    Health,
    Paper,
    PaperOutError,
)
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.twin import EscposTwin

_ALL_STATUS = bytes.fromhex("100401 100402 100403 100404")
_HALF_MM = 60.0  # of paper, which ends in the middle of a ticket


@pytest.mark.parametrize("late_s", [0.2, 0.55, 0.75, 0.9, 1.3, 2.4])
def test_late_status_bytes_are_never_read_as_answers_to_another_question(late_s):
    async def day():
        async with hall(EscposTwin(paper_mm=2000)) as bench:
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


@virtual
async def test_a_late_byte_in_the_middle_of_a_breath_shifts_no_answer():
    async with hall(EscposTwin(paper_mm=2000)) as bench:
        await bench.until_online()
        # A byte of before, which says "paper low" where it belongs and "offline" where it comes.
        bench.wire.slip_in_once(_ALL_STATUS, bench.device_end, b"\x1e")
        await asyncio.sleep(10.0)
        assert bench.papers == [Paper.LOW]
        assert bench.healths == [Health.STARTING, Health.ONLINE]


@virtual
async def test_what_it_says_by_itself_during_a_breath_is_newer_than_the_answers():
    class OpenedMeanwhile(EscposTwin):
        """Its cover is opened right behind the last answer, once."""

        opens = True

        def _obey(self, command):
            said = super()._obey(command)
            if command.n == 4 and self._auto and self.opens:
                self.opens, self.cover_open = False, True
            return said

    async with hall(OpenedMeanwhile()) as bench:
        await bench.until(lambda: bench.twin.cover_open)
        await asyncio.sleep(1.0)
        assert bench.healths == [Health.STARTING, Health.ONLINE, Health.USER_ERROR]


@virtual
async def test_a_stray_zero_byte_is_not_taken_for_a_printed_ticket():
    async with hall(EscposTwin(paper_mm=_HALF_MM)) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until(lambda: TICKET.number.encode() in bench.wire.said)
        await bench.device_end.write(b"\x00")
        with pytest.raises(PaperOutError):
            await printing


@virtual
async def test_two_automatic_statuses_in_one_read_are_both_reported_in_order():
    async with hall() as bench:
        await bench.until_online()
        await bench.device_end.write(bytes.fromhex("18000F00 10000000"))
        await asyncio.sleep(0.01)
        assert bench.papers == [Paper.FULL, Paper.OUT, Paper.FULL]
        assert bench.healths[-2:] == [Health.USER_ERROR, Health.ONLINE]


@virtual
async def test_an_automatic_status_torn_apart_by_a_question_is_still_one():
    async with hall(EscposTwin(print_mm_s=30.0)) as bench:
        printing = asyncio.create_task(bench.driver.print_ticket(TICKET))
        await bench.until_half_printed()
        await bench.device_end.write(b"\x10\x00")
        bench.wire.slip_in_once(_ALL_STATUS, bench.device_end, b"\x03\x00")
        await printing
        assert Paper.LOW in bench.papers


@virtual
async def test_of_a_line_full_of_garbage_nothing_is_believed_but_that_it_is_out_of_order():
    dice = random.Random(7)
    async with hall() as bench:
        await bench.until_online()
        before = len(bench.events)
        for _piece in range(1000):
            await bench.device_end.write(dice.randbytes(80))
            await asyncio.sleep(0.01)
        assert len(bench.events) - before <= 4
        assert bench.healths[-1] is Health.OFFLINE
        await asyncio.sleep(5.0)
        assert bench.healths[-1] is Health.ONLINE
        bench.twin.act("open_cover")
        await asyncio.sleep(0.01)
        assert bench.healths[-1] is Health.USER_ERROR
