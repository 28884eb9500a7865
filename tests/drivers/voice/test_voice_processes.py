"""Other programs, run to their end or ended."""

import asyncio
import sys
from pathlib import Path

from drivers.voice.clips.processes import Ending, run_to_end


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_a_program_that_ends_well_gets_what_it_is_given(tmp_path: Path):
    code = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'x')!r}).write_text(input())"
    ending = await run_to_end(python(code), 30, "请\n".encode())
    assert ending.code == 0
    assert (tmp_path / "x").read_text() == "请"


async def test_a_program_that_ends_badly_is_quoted_with_its_last_line():
    ending = await run_to_end(python("import sys; sys.exit('first\\nno card')"), 30)
    assert ending == Ending(1, f"{sys.executable}: exit 1 no card")


async def test_a_crash_of_native_code_is_an_ending_like_others():
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    ending = await run_to_end(python(code), 30)
    assert ending == Ending(None, f"{sys.executable}: Segmentation fault")


async def test_a_program_that_takes_too_long_is_killed():
    ending = await run_to_end(python("import signal; signal.pause()"), 0.2)
    assert ending == Ending(None, f"{sys.executable}: killed after 0.2 s")
    assert len(asyncio.all_tasks()) == 1


async def test_a_program_that_is_not_there_is_an_ending_too():
    ending = await run_to_end(("no-such-program",), 30)
    assert ending == Ending(None, "no-such-program: No such file or directory")


async def test_a_program_that_reads_nothing_is_no_trouble():
    assert (await run_to_end(python("pass"), 30, bytes(1_000_000))).code == 0
