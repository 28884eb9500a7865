"""The commands of sync: running link and headquarters, and looking at both."""

import asyncio
import dataclasses
import importlib.metadata
import logging
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from edge.client import HallClient
from edge.config import ConfigError
from edge.listening import ListenError, TcpAddress
from sync import tables
from sync.backoffice import applications_cli as applications
from sync.backoffice import cli as bookings
from sync.backoffice import documents_cli as documents
from sync.backoffice.config import BackofficeConfig, load_backoffice_config, read_listen
from sync.backoffice.reader import Reader
from sync.backoffice.schema import NewerSchemaError
from sync.backoffice.store import StoreError
from sync.broker.config import read_password
from sync.link.config import SyncConfig, load_sync_config
from sync.link.status import (
    LinkNotRunningError,
    LinkRunsAlreadyError,
    LinkStatus,
    ask,
    told_on,
)
from sync.stopping import until_told

Config = Annotated[Path, typer.Option(help="The configuration, a TOML file.")]
MaybeConfig = Annotated[
    Path | None, typer.Option(help="The configuration, a TOML file; without it, defaults.")
]
State = Annotated[Path, typer.Option(help="Where the service keeps its data and sockets.")]
Database = Annotated[Path | None, typer.Option(help="Headquarters' database itself.")]
Hall = Annotated[str, typer.Option(help="This hall only.")]
Limit = Annotated[int, typer.Option(min=1, help="No more than so many.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Listen = Annotated[str, typer.Option(help="HOST:PORT, instead of the configured one.")]

DEFAULT_STATE = Path("/var/lib/atrium")

_EXPECTED = (StoreError, NewerSchemaError, LinkNotRunningError, LinkRunsAlreadyError)


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the commands."""
    run.command("sync")(run_sync)
    run.command("backoffice")(run_headquarters)
    sync = typer.Typer(no_args_is_help=True, help="Look at the link to headquarters.")
    sync.callback()(_of_sync)
    sync.command("status")(status)
    app.add_typer(sync, name="sync")
    backoffice = typer.Typer(no_args_is_help=True, help="Look at what headquarters holds.")
    backoffice.command("halls")(halls)
    backoffice.command("visits")(visits)
    bookings.register(backoffice)
    documents.register(backoffice)
    applications.register(backoffice)
    app.add_typer(backoffice, name="backoffice")


def _of_sync() -> None:
    """Look at the link to headquarters."""


def run_sync(config: Config, state: State = DEFAULT_STATE) -> None:
    """Run the link that delivers the hall's facts to headquarters."""
    with _one_line():
        settings = load_sync_config(config)
        password = read_password(settings.broker, f"{config}: sync.broker")
        _set_up_logging()
        asyncio.run(until_told(_link(settings, state, password)))


async def _link(settings: SyncConfig, state: Path, password: str | None) -> None:
    # Imported here: looking at the link needs no MQTT.
    from sync.broker.mqtt import mqtt_connector  # noqa: PLC0415
    from sync.link.run import LinkPorts, run_link  # noqa: PLC0415

    broker = settings.broker
    link_status = LinkStatus(_now_ms, broker=f"{broker.host}:{broker.port}")
    address = settings.hall or str(state / "sockets" / "sync.sock")
    identifier = f"atrium-link-{secrets.token_hex(4)}"
    async with told_on(_status_socket(state), link_status), HallClient(address) as hall:
        ports = LinkPorts(
            hall=hall,
            connect=mqtt_connector(broker, identifier, password),
            draw=random.SystemRandom().random,
            new_session=lambda: secrets.token_hex(8),
            versions={"atrium": importlib.metadata.version("atrium-hall")},
        )
        await run_link(settings, ports, link_status)


def run_headquarters(config: Config, state: State = DEFAULT_STATE, listen: Listen = "") -> None:
    """Run headquarters: the receiver of all halls' facts, and its pages."""
    from sync.backoffice.service import run_backoffice  # noqa: PLC0415

    with _one_line(ListenError):
        settings = load_backoffice_config(config)
        if listen:
            read_listen(listen, "--listen")
            settings = dataclasses.replace(settings, listen=listen)
        password = read_password(settings.broker, f"{config}: backoffice.broker")
        _set_up_logging()
        listener = TcpAddress.parse(settings.listen).bind()
        database = state / settings.database
        signer = bookings.signer_in(state)
        asyncio.run(until_told(run_backoffice(settings, database, listener, password, signer)))


def status(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """Show how far headquarters holds this hall's facts; exit 1 if the link is not in step."""
    with _one_line():
        report = ask(_status_socket(state))
    tables.print_json(report) if as_json else tables.print_status(report)
    raise typer.Exit(0 if report["in_step"] else 1)


def halls(
    config: MaybeConfig = None,
    state: State = DEFAULT_STATE,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """List the halls that headquarters knows, and how far each is."""
    with _one_line(), _reader(config, state, database) as reader:
        found = reader.halls()
    if as_json:
        tables.print_json([{**dataclasses.asdict(hall), "lag": hall.lag} for hall in found])
    else:
        tables.print_halls(found)


def visits(
    config: MaybeConfig = None,
    state: State = DEFAULT_STATE,
    database: Database = None,
    hall: Hall = "",
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the latest visits that headquarters knows, newest first."""
    with _one_line(), _reader(config, state, database) as reader:
        found = reader.visits(hall, limit)
    if as_json:
        tables.print_json([dataclasses.asdict(visit) for visit in found])
    else:
        tables.print_visits(found)


@contextmanager
def _reader(config: Path | None, state: Path, database: Path | None) -> Iterator[Reader]:
    settings = load_backoffice_config(config) if config else BackofficeConfig()
    reader = Reader(database or state / settings.database)
    try:
        yield reader
    finally:
        reader.close()


@contextmanager
def _one_line(*also: type[Exception]) -> Iterator[None]:
    """Say an expected error in one line and exit with 1; what is misconfigured exits with 2."""
    expected: tuple[type[Exception], ...] = (*_EXPECTED, *also)
    try:
        yield
    except ConfigError as error:
        typer.echo(f"atrium: {error}", err=True)
        raise typer.Exit(2) from None
    except expected as error:
        typer.echo(f"atrium: {error}", err=True)
        raise typer.Exit(1) from None


def _status_socket(state: Path) -> Path:
    return state / "sockets" / "link.sock"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _set_up_logging() -> None:
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
    )
    logging.getLogger("sync").setLevel(logging.INFO)
