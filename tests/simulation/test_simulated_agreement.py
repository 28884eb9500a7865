"""The reckoning bites: whatever is made wrong in a hall where all was well is named in words."""

import asyncio
import contextlib
import dataclasses
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from small_hall import SETTLED_S, Small, small_hall

from drivers import virtualtime
from edge.api.shapes import NewVisit
from edge.client import HallClient
from edge.domain import facts as f
from edge.state_dir import StateDir


async def a_morning(small: Small) -> HallClient:
    """Serve one visitor, call another, let everybody hear of it; return the clerk's client."""
    kiosk, clerk = small.hall.client("kiosk"), await small.clerk()
    await clerk.open_counter("1")
    for _visitor in range(3):
        ticket = await kiosk.new_visit(NewVisit(service="pay-bill"))
        small.ledger.promise("TicketIssued", ticket.visit, ticket.seq)
    await asyncio.sleep(10.0)
    await clerk.call_next("1")
    await clerk.start("1")
    await clerk.finish("1")
    await asyncio.sleep(10.0)
    await clerk.call_next("1")
    await asyncio.sleep(SETTLED_S)
    return clerk


def written(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        assert database.execute(statement).rowcount == 1


async def a_fact_is_gone(small: Small, _clerk: HallClient) -> None:
    written(small.headquarters.database, "DELETE FROM facts WHERE seq = 5")


async def a_fact_is_doubled(small: Small, _clerk: HallClient) -> None:
    with contextlib.closing(sqlite3.connect(small.headquarters.database)) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(facts)")]
    copied = ", ".join("'another'" if name == "epoch" else name for name in names)
    doubled = f"INSERT INTO facts SELECT {copied} FROM facts WHERE seq = 5"
    written(small.headquarters.database, doubled)


async def the_strips_are_behind(small: Small, clerk: HallClient) -> None:
    await small.hall.wires.pull("wires/strips")
    await clerk.start("1")
    await asyncio.sleep(SETTLED_S)


async def the_callers_are_behind(small: Small, clerk: HallClient) -> None:
    await small.hall.wires.pull("wires/callers")
    await clerk.no_show("1")
    await clerk.call_next("1")
    await asyncio.sleep(SETTLED_S)


async def the_board_is_behind(small: Small, _clerk: HallClient) -> None:
    screens = small.hall.screens
    assert screens is not None
    assert screens.view.board is not None
    empty = screens.view.board.model_copy(update={"calls": []})
    screens.hall_changed(dataclasses.replace(screens.view, board=empty))


async def the_screens_are_dead(small: Small, _clerk: HallClient) -> None:
    await small.hall.kill_kiosk()


async def the_controller_is_dead(small: Small, _clerk: HallClient) -> None:
    await small.hall.controller.kill()


async def nobody_keeps_a_promise(small: Small, _clerk: HallClient) -> None:
    small.ledger.promise("VisitRated", "nobody", 1)


async def a_row_is_changed(small: Small, _clerk: HallClient) -> None:
    journal = StateDir(small.hall.card.folder).journal
    written(journal, "UPDATE facts SET subject = 'another' WHERE seq = 5")


async def the_working_state_differs(small: Small, _clerk: HallClient) -> None:
    controller = small.hall.controller.controller
    assert controller is not None
    controller.hall.recorder.working.issued += 1


async def a_voided_ticket_is_on_paper(small: Small, _clerk: HallClient) -> None:
    controller = small.hall.controller.controller
    assert controller is not None
    visit = "VISIT00000000000"
    await controller.hall.recorder.begin(
        f.TicketReserved(visit, 1, "pay-bill", "A004", 4, 0, "paper", 1),
        f.TicketVoided(visit, 1, "interrupted"),
    )
    small.ledger.printed(visit)
    await asyncio.sleep(SETTLED_S)


Tamper = Callable[[Small, HallClient], Awaitable[None]]
WRONGS: dict[Tamper, str] = {
    a_fact_is_gone: "hall: headquarters lacks 1 facts, the first is 5",
    a_fact_is_doubled: "hall: headquarters holds 1 facts twice",
    the_strips_are_behind: "the strip of counter 1 shows",
    the_callers_are_behind: "the caller of counter 1:",
    the_board_is_behind: "the main board's calls are not what is so",
    the_screens_are_dead: "the main board says that the hall is away",
    the_controller_is_dead: "hall: the controller does not run",
    nobody_keeps_a_promise: "VisitRated of nobody was acknowledged and is not there",
    a_row_is_changed: "fact 5",
    the_working_state_differs: "the working state is not what the journal's facts make",
    a_voided_ticket_is_on_paper: "holds a paper ticket that was voided",
}


@pytest.mark.parametrize("tamper", WRONGS, ids=lambda tamper: tamper.__name__)
def test_what_is_made_wrong_is_named(tmp_path: Path, tamper: Tamper):
    async def scenario() -> None:
        async with small_hall(tmp_path) as small:
            clerk = await a_morning(small)
            assert small.wrongs() == []
            await tamper(small, clerk)
            assert [wrong for wrong in small.wrongs() if WRONGS[tamper] in wrong]

    virtualtime.run(scenario())
