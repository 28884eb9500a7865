"""The broker port over MQTT 3.1.1 with aiomqtt.

Traps that decide the shape of this file: a client object that is used twice sends again whatever
it had queued, so every connection has its own; a pending publish does not notice a dead broker
for seconds, so publishing and reading share one task group and fall together; incoming messages
are confirmed before they are handled unless confirmed by hand; a broker may grant a subscription
and then deliver nothing, so silence is for the protocol above to notice.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import aiomqtt
from paho.mqtt.reasoncodes import ReasonCode

from sync.broker import Broker, BrokerLostError, Connect, Message, one_loss
from sync.broker.config import BrokerConfig

_log = logging.getLogger(__name__)

_PENDING_MAX = 16
_GOODBYE_TIMEOUT_S = 1.0
_REFUSED = 0x80  # MQTT 3.1.1, 3.9.3: SUBACK return code for failure


class MqttBroker:
    """One connection, alive as long as its client and its task group."""

    def __init__(self, client: aiomqtt.Client, tasks: asyncio.TaskGroup) -> None:
        self._client = client
        self._tasks = tasks
        self._room = asyncio.Semaphore(_PENDING_MAX)

    async def publish(self, message: Message) -> None:
        await self._room.acquire()
        self._tasks.create_task(self._publish(message))

    async def _publish(self, message: Message) -> None:
        try:
            await self._client.publish(message.topic, message.payload, qos=1)
        except aiomqtt.MqttError as error:
            raise BrokerLostError(f"publishing: {error}") from None
        finally:
            self._room.release()

    async def subscribe(self, topic_filter: str) -> None:
        try:
            granted = await self._client.subscribe(topic_filter, qos=1)
        except aiomqtt.MqttError as error:
            raise BrokerLostError(f"subscribing: {error}") from None
        if any(_number(code) >= _REFUSED for code in granted):
            raise BrokerLostError(f"the broker refuses a subscription to {topic_filter}")

    async def messages(self) -> AsyncIterator[Message]:
        try:
            async for heard in self._client.messages:
                yield Message(str(heard.topic), _bytes(heard.payload))
                # Confirmed only now: the broker holds back what we have no time for.
                self._client._client.ack(heard.mid, heard.qos)
        except aiomqtt.MqttError as error:
            raise BrokerLostError(str(error.__cause__ or error)) from None


def mqtt_connector(config: BrokerConfig, identifier: str, password: str | None) -> Connect:
    """Return how to connect to the broker of `config` as the client `identifier`."""

    @contextlib.asynccontextmanager
    async def connect(last_words: Message | None = None) -> AsyncIterator[Broker]:
        client = _new_client(config, identifier, password, last_words)
        with one_loss(aiomqtt.MqttError):
            async with _entered(client), asyncio.TaskGroup() as tasks:
                try:
                    yield MqttBroker(client, tasks)
                finally:
                    await _say_goodbye(client, last_words)

    return connect


@contextlib.asynccontextmanager
async def _entered(client: aiomqtt.Client) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(client)
        except aiomqtt.MqttError:
            client._client.disconnect()  # a connection that nobody answered is left open else
            raise
        yield


def _new_client(
    config: BrokerConfig, identifier: str, password: str | None, last_words: Message | None
) -> aiomqtt.Client:
    client = aiomqtt.Client(
        config.host,
        config.port,
        identifier=identifier,
        protocol=aiomqtt.ProtocolVersion.V311,
        clean_session=True,
        username=config.username or None,
        password=password,
        keepalive=config.keepalive_s,
        timeout=config.answer_timeout_s,
        will=_will(last_words),
        tls_params=_tls(config),
    )
    client.pending_calls_threshold = _PENDING_MAX + 1
    client._client.manual_ack_set(True)
    return client


def _will(last_words: Message | None) -> aiomqtt.Will | None:
    return None if last_words is None else aiomqtt.Will(*last_words, qos=1)


def _tls(config: BrokerConfig) -> aiomqtt.TLSParameters | None:
    if not config.tls_ca:
        return None
    return aiomqtt.TLSParameters(
        ca_certs=config.tls_ca,
        certfile=config.tls_cert or None,
        keyfile=config.tls_key or None,
    )


async def _say_goodbye(client: aiomqtt.Client, last_words: Message | None) -> None:
    """Publish the last words by hand: after a clean end the broker throws the will away."""
    if last_words is None:
        return
    with contextlib.suppress(aiomqtt.MqttError):
        await client.publish(*last_words, qos=1, timeout=_GOODBYE_TIMEOUT_S)


def _bytes(payload: object) -> bytes:
    return bytes(payload) if isinstance(payload, bytes | bytearray) else b""


def _number(code: int | ReasonCode) -> int:
    return code if isinstance(code, int) else code.value
