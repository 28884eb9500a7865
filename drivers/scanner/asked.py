"""Scanners that answer: asked now and then whether they are there, and told again what to do."""

import abc
import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from drivers.contract import (
    Context,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    Scanner,
    Wire,
)
from drivers.scanner.listening import Listener, until_one_ends

# A device that answers each trigger with a code, as another one on that port might, is not to be
# triggered without end.
_TRIGGER_AGAIN_S = 0.3

FrameT = TypeVar("FrameT")
AnswerT = TypeVar("AnswerT")


class AskedScanner(Scanner, Generic[FrameT]):
    """Keeps in contact through `_listener`, which whoever inherits makes.

    Their options have `poll_interval_s`, `reply_timeout_s` and `attempts_max`.
    """

    _listener: Listener[FrameT]

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self._code_was_read = asyncio.Event()
        # Where codes carry no check, another device's lines look like codes: they count only while
        # the scanner answers.
        self._in_contact = False

    async def run(self) -> None:
        """Report health and codes until the wire is lost. Raises `WireLostError`."""
        parts = (self._listener.run(), self._keep_contact(), self._keep_triggered())
        await until_one_ends(*parts)

    @abc.abstractmethod
    async def _greet(self) -> None:
        """Ask whether it is there, and have it do what it is to do. Raises `DeviceError`."""

    async def _trigger(self) -> None:
        """Have it look for the next code, if it waits for that. Called after each code."""

    def _lose_contact(self) -> None:
        """Note that it is gone, or did not do as told: the next greeting begins anew."""

    async def _keep_contact(self) -> None:
        while True:
            await self._check()
            await asyncio.sleep(self.options.poll_interval_s)

    async def _keep_triggered(self) -> None:
        while True:
            await self._code_was_read.wait()
            await asyncio.sleep(_TRIGGER_AGAIN_S)
            self._code_was_read.clear()
            if self._in_contact:
                await self._trigger()

    async def _check(self) -> None:
        try:
            await self._greet()
        except DeviceSilentError as silence:
            self._in_contact = False
            self._lose_contact()
            self.report_health(Health.OFFLINE, str(silence))
        except DeviceRefusedError as refusal:
            self._in_contact = True
            self._lose_contact()
            self.report_health(Health.HARDWARE_ERROR, str(refusal))
        else:
            self._in_contact = True
            self.report_health(Health.ONLINE)

    async def _ask(
        self, question: Callable[[int], bytes], accept: Callable[[FrameT], AnswerT | None]
    ) -> AnswerT:
        """Ask `question(attempt)`, attempts counted from 0. Raises `DeviceSilentError`."""
        within_s, attempts_max = self.options.reply_timeout_s, self.options.attempts_max
        for attempt in range(attempts_max):
            answer = await self._listener.ask(question(attempt), accept, within_s)
            if answer is not None:
                return answer
        raise DeviceSilentError(f"no answer within {within_s:g} s, asked {attempts_max} times")


def require_above_zero(options: Any, *names: str) -> None:
    """Raise `ValueError` naming the first of `options` that is not above zero."""
    for name in names:
        if getattr(options, name) <= 0:
            raise ValueError(f"{name}: {getattr(options, name):g} is not above 0")
