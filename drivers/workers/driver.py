"""The hall's half of a driver that runs as a worker: asks how it is, and passes on what it says."""

import contextlib
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from drivers.contract import (
    Context,
    DeviceRefusedError,
    DeviceSilentError,
    Driver,
    Finding,
    Health,
    LineSettings,
    Wire,
)
from drivers.conversation import Conversation
from drivers.wire import Side
from drivers.workers.codec import Message, WorkerDecoder, encode
from drivers.workers.events import IllegalEventError, event_of

logger = logging.getLogger(__name__)

# A socket has no rate; this is what its twin is paced with.
LINE = LineSettings(baudrate=1_000_000)

_TEST_WITHIN_S = 20.0
_ATTEMPTS_MAX = 2


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How often the worker is asked how it is, and how long its answer may take."""

    heartbeat_s: float = 2.0
    reply_timeout_s: float = 2.0

    def __post_init__(self) -> None:
        require_positive(self, "heartbeat_s", "reply_timeout_s")


def require_positive(options: object, *names: str) -> None:
    """Raise `ValueError` naming the first of these options that is not above 0."""
    for name in names:
        if not getattr(options, name) > 0:
            raise ValueError(f"{name}: {getattr(options, name):g} is not above 0")


class WorkerDriver(Driver):
    """A device behind a worker. The worker tells its health; what happens is told unasked.

    A worker that hangs is silent: reported once, and asked on until it answers or its connection
    ends. One that serves another device than the configuration says is told apart from a fault.
    """

    options: WorkerOptions

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self._conversation: Conversation[Message] = Conversation(
            wire, partial(WorkerDecoder, Side.DEVICE), self._overhear
        )
        self._asked = 0

    @property
    def serves(self) -> str:
        """What the worker of such a device says it serves."""
        return f"{self.declaration.kind}.{self.declaration.protocol}"

    async def run(self) -> None:
        """Report health and events until the wire is lost. Raises `WireLostError`."""
        while True:
            try:
                await self._follow()
            except DeviceSilentError as silence:
                self.report_health(Health.OFFLINE, f"its worker hangs: {silence}")

    async def _follow(self) -> None:
        while True:
            self._take_state(await self.ask_worker("report"))
            # A worker that refuses shows in its next state that nothing has changed.
            with contextlib.suppress(DeviceRefusedError):
                await self.converge()
            await self._conversation.listen(self.options.heartbeat_s)

    async def converge(self) -> None:
        """Have the worker do what was last wished, where its last state shows otherwise."""

    async def ask_worker(
        self, name: str, *, within_s: float = 0.0, attempts_max: int = _ATTEMPTS_MAX, **body: Any
    ) -> Message:
        """Return the answer. Raises `DeviceRefusedError`, `DeviceSilentError`, `WireLostError`."""
        self._asked += 1
        number = self._asked
        answer = await self._conversation.ask(
            encode(Message(name, number, body)),
            lambda message: message if _answers(message, number) else None,
            within_s=within_s or self.options.reply_timeout_s,
            attempts_max=attempts_max,
        )
        if answer.name == "refused":
            raise DeviceRefusedError(
                str(answer.body.get("reason", "refused")), str(answer.body.get("meaning", ""))
            )
        return answer

    async def self_test(self) -> list[Finding]:
        """Have the worker try its device, and return what it saw."""
        # Asked once: a test that takes its time is not helped by a second one.
        answer = await self.ask_worker("test", within_s=_TEST_WITHIN_S, attempts_max=1)
        return [
            Finding(bool(found.get("ok")), str(found.get("said", "")))
            for found in answer.body.get("findings", ())
            if isinstance(found, dict)
        ]

    def _overhear(self, message: Message) -> None:
        if message.name == "state":
            self._take_state(message)
            return
        try:
            event = event_of(message)
        except IllegalEventError as error:
            logger.warning("%s: %s", self.serves, error)
            return
        if event is not None:
            self.context.report(event)

    def _take_state(self, message: Message) -> None:
        serves, health = message.body.get("serves"), message.body.get("health")
        if serves != self.serves:
            self.report_health(
                Health.HARDWARE_ERROR, f"the worker here serves {serves}, expected {self.serves}"
            )
        elif health not in list(Health):
            self.report_health(Health.HARDWARE_ERROR, f"the worker knows a health {health!r}")
        else:
            self.report_health(Health(health), str(message.body.get("detail", "")))
            self.take_details(message)

    def take_details(self, message: Message) -> None:
        """Take what the state of this kind of device tells besides its health."""


def _answers(message: Message, number: int) -> bool:
    return message.number == number and message.name in ("state", "done", "tested", "refused")
