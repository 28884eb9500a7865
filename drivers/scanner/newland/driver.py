"""The Newland scanner on a serial line: triggered, asked whether it is there, and heard."""

from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    Kind,
    LineSettings,
    Wire,
)
from drivers.scanner.asked import require_above_zero
from drivers.scanner.newland.codec import ReplyDecoder
from drivers.scanner.newland.frames import Frame, encode
from drivers.scanner.newland.languages import LANGUAGES
from drivers.scanner.triggered import TriggeredScanner


@dataclass(frozen=True, slots=True)
class NewlandOptions:
    """How the scanner is kept, and how codes are told apart.

    `language`: `text` for scanners of the NLS series, `hex` for engines such as the EM3095.
    `hold_s`: the same code read again within it is still the same one held there. `triggered`: the
    scanner is in its trigger mode, and is triggered again after each code and every
    `poll_interval_s`; otherwise it looks by itself and `set_scanning` does nothing. `aim_id`: the
    scanner puts AIM identifiers first. `pause_s`: what stops for so long is broken.
    """

    language: str = "text"
    hold_s: float = 2.0
    triggered: bool = True
    aim_id: bool = False
    pause_s: float = 0.2
    poll_interval_s: float = 4.0
    reply_timeout_s: float = 1.0
    attempts_max: int = 3

    def __post_init__(self) -> None:
        times = ("hold_s", "pause_s", "poll_interval_s", "reply_timeout_s", "attempts_max")
        require_above_zero(self, *times)
        if self.language not in LANGUAGES:
            raise ValueError(f"language: {self.language!r} is not one of {', '.join(LANGUAGES)}")


class NewlandScanner(TriggeredScanner[Frame]):
    """Reads codes through a Newland scanner. Not yet verified on hardware.

    Everything it is told holds until its power goes: nothing is written to its flash.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="newland",
        title="Newland scanner, serial commands",
        options=NewlandOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"trigger"}),
    )
    options: NewlandOptions

    def __init__(self, wire: Wire, options: NewlandOptions, context: Context) -> None:
        super().__init__(wire, options, context, ReplyDecoder())
        self._language = LANGUAGES[options.language]

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or rest. Raises `DeviceSilentError`, `DeviceRefusedError`."""
        self._scanning = on
        await self._obey()

    async def _greet(self) -> None:
        await self._order(self._language.question)
        await self._obey()

    async def _obey(self) -> None:
        if self.options.triggered:
            await self._order(self._language.trigger(self._scanning))

    async def _trigger(self) -> None:
        # Its reply, if it has one, is heard and passes by.
        if self.options.triggered and self._scanning:
            await self._listener.tell(encode(self._language.trigger(on=True)))

    async def _order(self, command: Frame) -> None:
        def accept(frame: Frame) -> Frame | None:
            return frame if self._language.answers(command, frame) else None

        for _attempt in range(self.options.attempts_max):
            reply: Frame = await self._ask(lambda _attempt: encode(command), accept)
            if self._language.check(reply):
                return
        raise DeviceRefusedError("01", "commands arrive broken: look at the line")
