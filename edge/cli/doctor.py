"""`atrium doctor disk`: finds out whether a disk can be trusted with a hall's journal."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from edge.cli import doctor_live as live
from edge.cli import doctor_shown as shown
from edge.cli.options import DEFAULT_STATE, Json, State
from edge.doctor import powercut
from edge.doctor.book import NAME, Book
from edge.doctor.errors import EXIT_UNFIT
from edge.doctor.folder import DoctorFolder
from edge.doctor.tally import GOAL_CUTS
from edge.doctor.testimony import WitnessLine
from edge.doctor.witness import Witness, told_to_stop
from edge.errors import UnusableError

_MB = 1024 * 1024
_PORT = 7411

_Witness = Annotated[str, typer.Option(help="Where the witness listens, HOST:PORT.")]
_Name = Annotated[str, typer.Option(help="What the witness calls this box; its host name.")]
_Appends = Annotated[int, typer.Option(help="How many durable appends are timed.", min=20)]
_Size = Annotated[int, typer.Option(help="How much is written and read back; 0 for none.", min=0)]
_Listen = Annotated[str, typer.Option(help="HOST:PORT; boxes reach it only if HOST is its own.")]
_File = Annotated[Path, typer.Option(help="Where the witness keeps what it heard.")]
_Seen = Annotated[int | None, typer.Option(help="The last number on the screen.", min=0)]
_Cuts = Annotated[int, typer.Option(help="How many cuts a disk has to pass.", min=1)]


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    doctor = typer.Typer(no_args_is_help=True, help="Find out what a hall stands on.")
    app.add_typer(doctor, name="doctor")
    disk = typer.Typer(help="Check the disk below the state directory; exit 3 if it is unfit.")
    doctor.add_typer(disk, name="disk")
    disk.callback(invoke_without_command=True)(check)
    disk.command("rehearse")(rehearse)
    disk.command("witness")(witness)
    disk.command("verify")(verify)
    disk.command("clean")(clean)


def check(
    context: typer.Context,
    state: State = DEFAULT_STATE,
    appends: _Appends = 500,
    size_mb: _Size = 32,
    as_json: Json = False,
) -> None:
    """Check the disk below the state directory, in less than half a minute; exit 3 if unfit."""
    if context.invoked_subcommand:
        _refuse_misplaced(context)
        return
    from edge.doctor import quick  # noqa: PLC0415 - no other command needs them
    from edge.settings import JournalConfig  # noqa: PLC0415

    hall = JournalConfig()
    sizes = quick.Sizes(appends, size_mb * _MB, hall.reserve_mb * _MB, hall.needed_mb * _MB)
    with live.steps(quiet=as_json) as watch:
        report = quick.check(state, sizes, watch)
    shown.print_report(state, report, as_json=as_json)
    raise typer.Exit(0 if report.usable else EXIT_UNFIT)


def _refuse_misplaced(context: typer.Context) -> None:
    # An option before the subcommand would be this command's, and silently without effect.
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = f"--{name.removeprefix('as_').replace('_', '-')}"
            raise UnusableError(f"{option}: belongs behind `{context.invoked_subcommand}`")


def rehearse(
    state: State = DEFAULT_STATE, witness: _Witness = "", name: _Name = "", as_json: Json = False
) -> None:
    """Write as the journal does and tell the witness what is durable, until the power is cut."""
    stopped = _told_to_stop()
    folder = DoctorFolder(state)
    powercut.refuse_unready(folder)
    line = _line(witness, name)
    with (
        line or contextlib.nullcontext(),
        live.rehearsal(folder.path, witness, as_json=as_json) as watch,
    ):
        number = powercut.rehearse(folder, line, watch, lambda: bool(stopped))
    shown.print_stopped(number, as_json=as_json)


def verify(
    state: State = DEFAULT_STATE,
    witness: _Witness = "",
    seen: _Seen = None,
    name: _Name = "",
    cuts: _Cuts = GOAL_CUTS,
    as_json: Json = False,
) -> None:
    """Judge the disk by what is left of the last rehearsal; exit 3 if it is unfit."""
    if bool(witness) == (seen is not None):
        raise UnusableError("verify: needs what was durable: --witness HOST:PORT or --seen NUMBER")
    line = _line(witness, name)
    with line or contextlib.nullcontext(), live.steps(quiet=as_json) as watch:
        outcome = powercut.verify(DoctorFolder(state), line, seen or 0, watch)
    shown.print_outcome(outcome, cuts, as_json=as_json)
    raise typer.Exit(EXIT_UNFIT if outcome.unfit else 0)


def witness(
    listen: _Listen = f"127.0.0.1:{_PORT}",
    file: _File = Path("atrium-witness.json"),
    as_json: Json = False,
) -> None:
    """Hear from boxes under test what is durable there; on a machine that keeps its power."""
    from edge.listening import TcpAddress  # noqa: PLC0415

    heard = Witness(file)
    address = TcpAddress.parse(listen)
    listener = address.bind()
    port = listener.getsockname()[1]
    with live.witness(
        address.host, port, file, loopback=address.is_loopback, as_json=as_json
    ) as tick:
        asyncio.run(_serve(heard, listener, tick))


def clean(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
    """Remove all that the doctor wrote, also the count of passed cuts."""
    folder = DoctorFolder(state)
    shown.print_cleaned(folder.path, folder.clean(), as_json=as_json)


async def _serve(heard: Witness, listener: socket.socket, tick: Callable[[Book], None]) -> None:
    await heard.serve(listener, tick, told_to_stop())


def _line(witness: str, name: str) -> WitnessLine | None:
    if not witness:
        return None
    from edge.listening import BadAddressError, TcpAddress  # noqa: PLC0415

    box = name or socket.gethostname()
    if not NAME.fullmatch(box):
        raise UnusableError(f"--name {box}: expected letters, digits, dots and dashes, 64 at most")
    try:
        address = TcpAddress.parse(witness)
    except BadAddressError:
        raise UnusableError(
            f"--witness {witness}: expected HOST:PORT, such as 192.0.2.7:{_PORT}"
        ) from None
    return WitnessLine(address.host, address.port, box)


def _told_to_stop() -> list[int]:
    told: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: told.append(number))
    return told
