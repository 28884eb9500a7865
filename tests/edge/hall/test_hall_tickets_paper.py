"""Paper tickets: reserved, printed, issued; never two of one number, never a phantom."""

import asyncio
from pathlib import Path

from edgefakes import hall_on, in_virtual_time


@in_virtual_time
async def test_two_visitors_at_once_get_two_numbers(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, second = await asyncio.gather(
        tested.hall.tickets.issue("bill", delivery="paper"),
        tested.hall.tickets.issue("bill", delivery="paper"),
    )
    assert {first.body["ticket"], second.body["ticket"]} == {"A001", "A002"}
