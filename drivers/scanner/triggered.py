"""Scanners that say codes as lines of text, and that commands tell to look for them or to rest."""

import asyncio
from typing import Any, TypeVar

from drivers.contract import Context, Finding, Wire
from drivers.scanner.asked import AskedScanner
from drivers.scanner.codes import CodeReporter
from drivers.scanner.lines import Line
from drivers.scanner.listening import Listener
from drivers.wire import Decoder, Noise

FrameT = TypeVar("FrameT")


class TriggeredScanner(AskedScanner[FrameT]):
    """Among what `decoder` cuts, each `Line` is a code while the scanner answers.

    Besides those of `AskedScanner` the options have `hold_s`, `aim_id` and `pause_s`.
    """

    def __init__(
        self, wire: Wire, options: Any, context: Context, decoder: Decoder[FrameT]
    ) -> None:
        super().__init__(wire, options, context)
        self._codes = CodeReporter(context.report, options.hold_s, aim_id=options.aim_id)
        self._listener = Listener(wire, decoder, self._hear, options.pause_s)
        self._scanning = True

    async def self_test(self) -> list[Finding]:
        """Ask whether it is there, and light it."""
        await self._greet()
        looking = "it was told to look for codes" if self._scanning else "it was told to rest"
        codes = f"codes read since the port was opened: {self._codes.count}"
        return [
            Finding(True, "the scanner answers"),
            Finding(True, f"{looking}; {codes}. Scan one and see"),
        ]

    async def _hear(self, item: FrameT | Noise) -> None:
        if isinstance(item, Line) and item.data and self._in_contact:
            self._codes.take(item.data, asyncio.get_running_loop().time())
            self._code_was_read.set()
