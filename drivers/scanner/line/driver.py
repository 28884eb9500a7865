"""The scanner that says each code as a line of text."""

import asyncio
from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    Finding,
    Health,
    Kind,
    LineSettings,
    Wire,
)
from drivers.scanner.asked import AskedScanner, require_above_zero
from drivers.scanner.codes import CodeReporter
from drivers.scanner.line.codec import LineDecoder
from drivers.scanner.lines import WITHOUT_END, Line
from drivers.scanner.listening import Listener
from drivers.wire import Noise, Side


@dataclass(frozen=True, slots=True)
class LineOptions:
    """How codes are told apart, and how the scanner is asked where it can be.

    `hold_s`: the same code read again within it is still the same one held there. `pause_s`: a
    line that stops for so long is at its end, and is a code where `pause_ends` (a scanner set to
    no terminator), otherwise dropped. `aim_id`: the scanner puts AIM identifiers first.

    `query` and `answer`, in hex: what to ask the scanner every `poll_interval_s`, and how the line
    begins with which it answers. Without them it is assumed to be there.
    """

    hold_s: float = 2.0
    pause_s: float = 0.2
    pause_ends: bool = False
    aim_id: bool = False
    query: str = ""
    answer: str = ""
    poll_interval_s: float = 10.0
    reply_timeout_s: float = 1.0
    attempts_max: int = 3

    def __post_init__(self) -> None:
        times = ("hold_s", "pause_s", "poll_interval_s", "reply_timeout_s", "attempts_max")
        require_above_zero(self, *times)
        for name in ("query", "answer"):
            _require_hex(name, getattr(self, name))
        if bool(self.query) != bool(self.answer):
            raise ValueError("query: needs an answer, and an answer needs a query")


def _require_hex(name: str, digits: str) -> None:
    try:
        bytes.fromhex(digits)
    except ValueError:
        raise ValueError(f"{name}: expected bytes in hex, got {digits!r}") from None


class LineScanner(AskedScanner[Line]):
    """Reports each line as a code. Not yet verified on hardware.

    It always looks for codes: `set_scanning` does nothing. Without a query its silence cannot be
    told from a hall without visitors, so its health is `assumed`.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="line",
        title="Scanner that says codes as lines of text",
        options=LineOptions,
        line=LineSettings(baudrate=9600),
    )
    options: LineOptions

    def __init__(self, wire: Wire, options: LineOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._codes = CodeReporter(context.report, options.hold_s, aim_id=options.aim_id)
        decoder = LineDecoder(Side.DEVICE)
        self._listener = Listener(wire, decoder, self._hear, options.pause_s)
        self._query = bytes.fromhex(options.query)
        self._answer = bytes.fromhex(options.answer)

    async def run(self) -> None:
        """Report codes until the wire is lost. Raises `WireLostError`."""
        if self._query:
            await super().run()
        else:
            self.report_health(Health.ASSUMED, "it never answers")
            await self._listener.run()

    async def self_test(self) -> list[Finding]:
        """Say what can be known of it: whether it answers, and how many codes came so far."""
        if self._query:
            await self._greet()
            answers = Finding(True, "the scanner answers")
        else:
            answers = Finding(True, "the port is open; this scanner cannot be asked anything")
        codes = f"codes read since the port was opened: {self._codes.count}. Scan one and see"
        return [answers, Finding(True, codes)]

    async def _greet(self) -> None:
        await self._ask(lambda _attempt: self._query, self._accept)

    def _accept(self, line: Line) -> bool | None:
        return line.data.startswith(self._answer) or None

    async def _hear(self, item: Line | Noise) -> None:
        if isinstance(item, Noise):
            is_code = item.reason == WITHOUT_END and self.options.pause_ends
        else:
            is_code = bool(item.data)
        if self._query and (not self._in_contact or item.data.startswith(self._answer)):
            return  # another device's line, or a late answer
        if is_code:
            self._codes.take(item.data, asyncio.get_running_loop().time())
