"""Paper tickets: reserved, printed, issued; never two of one number, never a phantom."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, in_virtual_time, restarted

from drivers.contract import OutcomeUnknownError, PaperJammedError, PaperOutError
from edge.domain import facts as f
from edge.domain.refusals import KeyReusedError, OutOfServiceError
from edge.hall.requests import Request

KEY = Request("key-1", "bill on paper")


async def started_printing(tested: TestedHall, request: Request | None = None) -> asyncio.Task:
    """Have a ticket that the printer is busy with."""
    tested.paper.busy = asyncio.Event()
    asked = asyncio.create_task(tested.hall.tickets.issue("bill", None, "paper", None, request))
    while "PrintStarted" not in tested.kinds():
        await asyncio.sleep(0)
    return asked


async def issued(tested: TestedHall, count: int) -> None:
    while tested.hall.recorder.committed.issued < count:
        await asyncio.sleep(0)


@in_virtual_time
async def test_two_visitors_at_once_get_two_numbers(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, second = await asyncio.gather(
        tested.hall.tickets.issue("bill", delivery="paper"),
        tested.hall.tickets.issue("bill", delivery="paper"),
    )
    assert {first.body["ticket"], second.body["ticket"]} == {"A001", "A002"}


@in_virtual_time
async def test_one_request_sent_twice_at_once_takes_one_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, second = await asyncio.gather(
        tested.hall.tickets.issue("bill", None, "paper", None, KEY),
        tested.hall.tickets.issue("bill", None, "paper", None, KEY),
    )
    assert first == second
    assert len(tested.paper.printed) == 1


@in_virtual_time
async def test_a_printed_ticket_is_reserved_then_printed_then_issued(tmp_path: Path):
    tested = await hall_on(tmp_path)
    answer = await tested.hall.tickets.issue("bill", delivery="paper")
    assert (answer.status, answer.body["delivery"], answer.body["reason"]) == (201, "paper", "")
    assert tested.kinds()[1:] == ["TicketReserved", "PrintStarted", "TicketIssued"]
    (paper,) = tested.paper.printed
    assert (paper.number, paper.issued_at) == ("A001", "2026-03-02 08:30")
    assert paper.barcode == answer.body["visit"]


@in_virtual_time
async def test_nothing_is_printed_before_its_number_is_durable(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.hold()
    asked = asyncio.create_task(tested.hall.tickets.issue("bill", delivery="paper"))
    await asyncio.sleep(60.0)
    assert tested.paper.printed == []
    tested.committer.release()
    await asked
    assert [paper.number for paper in tested.paper.printed] == ["A001"]


@in_virtual_time
async def test_a_ticket_waits_for_nobody_before_it_is_printed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await started_printing(tested)
    await tested.hall.counters.open("1", "1001")
    assert (await tested.hall.counters.next("1", "1001")).status == 204
    tested.paper.busy.set()
    await issued(tested, 1)
    assert (await tested.hall.counters.next("1", "1001")).body["ticket"] == "A001"


@pytest.mark.parametrize(
    ("outcome", "delivery", "reason"),
    [
        (PaperOutError("no paper"), "screen", "paper_out"),
        (PaperJammedError("jam"), "screen", "paper_jammed"),
        (OutcomeUnknownError("no end heard"), "uncertain", "outcome_unknown"),
    ],
)
def test_what_the_printer_could_not_do_is_said_and_the_ticket_counts(
    tmp_path: Path, outcome: Exception, delivery: str, reason: str
):
    @in_virtual_time
    async def at_a_bad_printer():
        tested = await hall_on(tmp_path)
        tested.paper.outcome = outcome
        answer = await tested.hall.tickets.issue("bill", delivery="paper")
        assert (answer.body["delivery"], answer.body["reason"]) == (delivery, reason)
        await tested.hall.counters.open("1", "1001")
        assert (await tested.hall.counters.next("1", "1001")).body["ticket"] == "A001"

    at_a_bad_printer()


@in_virtual_time
async def test_a_ticket_whose_end_was_never_heard_is_not_printed_again(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.paper.outcome = OutcomeUnknownError("the line was lost")
    answer = await tested.hall.tickets.issue("bill", None, "paper", None, KEY)
    assert answer.body["delivery"] == "uncertain"
    tested.paper.outcome = None
    assert await tested.hall.tickets.issue("bill", None, "paper", None, KEY) == answer
    await tested.hall.tick()
    assert (tested.paper.asked, tested.paper.printed) == (1, [])


@in_virtual_time
async def test_without_a_printer_the_ticket_is_on_the_screen_in_one_commit(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.paper.printer = ""
    before = tested.committer.commits
    answer = await tested.hall.tickets.issue("bill", delivery="paper")
    assert (answer.body["delivery"], answer.body["reason"]) == ("screen", "no_printer")
    assert tested.committer.commits == before + 1


@in_virtual_time
async def test_a_ticket_is_brought_to_its_end_when_whoever_asked_goes_away(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    tested.paper.busy.set()
    await issued(tested, 1)
    assert len(tested.paper.printed) == 1


# --- the same request again ---


@in_virtual_time
async def test_the_same_request_during_printing_gets_the_same_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested, KEY)
    again = asyncio.create_task(tested.hall.tickets.issue("bill", None, "paper", None, KEY))
    await asyncio.sleep(0)
    tested.paper.busy.set()
    assert await asked == await again
    assert len(tested.paper.printed) == 1


@in_virtual_time
async def test_the_same_request_later_and_after_a_restart_gets_the_same_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first = await tested.hall.tickets.issue("bill", None, "paper", None, KEY)
    assert await tested.hall.tickets.issue("bill", None, "paper", None, KEY) == first
    tested = await restarted(tested)
    assert await tested.hall.tickets.issue("bill", None, "paper", None, KEY) == first
    assert tested.hall.recorder.committed.issued == 1


@in_virtual_time
async def test_another_request_under_the_same_key_is_a_conflict(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested, KEY)
    other = Request(KEY.key, "invoice on paper")
    with pytest.raises(KeyReusedError):
        await tested.hall.tickets.issue("invoice", None, "paper", None, other)
    tested.paper.busy.set()
    await asked
    with pytest.raises(KeyReusedError):
        await tested.hall.tickets.issue("invoice", None, "paper", None, other)


# --- a restart, or a bad disk, in the middle ---


@in_virtual_time
async def test_a_restart_during_printing_counts_the_ticket_for_whoever_holds_it(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested, KEY)
    asked.cancel()
    tested = await restarted(tested)
    answer = await tested.hall.tickets.issue("bill", None, "paper", None, KEY)
    assert (answer.body["ticket"], answer.body["delivery"]) == ("A001", "uncertain")
    assert answer.body["reason"] == "interrupted"
    await tested.hall.counters.open("1", "1001")
    assert (await tested.hall.counters.next("1", "1001")).body["ticket"] == "A001"


@in_virtual_time
async def test_a_restart_before_printing_voids_the_number_and_frees_the_key(tmp_path: Path):
    tested = await hall_on(tmp_path)
    reserved = f.TicketReserved("V-9", 1, "bill", "A001", 1, 0, "paper", 0, KEY.key, "bill")
    await tested.hall.recorder.record(reserved)
    tested = await restarted(tested)
    assert tested.hall.views.visit("V-9")["state"] == "voided"
    answer = await tested.hall.tickets.issue("bill", None, "paper", None, KEY)
    assert answer.body["ticket"] == "A002"


@in_virtual_time
async def test_a_ticket_whose_end_the_disk_refused_counts_once_there_is_room(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested, KEY)
    tested.committer.refuses = True
    tested.paper.busy.set()
    with pytest.raises(OutOfServiceError):
        await asked
    tested.committer.refuses = False
    await asyncio.sleep(2)
    await tested.hall.tick()
    assert tested.hall.recorder.committed.visits[asked_visit(tested)].leg.delivery == "uncertain"


@in_virtual_time
async def test_a_visitor_who_asks_again_after_a_refusing_disk_gets_the_printed_ticket(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested, KEY)
    tested.committer.refuses = True
    tested.paper.busy.set()
    with pytest.raises(OutOfServiceError):
        await asked
    tested.committer.refuses = False
    await asyncio.sleep(2)
    answer = await tested.hall.tickets.issue("bill", None, "paper", None, KEY)
    assert (answer.body["ticket"], answer.body["delivery"]) == ("A001", "uncertain")
    assert answer.body["seq"] > 0
    await tested.hall.tick()
    assert tested.kinds().count("TicketIssued") == 1


@in_virtual_time
async def test_a_tick_leaves_a_ticket_alone_that_is_being_printed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    asked = await started_printing(tested)
    await tested.hall.tick()
    tested.paper.busy.set()
    assert (await asked).body["delivery"] == "paper"


def asked_visit(tested: TestedHall) -> str:
    (visit,) = tested.hall.recorder.committed.visits
    return visit
