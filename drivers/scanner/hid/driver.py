"""The scanner that types each code like a keyboard."""

import logging
from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    Finding,
    Health,
    Kind,
    LineSettings,
    Scanner,
    Wire,
)
from drivers.scanner.asked import require_above_zero
from drivers.scanner.codes import CodeReporter
from drivers.scanner.hid.codec import HidDecoder
from drivers.scanner.hid.events import EVENT_BYTES_32, EVENT_BYTES_64, InputEvent
from drivers.scanner.hid.keystrokes import Typing
from drivers.scanner.listening import Listener
from drivers.wire import Noise, Side

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HidOptions:
    """How codes are told apart, and how the kernel writes its events.

    `hold_s`: the same code typed again within it is still the same one held there. `pause_s`: keys
    further apart than this are not of one code. `event_bytes`: 24 where the kernel has 64-bit
    words, 16 where it has 32. `aim_id`: the scanner types AIM identifiers first.
    """

    hold_s: float = 2.0
    pause_s: float = 0.2
    event_bytes: int = EVENT_BYTES_64
    aim_id: bool = False

    def __post_init__(self) -> None:
        require_above_zero(self, "hold_s", "pause_s")
        if self.event_bytes not in (EVENT_BYTES_64, EVENT_BYTES_32):
            raise ValueError(f"event_bytes: {self.event_bytes} is neither 24 nor 16")


class HidScanner(Scanner):
    """Reports what is typed up to Enter or Tab. Not yet verified on hardware.

    It always looks for codes: `set_scanning` does nothing. It never answers, so its health is
    `assumed`; pulling it out is seen. A code with a key in it that types nothing here is dropped
    as a whole: a wrong number is worse than none.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="hid",
        title="Keyboard wedge scanner",
        options=HidOptions,
        # Of a pty that stands in for it: USB has no such rate.
        line=LineSettings(baudrate=921600),
    )
    options: HidOptions

    def __init__(self, wire: Wire, options: HidOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._codes = CodeReporter(context.report, options.hold_s, aim_id=options.aim_id)
        self._typing = Typing(options.pause_s)
        decoder = HidDecoder(Side.DEVICE, options.event_bytes)
        self._listener = Listener(wire, decoder, self._hear, options.pause_s)

    async def run(self) -> None:
        """Report codes until the keyboard is unplugged. Raises `WireLostError`."""
        self.report_health(Health.ASSUMED, "it never answers")
        await self._listener.run()

    async def self_test(self) -> list[Finding]:
        """Say what can be known of it: how many codes came so far."""
        codes = f"codes read since it was plugged in: {self._codes.count}. Scan one and see"
        return [
            Finding(True, "the keyboard is there; it cannot be asked anything"),
            Finding(True, codes),
        ]

    async def _hear(self, item: InputEvent | Noise) -> None:
        if isinstance(item, Noise):
            return
        typed = self._typing.take(item)
        if typed is None:
            return
        if typed.problem:
            logger.warning("code not accepted: %s", typed.problem)
        else:
            self._codes.take(typed.text.encode(), item.at_s)
