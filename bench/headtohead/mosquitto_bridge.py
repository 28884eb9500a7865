"""A bare mosquitto with a QoS 1 bridge: the edge broker keeps what the centre cannot take yet."""

from collections.abc import Sequence
from pathlib import Path

from bench.headtohead.brokers import Centre, Publisher, mosquitto_command, mosquitto_version
from bench.headtohead.processes import Processes, free_port, listens
from bench.headtohead.system import Description

_TOPIC = "facts"
_SHIPPED = ("persistence true",)
_BEST = (*_SHIPPED, "autosave_on_changes true", "autosave_interval 1", "max_queued_messages 0")
_WORD = "PUBACK of the edge broker (MQTT 3.1.1, 4.3.2: it has taken over the message)"
_RETRY = "published again after the restart; MQTT has no key by which a broker would know it"


class MosquittoBridge:
    """An edge broker that is killed, a central broker that is not. Facts are messages."""

    def __init__(self, folder: Path, description: Description, settings: Sequence[str]) -> None:
        self.description = description
        self._folder = folder
        self._edge = Processes(folder)
        self._edge_port = free_port()
        self._centre = Centre(folder, [_TOPIC], lambda _topic, payload: ([int(payload)], None))
        self._settings = [*settings, *self._bridge()]
        self._publisher: Publisher | None = None

    def _bridge(self) -> list[str]:
        return [
            f"persistence_location {self._folder / 'edge'}/",
            "connection centre",
            f"address 127.0.0.1:{self._centre.port}",
            f"topic {_TOPIC} out 1",
            "cleansession false",
            "restart_timeout 1",
        ]

    async def versions(self) -> dict[str, str]:
        return {"mosquitto": mosquitto_version()}

    async def start(self) -> None:
        await self._let_go()
        command = mosquitto_command(self._edge_port, self._folder / "edge", self._settings)
        self._edge.start("edge", command)
        await self._edge.until(lambda: listens(self._edge_port), "the edge broker")
        self._publisher = Publisher(self._edge_port)
        await self._publisher.start()

    async def offer(self, number: int) -> None:
        assert self._publisher is not None
        await self._publisher.publish(_TOPIC, str(number))

    async def kill(self) -> None:
        await self._edge.end()

    async def _let_go(self) -> None:
        if self._publisher is not None:
            await self._publisher.stop()
            self._publisher = None

    async def connect_centre(self) -> None:
        await self._centre.start()

    def arrived(self) -> list[int]:
        return list(self._centre.arrived)

    async def stop(self) -> None:
        await self._let_go()
        await self._edge.end()
        await self._centre.stop()


def as_shipped(folder: Path) -> MosquittoBridge:
    """Return the bridge with persistence as Debian ships it."""
    setting = "as Debian ships it: persistence true, saved every 1,800 s and at a clean end"
    title = "mosquitto bridge, QoS 1, as shipped"
    why = "the queue is in memory until the next save (mosquitto.conf(5), autosave_interval)"
    description = Description("mosquitto", title, setting, _WORD, _RETRY, why)
    return MosquittoBridge(folder, description, _SHIPPED)


def saving_at_once(folder: Path) -> MosquittoBridge:
    """Return the bridge that saves after every change, the most it offers."""
    setting = "autosave_on_changes true, autosave_interval 1, max_queued_messages 0 (no limit)"
    title = "mosquitto bridge, QoS 1, saving at every change"
    why = "it saves after the PUBACK is sent, and writes the whole queue anew for each message"
    description = Description("mosquitto-best", title, setting, _WORD, _RETRY, why)
    return MosquittoBridge(folder, description, _BEST)
