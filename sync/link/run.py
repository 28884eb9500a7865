"""The link from start to stop: connect, work, lose the connection, pause, connect again."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Never

from edge.client import HallError
from sync import topics
from sync.broker import BrokerLostError, Connect, Message
from sync.envelope import Bye, encode
from sync.link.config import SyncConfig
from sync.link.fetching import Fetching
from sync.link.hall import Hall
from sync.link.reading import FactReader
from sync.link.session import Session
from sync.link.status import LinkStatus
from sync.outbox import Outbox
from sync.pacing import Draw, full_jitter

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LinkPorts:
    """What the link takes from the world. `new_session` names a connection like no other."""

    hall: Hall
    connect: Connect
    draw: Draw
    new_session: Callable[[], str]
    versions: dict[str, str]


async def run_link(config: SyncConfig, ports: LinkPorts, status: LinkStatus) -> Never:
    """Deliver the hall's facts to headquarters until cancelled."""
    failures = 0
    while True:
        answered_ms = status.answered_ms
        try:
            state = await ports.hall.sync_state()
            await _one_connection(config, ports, status, state.hall)
        except HallError as error:
            status.trouble("hall", str(error))
        except BrokerLostError as error:
            status.trouble("broker", str(error))
        finally:
            status.connected = False
        failures = 1 if status.answered_ms != answered_ms else failures + 1
        await asyncio.sleep(full_jitter(config.timing, failures, ports.draw))


async def _one_connection(
    config: SyncConfig, ports: LinkPorts, status: LinkStatus, hall: str
) -> None:
    status.hall = hall
    status.session = ports.new_session()
    status.outbox = Outbox(config.timing, ports.draw, config.confirm_every_s)
    reader = FactReader(ports.hall, config.batch_facts_max, config.batch_bytes_max)
    bye = Message(topics.up(hall, "bye"), encode(Bye(hall=hall, session=status.session)))
    async with ports.connect(bye) as broker:
        _log.info("connected to the broker at %s", status.broker)
        status.connected = True
        status.well("broker")
        fetching = Fetching(config.timing, ports.draw, config.documents_kb_per_s * 1024)
        await Session(
            ports.hall, broker, status.outbox, fetching, reader, status, ports.versions
        ).run()
