"""The Glow sign as a hall sees it: it shows what it was last told, also after it was away."""

import asyncio
from dataclasses import dataclass

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    LineSettings,
    TextDisplay,
    Wire,
)
from drivers.conversation import Conversation

from atrium_example_sign.codec import (
    DONE,
    PING,
    REFUSED,
    SHOW,
    GlowDecoder,
    Message,
    TextTooLongError,
    UnshowableTextError,
    check_of,
    encode,
)

_REASONS = {"1": "it does not know the command", "2": "its display is broken"}
_TEST_TEXT = "测试 TEST 88"


@dataclass(frozen=True, slots=True)
class GlowOptions:
    """Which sign is on the line, and how patient to be with it."""

    address: int = 1
    reply_timeout_s: float = 1.0
    attempts_max: int = 3
    ping_interval_s: float = 2.0
    test_text_s: float = 3.0

    def __post_init__(self) -> None:
        if not 1 <= self.address <= 99:
            raise ValueError(f"address: {self.address} is not within 1 to 99")


class GlowSign(TextDisplay):
    """One Glow sign. Not verified on hardware: there is none."""

    declaration = Declaration(
        kind=Kind.LED,
        protocol="glow",
        title="Glow sign (example)",
        options=GlowOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"text", "chinese"}),
    )
    options: GlowOptions

    def __init__(self, wire: Wire, options: GlowOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = Conversation[Message](wire, GlowDecoder)
        self._wanted = ""
        self._shown: str | None = None  # None where it cannot be known

    async def run(self) -> None:
        """Ask whether it is there, and show again what it has forgotten, until the wire is lost."""
        while True:
            try:
                await self._ask(PING)
                await self._converge()
            except DeviceSilentError as silence:
                self._shown = None  # it may have been without power
                self.report_health(Health.OFFLINE, str(silence))
            except DeviceRefusedError as refusal:
                self.report_health(Health.HARDWARE_ERROR, str(refusal))
            else:
                self.report_health(Health.ONLINE)
            await self._line.listen(self.options.ping_interval_s)

    async def show(self, unit: str, text: str) -> None:
        """Have the sign show `text` and nothing else."""
        if unit != str(self.options.address):
            raise DeviceRefusedError("unknown_unit", f"no sign {unit!r} on this line")
        self._wanted, self._shown = text, None
        await self._converge()

    async def self_test(self) -> list[Finding]:
        """Show a test text for some seconds, and what stood there before."""
        await self._ask(SHOW, _TEST_TEXT)
        await asyncio.sleep(self.options.test_text_s)
        self._shown = None
        await self._converge()
        return [Finding(True, f"the sign took a text: did you read {_TEST_TEXT!r} on it?")]

    async def _converge(self) -> None:
        text = self._wanted
        if text != self._shown:
            await self._ask(SHOW, text)
            self._shown = text

    async def _ask(self, letter: str, text: str = "") -> None:
        request = Message(self.options.address, letter, text)
        try:
            data, check = encode(request), check_of(request)
        except (TextTooLongError, UnshowableTextError) as error:
            raise DeviceRefusedError("unshowable", str(error)) from error
        refusal = await self._line.ask(
            data,
            lambda heard: self._answer(heard, check),
            within_s=self.options.reply_timeout_s,
            attempts_max=self.options.attempts_max,
        )
        if refusal:
            raise DeviceRefusedError(refusal, _REASONS.get(refusal, "it says no"))

    def _answer(self, heard: Message, check: str) -> str | None:
        """Return why it refused, empty where it did not; None where this answers something else."""
        if heard.address != self.options.address or heard.text[:2] != check:
            return None
        return {DONE: "", REFUSED: heard.text[2:] or "?"}.get(heard.letter)
