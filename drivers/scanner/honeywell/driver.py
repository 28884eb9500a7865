"""The Honeywell scanner on a serial line: triggered, asked whether it is there, and heard."""

from dataclasses import dataclass
from functools import partial

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    Kind,
    LineSettings,
    Wire,
)
from drivers.scanner.asked import require_above_zero
from drivers.scanner.honeywell.codec import ReplyDecoder
from drivers.scanner.honeywell.frames import (
    PERMANENT,
    QUESTION_TAG,
    VERDICT_MEANINGS,
    Frame,
    Menu,
    Reply,
    Trigger,
    Verdict,
    encode,
)
from drivers.scanner.triggered import TriggeredScanner


@dataclass(frozen=True, slots=True)
class HoneywellOptions:
    """How the scanner is kept, and how codes are told apart.

    `hold_s`: the same code read again within it is still the same one held there. `triggered`: the
    scanner is in its serial trigger mode, and is triggered again after each code and every
    `poll_interval_s`; otherwise it looks by itself and `set_scanning` does nothing. `aim_id`: the
    scanner puts AIM identifiers first. `pause_s`: what stops for so long is broken.
    """

    hold_s: float = 2.0
    triggered: bool = True
    aim_id: bool = False
    pause_s: float = 0.2
    poll_interval_s: float = 5.0
    reply_timeout_s: float = 1.0
    attempts_max: int = 3

    def __post_init__(self) -> None:
        times = ("hold_s", "pause_s", "poll_interval_s", "reply_timeout_s", "attempts_max")
        require_above_zero(self, *times)


class HoneywellScanner(TriggeredScanner[Frame]):
    """Reads codes through a Honeywell scanner. Not yet verified on hardware.

    It asks for one setting to see whether the scanner is there, and changes none.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="honeywell",
        title="Honeywell scanner, serial commands",
        options=HoneywellOptions,
        line=LineSettings(baudrate=115200),
        capabilities=frozenset({"trigger"}),
    )
    options: HoneywellOptions

    def __init__(self, wire: Wire, options: HoneywellOptions, context: Context) -> None:
        super().__init__(wire, options, context, ReplyDecoder())

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or rest. Nothing answers a trigger."""
        self._scanning = on
        await self._trigger()

    async def _greet(self) -> None:
        question = encode(Menu(f"{QUESTION_TAG}?", PERMANENT))
        reply = await self._ask(lambda _attempt: question, partial(_answer_about, QUESTION_TAG))
        if reply.verdict is not Verdict.OK:
            meaning = f"a question was refused: {VERDICT_MEANINGS[reply.verdict]}"
            raise DeviceRefusedError(f"{reply.verdict:02X}", meaning)
        await self._trigger()

    async def _trigger(self) -> None:
        if self.options.triggered:
            await self._listener.tell(encode(Trigger(self._scanning)))


def _answer_about(tag: str, frame: Frame) -> Reply | None:
    if isinstance(frame, Reply) and frame.text.upper().startswith(tag):
        return frame
    return None
