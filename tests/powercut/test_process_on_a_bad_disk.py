"""A real controller whose disk goes bad: it stays, says so, and is back by itself."""

import sys
from pathlib import Path

import edge_process
import pytest
from edge_process import EdgeProcess, demo_config, short_dir

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.journal.store import JournalReader
from edge.journal.verify import verify

_ON_A_BAD_DISK = Path(__file__).parent / "edge_on_a_bad_disk.py"
WISH = shapes.NewVisit(service="pay-bill")


@pytest.mark.parametrize("fault", ["full", "unsyncable", "read_only"])
async def test_a_controller_outlives_its_disks_bad_hour(
    fault: str, monkeypatch: pytest.MonkeyPatch
):
    with short_dir() as folder:
        bad = folder / "bad"
        monkeypatch.setenv("ATRIUM_FAULT", fault)
        monkeypatch.setenv("ATRIUM_FAULT_AT", str(bad))
        monkeypatch.setattr(edge_process, "_ATRIUM", (sys.executable, str(_ON_A_BAD_DISK)))
        with EdgeProcess(folder / "hall", config=demo_config(folder)) as process:
            process.wait_until_ready()
            async with HallClient(process.socket("kiosk")) as hall:
                before = await hall.new_visit(WISH)
                bad.touch()
                await refuses(hall)
                bad.unlink()
                process.wait_for_line("in service again")
                after = await hall.new_visit(WISH)
                tickets = [visit.ticket for visit in await hall.visits()]
            # A commit whose sync failed may be there all the same: refused, and not lost.
            assert tickets == [f"A{number:03d}" for number in range(1, len(tickets) + 1)]
            assert (tickets[0], tickets[-1]) == (before.ticket, after.ticket)
            assert process.stop() == 0
            assert "Traceback" not in process.text
        reader = JournalReader(folder / "hall" / "journal.db")
        assert verify(reader).whole
        reader.close()


async def refuses(hall: HallClient) -> None:
    for _ in range(3):
        with pytest.raises(HallError) as refused:
            await hall.new_visit(WISH)
        assert (refused.value.code, refused.value.status) == ("out_of_service", 503)
        assert (await hall.board()).seq > 0
