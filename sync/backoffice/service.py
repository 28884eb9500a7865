"""Headquarters from start to stop: store, receiver, pages for its staff and for visitors."""

import asyncio
import contextlib
import random
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Never, TypeVar

from starlette.applications import Starlette

from edge.mobile.limits import Limits
from edge.mobile.web import MobilePages
from sync.backoffice.config import BackofficeConfig
from sync.backoffice.intake import Intake
from sync.backoffice.pruning import prune_all
from sync.backoffice.reader import Reader
from sync.backoffice.receiver import Offload, Receiver
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.visitor_forms import VisitorForms
from sync.backoffice.visitor_pages import VisitorPages
from sync.backoffice.visitor_wishes import VisitorWishes
from sync.backoffice.web.app import create_app
from sync.backoffice.web.changes import Changes
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.serving import serve
from sync.backoffice.web.visitors import Visitors
from sync.broker.mqtt import mqtt_connector
from sync.pacing import Timing

T = TypeVar("T")


async def run_backoffice(
    config: BackofficeConfig,
    database: Path,
    listener: socket.socket,
    password: str | None,
    signer: Signer,
) -> None:
    """Receive and show until cancelled. Raises `StoreError`, `NewerSchemaError`."""
    changes = Changes()
    with _databases(database) as (store, reader), _thread() as writing, _thread() as reading:
        connect = mqtt_connector(config.broker, f"atrium-hq-{secrets.token_hex(4)}", password)
        intake = Intake(store, config.credit)
        receiver = Receiver(intake, connect, writing, _now_ms, changes.tell, config.look_every_s)
        with _visitors(database, signer) as (pages, wishes, forms):
            written = wishes, forms, writing
            visitors = Visitors((pages, reading), written, changes, _now_ms, receiver.look)
            mobile = MobilePages(visitors, _now_ms, _new_key, _limits(config))
            app = create_app(Desk(reader, reading), changes, _hosts(config), mobile.routes())
            pruning = prune_all((wishes, forms), writing, _now_ms)
            await _until_cancelled(receiver, config, app, listener, pruning)


async def _until_cancelled(
    receiver: Receiver,
    config: BackofficeConfig,
    app: Starlette,
    listener: socket.socket,
    pruning: Coroutine[Any, Any, Never],
) -> None:
    timing = Timing(pause_base_s=config.pause_base_s, pause_max_s=config.pause_max_s)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(receiver.run(timing, random.SystemRandom().random))
        tasks.create_task(serve(app, listener, config.trusted_proxies))
        tasks.create_task(pruning)


@contextlib.contextmanager
def _databases(database: Path) -> Iterator[tuple[SqliteStore, Reader]]:
    # The store first: it makes the database that the reader opens.
    with (
        contextlib.closing(SqliteStore(database)) as store,
        contextlib.closing(Reader(database)) as reader,
    ):
        yield store, reader


@contextlib.contextmanager
def _visitors(
    database: Path, signer: Signer
) -> Iterator[tuple[VisitorPages, VisitorWishes, VisitorForms]]:
    with (
        contextlib.closing(VisitorPages(database)) as pages,
        contextlib.closing(VisitorWishes(database, signer)) as wishes,
        contextlib.closing(VisitorForms(database, signer)) as forms,
    ):
        yield pages, wishes, forms


@contextlib.contextmanager
def _thread() -> Iterator[Offload]:
    """Give a thread to what waits for the disk, which the event loop never does."""
    with ThreadPoolExecutor(1) as executor:

        def offload(work: Callable[[], T]) -> Awaitable[T]:
            return asyncio.get_running_loop().run_in_executor(executor, work)

        yield offload


def _hosts(config: BackofficeConfig) -> list[str]:
    return [*config.hosts, config.listen.rpartition(":")[0]]


def _limits(config: BackofficeConfig) -> Limits:
    return Limits(address_per_min=config.address_per_min)


def _new_key() -> str:
    return secrets.token_urlsafe(12)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
