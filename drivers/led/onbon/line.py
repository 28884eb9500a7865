"""Talks to the strips on one line, one question at a time, and knows which of them are there."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from drivers.contract import DeviceRefusedError, DeviceSilentError, Health, Wire
from drivers.conversation import Conversation
from drivers.led.onbon.areas import Box
from drivers.led.onbon.codec import Frame, OnbonDecoder
from drivers.led.onbon.commands import error_meaning
from drivers.led.onbon.fields import OutOfRangeError
from drivers.led.onbon.layout import text_update
from drivers.led.onbon.options import OnbonOptions
from drivers.led.onbon.requests import (
    Answer,
    answer_from,
    encode_request,
    heard_from,
    ping,
    set_areas,
)
from drivers.led.onbon.settings import set_level, set_power
from drivers.wire import Side

T = TypeVar("T")

_BUSY = 3
_OUT_OF_MEMORY = 4
_YES = Answer(accepted=True, error=0)
# "Busy" passes by itself, and "checksum wrong" says that the line spoilt our frame.
_WORTH_REPEATING = frozenset({_BUSY, 5})


@dataclass(frozen=True, slots=True)
class Light:
    """How a strip is lit, where anybody has said so."""

    level: int | None = None
    on: bool | None = None


@dataclass(slots=True)
class Strip:
    """What is known of one strip. `shown` is None where it cannot be known, `light` unsaid."""

    address: int
    health: Health = Health.STARTING
    missed: int = 0
    ping_due_s: float = float("-inf")
    wanted: str | None = None
    shown: str | None = None
    light: Light = field(default_factory=Light)
    paced_until_s: float = float("-inf")  # no text before
    busy_until_s: float = float("-inf")  # nothing before
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def forget(self) -> None:
        """Know nothing any more: it may have been without power, which a text does not survive."""
        self.shown = None
        self.light = Light()


class StripLine:
    """The strips on one wire. `noted` is called whenever a strip was found there, or away.

    Of texts that come faster than a strip may change, the latest wins. Whoever changes a strip
    holds its `turn`.
    """

    def __init__(
        self, wire: Wire, options: OnbonOptions, noted: Callable[[Strip, str], None]
    ) -> None:
        self.strips = {str(address): Strip(address) for address in options.addresses}
        self.light = Light()  # wanted, of all
        self._options = options
        self._noted = noted
        self._talk = Conversation[Frame](wire, lambda: OnbonDecoder(Side.DEVICE))
        self._search: asyncio.Future[Answer] | None = None

    async def attend(self) -> None:
        """Ask the strips that are due whether they are there, then listen until one is."""
        for strip in self.strips.values():
            if strip.ping_due_s <= _now_s():
                await self._look_after(strip)
        next_s = min(strip.ping_due_s for strip in self.strips.values())
        await self._talk.listen(next_s - _now_s())

    async def show(self, strip: Strip) -> None:
        """Have `strip` show what is wanted by now: the caller's text, or one that came after it."""
        if strip.wanted is not None and strip.wanted != strip.shown:
            await self._insist(strip, lambda: self._send_text(strip))

    async def shine(self, strip: Strip) -> None:
        """Have `strip` lit as is wanted of all."""
        wanted = self.light
        if wanted.level is not None and wanted.level != strip.light.level:
            await self.command(strip, set_level(strip.address, wanted.level))
            strip.light = Light(wanted.level, strip.light.on)
        if wanted.on is not None and wanted.on != strip.light.on:
            await self.command(strip, set_power(strip.address, wanted.on))
            strip.light = Light(strip.light.level, wanted.on)

    async def command(self, strip: Strip, frame: Frame) -> None:
        """Have `frame` accepted. Raises `DeviceSilentError`, `DeviceRefusedError`."""
        await self._insist(strip, lambda: self._send(strip, frame))

    async def ask(self, strip: Strip, frame: Frame, read: Callable[[Frame], T | None]) -> T:
        """Return what `read` makes of the answer of `strip`. Raises `DeviceSilentError`."""
        known_away = strip.health is Health.OFFLINE
        return await self._talk.ask(
            encode_request(frame),
            heard_from(strip.address, read),
            within_s=self._options.reply_timeout_s,
            attempts_max=1 if known_away else self._options.attempts,
        )

    # --- who is there ---

    async def _look_after(self, strip: Strip) -> None:
        try:
            found = await self._is_there(strip)
        except DeviceSilentError:
            strip.missed += 1
            strip.forget()
            if strip.missed >= self._options.attempts:
                self._note_away(strip)
            return
        if found and strip.turn.locked():
            self._note_there(strip)  # somebody is showing something on it just now
        elif found:
            async with strip.turn:
                await self._bring_back(strip)

    async def _is_there(self, strip: Strip) -> bool:
        """Ping `strip` once; False where that was given up for something more urgent."""
        asking = self._ask_once(strip, ping(strip.address))
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

    async def _bring_back(self, strip: Strip) -> None:
        # Whoever wanted what is refused was told so; asking again at every ping changes nothing.
        try:
            with contextlib.suppress(DeviceRefusedError):
                await self.shine(strip)
            strip.light = self.light
            await self.show(strip)
        except DeviceSilentError:
            return
        except DeviceRefusedError:
            strip.wanted = None
        self._note_there(strip)

    def _note_there(self, strip: Strip) -> None:
        strip.missed = 0
        self._note(strip, Health.ONLINE)

    def _note_away(self, strip: Strip) -> None:
        strip.forget()
        strip.missed = self._options.attempts
        self._note(strip, Health.OFFLINE, f"no answer, asked {self._options.attempts} times")

    def _note(self, strip: Strip, health: Health, detail: str = "") -> None:
        strip.health = health
        strip.ping_due_s = _now_s() + self._options.ping_interval_s
        self._noted(strip, detail)

    # --- what is said to them ---

    async def _insist(self, strip: Strip, send: Callable[[], Awaitable[Answer | None]]) -> None:
        answer: Answer | None = None
        for _attempt in range(self._options.attempts):
            answer = await send()
            if answer is not None and (answer.accepted or answer.error not in _WORTH_REPEATING):
                break
        if answer is None:
            self._note_away(strip)
            raise DeviceSilentError(f"strip {strip.address} does not answer")
        if strip.health is not Health.OFFLINE:  # else it is back when all is as it was
            self._note_there(strip)
        if not answer.accepted:
            raise DeviceRefusedError(answer.error, error_meaning(answer.error))

    async def _send_text(self, strip: Strip) -> Answer | None:
        """Send what is wanted, as soon as the strip may change again. None on silence."""
        await _until(strip.paced_until_s)
        text, before = strip.wanted or "", strip.shown
        if text == before:
            return _YES
        frame = self._frame(strip.address, text)
        strip.shown = None  # until the card has said yes, nobody knows
        answer = await self._send(strip, frame)
        if answer is not None:
            strip.paced_until_s = _now_s() + self._options.update_interval_s
            strip.shown = text if answer.accepted else before
        return answer

    async def _send(self, strip: Strip, frame: Frame) -> Answer | None:
        """Send `frame`, once a card that said it was busy has had a rest. None on silence."""
        await _until(strip.busy_until_s)
        if self._search is not None and not strip.missed:
            # Two seconds for a strip that is probably not there must not keep this one dark. Only
            # for another: an answer does not say what to, so one strip is asked one thing at once.
            self._search.cancel()
        try:
            answer = await self._ask_once(strip, frame)
        except DeviceSilentError:
            return None
        if answer.error == _BUSY:
            strip.busy_until_s = _now_s() + self._options.update_interval_s
        return answer

    def _frame(self, address: int, text: str) -> Frame:
        wanted = self._options
        box = Box(0, 0, wanted.width_px, wanted.height_px)
        bytes_max = wanted.limits.area_bytes_max
        try:
            update = text_update(
                text, box, wanted.font_px, wanted.colour, wanted.scroll_speed, bytes_max
            )
        except OutOfRangeError as error:
            raise DeviceRefusedError(_OUT_OF_MEMORY, str(error)) from error
        return set_areas(address, update)

    async def _ask_once(self, strip: Strip, frame: Frame) -> Answer:
        answer = answer_from(strip.address)
        within_s = self._options.reply_timeout_s
        return await self._talk.ask(encode_request(frame), answer, within_s=within_s)


async def _until(moment_s: float) -> None:
    await asyncio.sleep(max(0.0, moment_s - _now_s()))


def _now_s() -> float:
    return asyncio.get_running_loop().time()
