"""The commands of headquarters about appointments and commands: its key, places, booking."""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from edge.config import ConfigError
from edge.domain.letters import BadKeyError
from edge.domain.refusals import RefusedError
from sync import tables
from sync.backoffice.bookings import Bookings, NotBookedError, Wanted
from sync.backoffice.config import BackofficeConfig, load_backoffice_config
from sync.backoffice.reader import Reader
from sync.backoffice.schema import NewerSchemaError
from sync.backoffice.signing import Signer, load_signer
from sync.backoffice.store import StoreError

Config = Annotated[
    Path | None, typer.Option(help="The configuration, a TOML file; without it, defaults.")
]
State = Annotated[Path, typer.Option(help="Where headquarters keeps its data and its key.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Hall = Annotated[str, typer.Argument(help="The hall.")]
OfHall = Annotated[str, typer.Option("--hall", help="This hall only.")]
Limit = Annotated[int, typer.Option(min=1, help="No more than so many.")]
Appointment = Annotated[str, typer.Argument(help="The appointment, such as A-7K3M9.")]
Due = Annotated[
    dt.datetime, typer.Option(formats=["%Y-%m-%dT%H:%M"], help="When, in this machine's time.")
]
Minutes = Annotated[int, typer.Option(min=1, max=1440, help="How long it is.")]
Segments = Annotated[list[str] | None, typer.Option("--segment", help="What it is, for the rules.")]
Person = Annotated[
    list[str] | None,
    typer.Option("--person", help="NAME=TEXT, for the hall's eyes alone; `-` reads such lines."),
]

DEFAULT_STATE = Path("/var/lib/atrium")
_EXPECTED: tuple[type[Exception], ...] = (
    StoreError,
    NewerSchemaError,
    RefusedError,
    NotBookedError,
    BadKeyError,
)


def register(backoffice: typer.Typer) -> None:
    """Add the commands to `atrium backoffice`."""
    for command in (key, trust, places, book, show, cancel, appointments, commands):
        backoffice.command(command.__name__)(command)


def key(state: State = DEFAULT_STATE) -> None:
    """Print headquarters' public keys, for the configuration of halls; make them the first time."""
    with one_line():
        typer.echo(signer_in(state).public_keys)


def trust(hall: Hall, config: Config = None, state: State = DEFAULT_STATE) -> None:
    """Take the key that a hall shows for its own, after its machine was replaced."""
    with _bookings(config, state) as open_bookings:
        typer.echo(open_bookings.trust(hall))


def places(
    hall: Hall, config: Config = None, state: State = DEFAULT_STATE, as_json: Json = False
) -> None:
    """List what a hall has handed out for appointments, and what is booked of it."""
    with _bookings(config, state) as open_bookings:
        found = open_bookings.places(hall, now_ms())
    lines = [{**dataclasses.asdict(each), "free": each.free} for each in found]
    _print(lines, as_json, times=("begins", "ends"))


def book(
    hall: Hall,
    service: Annotated[str, typer.Argument(help="The service.")],
    due: Due,
    minutes: Minutes = 30,
    segments: Segments = None,
    person: Person = None,
    config: Config = None,
    state: State = DEFAULT_STATE,
) -> None:
    """Book an appointment; print its name, the code to type and what its QR code holds, as JSON."""
    begins = int(due.astimezone().timestamp() * 1000)
    until = begins + minutes * 60_000
    wanted = Wanted(service, begins, until, tuple(segments or ()), _person(person or []))
    with _bookings(config, state) as open_bookings:
        tables.print_json(dataclasses.asdict(open_bookings.book(hall, wanted, now_ms())))


def show(
    hall: Hall, appointment: Appointment, config: Config = None, state: State = DEFAULT_STATE
) -> None:
    """Print once more what the visitor was given for an appointment, as JSON."""
    with _bookings(config, state) as open_bookings:
        tables.print_json(dataclasses.asdict(open_bookings.given(hall, appointment)))


def cancel(
    hall: Hall, appointment: Appointment, config: Config = None, state: State = DEFAULT_STATE
) -> None:
    """Cancel an appointment; its place is free once the hall has said so."""
    with _bookings(config, state) as open_bookings:
        open_bookings.cancel(hall, appointment, now_ms())


def appointments(
    config: Config = None,
    state: State = DEFAULT_STATE,
    hall: OfHall = "",
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List appointments, the latest time first."""
    with _reader(config, state) as reader:
        found = reader.appointments(hall, limit)
    _print([dataclasses.asdict(each) for each in found], as_json, times=("due", "until"))


def commands(
    config: Config = None,
    state: State = DEFAULT_STATE,
    hall: OfHall = "",
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List what halls were asked for and what became of it, newest first."""
    with _reader(config, state) as reader:
        found = reader.commands(hall, limit)
    lines = [dataclasses.asdict(each) for each in found]
    for_programs = ("number", "command", "expires_at", "offers")
    _print(lines, as_json, times=("issued_at",), for_programs=for_programs)


def _print(
    lines: list[dict[str, Any]],
    as_json: bool,
    times: tuple[str, ...],
    for_programs: tuple[str, ...] = (),
) -> None:
    if as_json:
        tables.print_json(lines)
        return
    shown = [{name: it for name, it in line.items() if name not in for_programs} for line in lines]
    tables.print_lines(shown, times)


def _person(said: list[str]) -> dict[str, str]:
    lines = [line for each in said for line in (_standard_input() if each == "-" else [each])]
    pairs = [line.partition("=") for line in lines]
    if not all(name and equals for name, equals, _text in pairs):
        raise typer.BadParameter("expected NAME=TEXT", param_hint="--person")
    return {name: text for name, _equals, text in pairs}


def _standard_input() -> list[str]:
    # What stands in a command line, every user of this machine can see.
    return typer.get_text_stream("stdin").read().splitlines()


def signer_in(state: Path) -> Signer:
    """Return headquarters with its secret in `state`. Raises `StoreError`."""
    return load_signer(state / "headquarters.key")


def database_in(config: Path | None, state: Path) -> Path:
    """Return headquarters' database. Raises `StoreError` where it has never run."""
    database = state / _settings(config).database
    if not database.is_file():
        raise StoreError(f"{database}: headquarters has never run here")
    return database


@contextmanager
def _bookings(config: Path | None, state: Path) -> Iterator[Bookings]:
    with one_line(), closing(Bookings(database_in(config, state), signer_in(state))) as bookings:
        yield bookings


@contextmanager
def _reader(config: Path | None, state: Path) -> Iterator[Reader]:
    with one_line(), closing(Reader(state / _settings(config).database)) as reader:
        yield reader


def _settings(config: Path | None) -> BackofficeConfig:
    return load_backoffice_config(config) if config else BackofficeConfig()


@contextmanager
def one_line(*also: type[Exception]) -> Iterator[None]:
    """Say an expected error in one line and exit with 1; what is misconfigured exits with 2."""
    expected = (*_EXPECTED, *also)
    try:
        yield
    except ConfigError as error:
        typer.echo(f"atrium: {error}", err=True)
        raise typer.Exit(2) from None
    except expected as error:
        typer.echo(f"atrium: {error}", err=True)
        raise typer.Exit(1) from None


def now_ms() -> int:
    """Return wall-clock milliseconds."""
    return time.time_ns() // 1_000_000
