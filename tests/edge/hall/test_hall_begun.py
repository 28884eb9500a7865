"""What is begun and never waited for."""

import gc
from pathlib import Path

from edgefakes import hall_on

from edge.domain import facts as f


async def test_what_was_begun_is_written_though_nobody_waits_for_it(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.hall.recorder.begin(f.CounterOpened("1", "1001"))
    gc.collect()  # a coroutine that nobody awaited would complain here, and fail this test
    await tested.hall.recorder.record()
    assert tested.kinds()[-1] == "CounterOpened"
    await tested.hall.close()
