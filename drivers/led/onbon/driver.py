"""Keeps the strips on one line showing what they were told, and knows which of them are there.

Text goes into realtime area 0, which lives in the card's memory: it may change without end and is
lost with the power. Nothing is ever written to the card's flash.
"""

import asyncio
from dataclasses import dataclass, field

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    Kind,
    LineSettings,
    TextDisplay,
    Wire,
)
from drivers.conversation import Conversation
from drivers.led.onbon.areas import Box
from drivers.led.onbon.codec import Frame, OnbonDecoder, encode
from drivers.led.onbon.commands import error_meaning
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.layout import text_update
from drivers.led.onbon.requests import NETWORK_ADDRESS, Answer, answer_from, ping, set_areas
from drivers.led.onbon.text import FONTS, Colour
from drivers.wire import Side

_OUT_OF_MEMORY = 4
# "Busy" passes by itself, and "checksum wrong" says that the line spoilt our frame.
_WORTH_REPEATING = frozenset({3, 5})


@dataclass(frozen=True, slots=True)
class OnbonOptions:
    """Which strips are on the line and what they are like.

    `reply_timeout_s` is the manual's for serial lines (10.1), `min_update_interval_s` its shortest
    time between two texts on one strip (2.1). `addresses` are 1 to 32767 as set in the cards, or
    32768 alone for a card behind a network socket.
    """

    addresses: tuple[int, ...] = (1,)
    width_px: int = 128
    height_px: int = 16
    font_px: int = 16
    colour: Colour = Colour.RED
    scroll_speed: int = 2  # 0 fast, 24 slow
    reply_timeout_s: float = 2.0
    attempts: int = 3
    min_update_interval_s: float = 1.0
    ping_interval_s: float = 5.0

    def __post_init__(self) -> None:
        if not self.addresses or len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"addresses: one or more, each once: {self.addresses}")
        for address in self.addresses:
            if not 0 < address <= NETWORK_ADDRESS:
                raise ValueError(f"addresses: {address} is not within 1 to {NETWORK_ADDRESS}")
        if self.attempts < 1:
            raise ValueError(f"attempts: {self.attempts} is less than 1")
        if self.font_px not in FONTS:
            raise ValueError(f"font_px: {self.font_px} is none of {', '.join(map(str, FONTS))}")


