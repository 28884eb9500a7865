"""The report of the day, made by `atrium report` on this machine out of the hall's journal."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from edge.reports.model import Report
from edge.reports.writers.json_text import report_from_json

_TAKES_AT_MOST_S = 60.0


@dataclass(frozen=True)
class NoReport:
    """There is none, and why, in the words of the command."""

    reason: str


@dataclass(frozen=True)
class Reporter:
    """Where the hall's state is on this machine, None where it is elsewhere."""

    state: Path | None = None
    config: Path | None = None

    async def today(self) -> Report | NoReport:
        """Return the report on the latest day."""
        if self.state is None:
            return NoReport("")
        # A process of its own: only there a journal may be opened, and it may take a while.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "edge", "report", "day", "--format", "json", "--state", str(self.state)),
            *(("--config", str(self.config)) if self.config else ()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(_TAKES_AT_MOST_S):
                out, said = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            return NoReport(f"took longer than {_TAKES_AT_MOST_S:.0f} s")
        if process.returncode:
            return NoReport(_last_line(said))
        return report_from_json(json.loads(out))


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
