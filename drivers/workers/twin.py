"""A worker's side of its wire, with no process and no library behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.contract import DeviceEvent, Finding, Health
from drivers.twins import Twin
from drivers.wire import Side
from drivers.workers.codec import Message, WorkerDecoder, encode
from drivers.workers.events import message_of


class WorkerTwin(Twin):
    """Answers questions, and says by itself what happens to its device.

    `silent` is a worker that hangs. `serves` may be set to another device's: the wrong worker.
    """

    def __init__(self, serves: str) -> None:
        super().__init__()
        self.serves = serves
        self.health = Health.ONLINE
        self.detail = ""
        self.last_request = ""
        self.garbling_next = False
        self._decoder = WorkerDecoder(Side.HOST)
        self._unsaid = bytearray()

    @property
    def due_s(self) -> float | None:
        return 0.0 if self._unsaid else None

    def receive(self, data: bytes) -> bytes:
        for item in self._decoder.feed(data):
            if isinstance(item, Message):
                self.last_request = item.name
                self.say(self.answer(item))
        return self._say_all()

    def tick(self, dt_s: float) -> bytes:
        self.pass_time(dt_s)
        return self._say_all()

    def pass_time(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass for the device."""

    def _say_all(self) -> bytes:
        said = bytes(self._unsaid)
        self._unsaid.clear()
        return said

    def say(self, message: Message) -> None:
        """Say `message` as soon as the line takes it."""
        line = encode(message)
        if self.garbling_next:
            self.garbling_next = False
            line = line.replace(b'"name"', b'"nome"')
        self._unsaid += line

    def tell(self, event: DeviceEvent) -> None:
        """Say that `event` happened."""
        self.say(message_of(event))

    def be(self, health: Health, detail: str = "") -> None:
        """Be well or not from now on, and say so."""
        self.health, self.detail = health, detail
        self.say(self.state(0))

    def answer(self, request: Message) -> Message:
        """Return the answer to `request`."""
        if request.name == "report":
            return self.state(request.number)
        if request.name == "test":
            findings = [{"ok": found.ok, "said": found.said} for found in self.test()]
            return Message("tested", request.number, {"findings": findings})
        meaning = f"a {self.serves} worker cannot {request.name}"
        return Message("refused", request.number, {"reason": "unknown", "meaning": meaning})

    def state(self, number: int) -> Message:
        """Return how the device is, as an answer to question `number`."""
        body = {"serves": self.serves, "health": self.health.value, "detail": self.detail}
        return Message("state", number, body | self.details())

    def details(self) -> dict[str, Any]:
        """Return what the state tells besides health."""
        return {}

    def test(self) -> list[Finding]:
        """Return what a self-test sees."""
        return [Finding(self.health.usable, f"the device is {self.health.value}")]

    def look(self) -> dict[str, Any]:
        return {
            "serves": self.serves,
            "health": self.health.value,
            "detail": self.detail,
            "last_request": self.last_request,
            "silent": self.silent,
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {"hang": self.hang, "go_on": self.go_on, "garble": self.garble}

    def hang(self) -> None:
        """Answer nothing any more."""
        self.silent = True

    def go_on(self) -> None:
        """Answer again."""
        self.silent = False

    def garble(self) -> None:
        """Spoil the next message."""
        self.garbling_next = True