@dataclass(slots=True)
class _Strip:
    """What the driver knows of one strip. `shown` is None where it cannot be known."""

    address: int
    health: Health = Health.STARTING
    missed: int = 0
    ping_due_s: float = float("-inf")
    wanted: str | None = None
    shown: str | None = None
    paced_until_s: float = float("-inf")
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class OnbonStrips(TextDisplay):
    """Onbon BX-5K/6K font cards. Not yet verified on hardware.

    A unit is a card's address. Where there are several, each is reported by itself as well, and the
    line as a whole is online while any of them answers. A strip that was away shows its text again
    before it is reported back. Of texts that come faster than a strip may change, the latest wins.
    """

    declaration = Declaration(
        kind=Kind.LED,
        protocol="onbon",
        title="Onbon BX-5K/6K LED strips",
        options=OnbonOptions,
        line=LineSettings(baudrate=57600),
        capabilities=frozenset({"text", "chinese", "scroll", "units"}),
    )

    options: OnbonOptions

    def __init__(self, wire: Wire, options: OnbonOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = Conversation[Frame](wire, lambda: OnbonDecoder(Side.DEVICE))
        self._strips = {str(address): _Strip(address) for address in options.addresses}
        self._search: asyncio.Future[Answer] | None = None

    async def run(self) -> None:
        """Ask each strip in turn whether it is there, until the wire is lost."""
        while True:
            for strip in self._strips.values():
                if strip.ping_due_s <= _now_s():
                    await self._look_after(strip)
            next_s = min(strip.ping_due_s for strip in self._strips.values())
            await self._line.listen(next_s - _now_s())

    async def show(self, unit: str, text: str) -> None:
        """Have `unit` show `text` and nothing else; text wider than the strip runs to the left.

        A strip that is known to be away raises `DeviceSilentError` at once and shows the text when
        it is back.
        """
        strip = self._strip(unit)
        strip.wanted = text
        async with strip.turn:
            if strip.health is Health.OFFLINE:
                raise DeviceSilentError(f"strip {unit} is away; it will show this when it is back")
            await self._converge(strip)

    def _strip(self, unit: str) -> _Strip:
        try:
            return self._strips[unit]
        except KeyError:
            known = ", ".join(self._strips)
            meaning = f"no strip {unit!r} on this line; there are: {known}"
            raise DeviceRefusedError("unknown_unit", meaning) from None

    # --- who is there ---

    async def _look_after(self, strip: _Strip) -> None:
        try:
            found = await self._is_there(strip)
        except DeviceSilentError:
            strip.missed += 1
            strip.shown = None  # it may have been without power, which a text does not survive
            if strip.missed >= self.options.attempts:
                self._note_away(strip)
            return
        if found and strip.turn.locked():
            self._note_there(strip)  # somebody is showing something on it just now
        elif found:
            async with strip.turn:
                await self._bring_back(strip)

    async def _is_there(self, strip: _Strip) -> bool:
        """Ping `strip` once; False where that was given up for something more urgent."""
        asking = self._ask(strip, ping(strip.address))
        if not strip.missed:
            await asking
            return True
        self._search = asyncio.ensure_future(asking)
        try:
            await self._search
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return False
        finally:
            self._search = None
        return True

    async def _bring_back(self, strip: _Strip) -> None:
        try:
            await self._converge(strip)
        except DeviceSilentError:
            return
        except DeviceRefusedError:
            # Whoever wanted this text was told so; asking again at every ping would change nothing.
            strip.wanted = None
        else:
            self._note_there(strip)

    def _note_there(self, strip: _Strip) -> None:
        strip.missed = 0
        self._note(strip, Health.ONLINE)

    def _note_away(self, strip: _Strip) -> None:
        strip.missed = self.options.attempts
        self._note(strip, Health.OFFLINE, f"no answer, asked {self.options.attempts} times")

    def _note(self, strip: _Strip, health: Health, detail: str = "") -> None:
        strip.health = health
        strip.ping_due_s = _now_s() + self.options.ping_interval_s
        if len(self._strips) > 1:
            self.report_health(health, detail, str(strip.address))
        healths = [strip.health for strip in self._strips.values()]
        if Health.ONLINE in healths:
            self.report_health(Health.ONLINE)
        elif Health.STARTING not in healths:
            self.report_health(Health.OFFLINE, detail)

    # --- what they show ---

    async def _converge(self, strip: _Strip) -> None:
        """Have `strip` show what is wanted by now: the caller's text, or one that came after it."""
        answer: Answer | None = None
        for _attempt in range(self.options.attempts):
            if strip.wanted is None or strip.wanted == strip.shown:
                return
            answer = await self._send(strip)
            if answer is not None and (answer.accepted or answer.error not in _WORTH_REPEATING):
                break
        if answer is None:
            self._note_away(strip)
            raise DeviceSilentError(f"strip {strip.address} does not answer")
        self._note_there(strip)
        if not answer.accepted:
            raise DeviceRefusedError(answer.error, error_meaning(answer.error))

    async def _send(self, strip: _Strip) -> Answer | None:
        """Send what is wanted, as soon as the strip may change again. None on silence."""
        await asyncio.sleep(max(0.0, strip.paced_until_s - _now_s()))
        text, before = strip.wanted or "", strip.shown
        frame = self._frame(strip.address, text)
        strip.shown = None  # until the card has said yes, nobody knows
        if self._search is not None and not strip.missed:
            # Two seconds for a strip that is probably not there must not keep this one dark. Only
            # for another: an answer does not say what to, so one strip is asked one thing at once.
            self._search.cancel()
        try:
            answer = await self._ask(strip, frame)
        except DeviceSilentError:
            return None
        strip.paced_until_s = _now_s() + self.options.min_update_interval_s
        strip.shown = text if answer.accepted else before
        return answer

    def _frame(self, address: int, text: str) -> Frame:
        wanted = self.options
        box = Box(0, 0, wanted.width_px, wanted.height_px)
        try:
            update = text_update(text, box, wanted.font_px, wanted.colour, wanted.scroll_speed)
        except OutOfRangeError as error:
            raise DeviceRefusedError(_OUT_OF_MEMORY, str(error)) from error
        return set_areas(address, update)

    async def _ask(self, strip: _Strip, frame: Frame) -> Answer:
        answer = answer_from(strip.address)
        within_s = self.options.reply_timeout_s
        return await self._line.ask(encode(frame), answer, within_s=within_s)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
