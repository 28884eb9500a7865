import asyncio

import pytest
from printer_bench import hall, virtual

from drivers import virtualtime
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin


@virtual
async def test_a_well_printer_prints_a_test_ticket_and_says_all_there_is_to_say():
    async with hall() as bench:
        await bench.until_online()
        found = await bench.driver.self_test()
        assert all(finding.ok for finding in found)
        *told, printed = [finding.said for finding in found]
        assert told == [
            "it answers 12 12 12 12, read as: Epson TM, and printers that answer like them",
            "it says that it is Atrium twin 1.00",
            "the cover is closed",
            "there is paper",
            "the cutter is free",
        ]
        assert printed.startswith("a test ticket was printed and cut, confirmed after ")
        assert bench.twin.tickets[-1].lines[:3] == ["T000", "打印测试", "Printer test"]
        assert "此票无效" in bench.twin.tickets[-1].lines


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("open_cover", "the cover is open: close it"),
        ("take_paper_out", "there is no paper: put in a roll"),
        ("jam_cutter", "the cutter is jammed"),
        ("heat_head", "its head is too hot: it goes on by itself once it is cool"),
        ("switch_offline", "it is offline and does not say why: press its online key"),
    ],
)
def test_trouble_is_said_in_plain_words_and_nothing_is_printed(action, said):
    async def day():
        async with hall() as bench:
            await bench.until_online()
            bench.twin.act(action)
            found = await bench.driver.self_test()
            assert said in [finding.said for finding in found if not finding.ok]
            assert bench.twin.printed == 0

    virtualtime.run(day())


@virtual
async def test_a_silent_printer_is_said_to_be_silent():
    async with hall() as bench:
        bench.twin.silent = True
        (found,) = await bench.driver.self_test()
        assert (found.ok, "does not answer DLE EOT" in found.said) == (False, True)


@virtual
async def test_paper_that_runs_low_is_worth_saying_and_no_failure():
    async with hall(EscposTwin(paper_mm=2000)) as bench:
        found = await bench.driver.self_test()
        assert all(finding.ok for finding in found)
        assert "paper is running low: put in a new roll soon" in [one.said for one in found]


@virtual
async def test_a_test_ticket_that_does_not_come_out_is_said_with_its_reason():
    async with hall() as bench:
        await bench.until_online()
        testing = asyncio.create_task(bench.driver.self_test())
        await bench.until(lambda: "T000" in bench.twin.look()["hanging"])
        bench.twin.act("jam_cutter")
        *_told, last = await testing
        assert (last.ok, last.said) == (
            False,
            "the test ticket was not printed: the printer's cutter is jammed",
        )


@virtual
async def test_a_printer_that_tells_neither_name_nor_end_says_so_in_its_self_test():
    twin = EscposTwin(profile=load_profile("unconfirmed"))
    async with hall(twin, EscposOptions(profile="unconfirmed")) as bench:
        await bench.until_online()
        found = [finding.said for finding in await bench.driver.self_test()]
        assert "taken for printed, unconfirmed," in found[-1]
        assert not any("GS I" in said for said in found)
        assert b"\x1dI" not in bench.wire.said


@virtual
async def test_a_printer_that_does_not_say_what_it_is_is_no_failure():
    class Nameless(EscposTwin):
        def _execute(self, command):
            return b"" if command.name == "identify" else super()._execute(command)

    async with hall(Nameless()) as bench:
        await bench.until_online()
        found = await bench.driver.self_test()
        assert "it does not say what it is (GS I)" in [one.said for one in found if one.ok]


@virtual
async def test_a_kiosk_printer_says_that_a_ticket_waits_in_its_exit():
    twin = EscposTwin(profile=load_profile("kpm150"))
    async with hall(twin, EscposOptions(profile="kpm150")) as bench:
        await bench.driver.self_test()
        found = await bench.driver.self_test()
        assert "a ticket waits in its exit" in [one.said for one in found if one.ok]
        assert found[0].said.startswith("it answers 12 10 0F 20 00 00 00, read as: Custom KPM150")
