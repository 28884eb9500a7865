"""A real controller, twins on real ptys, and everything that goes wrong with devices in a hall."""

from pathlib import Path

from edge_process import Start
from twins_of_hall import devices_of, until

from edge.api import shapes

PAPER = shapes.NewVisit(service="pay-bill", delivery="paper")
PLAIN = shapes.NewVisit(service="pay-bill")


def _lost_units(faults: list[shapes.Event]) -> list[str]:
    return [fault.body["unit"] for fault in faults]


async def test_a_reader_pulled_in_mid_frame_is_lost_once_and_reads_again_when_back(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        hall.reader.act("lay_card")
        await until(lambda: hall.reader.look()["last_command"].startswith("read") or None, "read")
        await hall.wires["reader-1"].unplug()
        # It was not there when the hall started, so this is the same fault, seen again.
        await hall.fact("FaultSeenAgain", 1, "reader-1")
        assert hall.of("VisitIdentified") == []
        async with hall.client("kiosk") as screen:
            assert (await screen.new_visit(PLAIN)).ticket == "A001"
        hall.reader.act("lift_card")
        await hall.wires["reader-1"].plug()
        await hall.fact("FaultClosed", 2, "reader-1")
        hall.reader.act("lay_card")
        await hall.fact("VisitIdentified")


async def test_garbage_before_a_preamble_costs_nothing(start: Start, config: Path) -> None:
    async with devices_of(start(), config) as hall:
        hall.reader.act("add_garbage", garbage="00FFAAAA96", answers=50)
        hall.reader.act("lay_card")
        await hall.fact("VisitIdentified")
        assert hall.of("FaultOpened", "reader-1")[1:] == []


async def test_a_card_left_lying_is_one_visitor_until_it_is_lifted(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        hall.reader.act("lay_card")
        await hall.fact("VisitIdentified")
        searches = hall.reader.glass.searches
        await until(lambda: hall.reader.glass.searches >= searches + 5 or None, "five searches")
        assert (len(hall.of("VisitIdentified")), hall.reader.look()["reads"]) == (1, 1)
        hall.reader.act("lift_card")
        hall.reader.act("lay_card")
        await hall.fact("VisitIdentified", 2)


async def test_paper_that_ends_in_mid_ticket_leaves_a_number_on_the_screen_and_no_late_print(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        hall.printer.act("set_paper", mm=25)
        async with hall.client("kiosk") as screen:
            ticket = await screen.new_visit(PAPER)
            assert (ticket.delivery, ticket.reason) == ("screen", "paper_out")
            assert ticket.qr.endswith(ticket.visit)
            hall.printer.act("load_paper")
            await hall.device_is("printer-1", usable=True)
            again = await screen.new_visit(PAPER)
        assert again.delivery == "paper"
        whole = [paper for paper in hall.printer.tickets if paper.barcodes]
        assert [paper.barcodes for paper in whole] == [[again.visit]]


async def test_a_silent_strip_costs_its_strip_and_shows_now_when_it_is_back(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        clerk = await hall.clerk()
        async with clerk, hall.client("kiosk") as screen:
            await clerk.open_counter("1")
            await until(lambda: hall.strips.text(1) == "1号窗口" or None, "an open counter")
            hall.strips.act("silence", unit=1)
            await screen.new_visit(PLAIN)
            await clerk.call_next("1")
            await until(
                lambda: "1" in _lost_units(hall.of("FaultOpened", "strips")) or None, "lost"
            )
            (counter,) = [each for each in await clerk.counters() if each.id == "1"]
            assert "led" in counter.degraded
            await clerk.start("1")
            hall.strips.act("speak", unit=1)
            await until(lambda: hall.strips.text(1) == "A001 办理中" or None, "what is true now")


async def test_an_evaluator_pressed_with_nobody_to_rate_changes_nothing(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        hall.callers.act("press_rating", unit=2, key=0)
        ignored = await hall.fact("RatingIgnored")
        assert (ignored.subject, ignored.body["reason"]) == ("2", "no_visit")
        assert hall.of("VisitRated") == []


async def test_a_rating_is_bound_to_the_visit_that_was_served_there(
    start: Start, config: Path
) -> None:
    async with devices_of(start(), config) as hall:
        clerk = await hall.clerk()
        async with clerk, hall.client("kiosk") as screen:
            served = await screen.new_visit(PLAIN)
            await screen.new_visit(PLAIN)
            await clerk.open_counter("1")
            await clerk.call_next("1")
            await clerk.start("1")
            await clerk.finish("1")
            await until(lambda: hall.callers.look()["units"]["1"]["asking"] or None, "asked")
            hall.callers.act("press_rating", unit=1, key=1)
            rated = await hall.fact("VisitRated")
            assert (rated.subject, rated.body["grade"]) == (served.visit, 4)
            assert (await clerk.visit(served.visit)).grade == 4
            # Another visit's comings and goings do not make it ask again about this one.
            await clerk.call_next("1")
            await until(lambda: hall.callers.look()["units"]["1"]["ticket"] or None, "called")
            assert not hall.callers.look()["units"]["1"]["asking"]


async def test_a_killed_controller_comes_back_and_strips_show_what_is_true(
    start: Start, config: Path
) -> None:
    edge = start()
    async with devices_of(edge, config) as hall:
        clerk = await hall.clerk()
        async with clerk, hall.client("kiosk") as screen:
            ticket = await screen.new_visit(PAPER)
            await clerk.open_counter("1")
            await clerk.call_next("1")
        edge.kill()
        edge.wait_for_the_end()
        start()
        await hall.device_is("strips", usable=True)
        await until(lambda: f"{ticket.ticket} 到1号窗口" == hall.strips.text(1) or None, "the call")
        async with hall.client("staff") as again:
            again.token = clerk.token
            assert (await again.start("1")).visit == ticket.visit
        printed = [paper for paper in hall.printer.tickets if ticket.visit in paper.barcodes]
        assert len(printed) == 1
