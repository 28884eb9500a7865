"""What the commands of the terminals take: which controller, which language, which lock."""

from pathlib import Path
from typing import Annotated, cast, get_args
from urllib.parse import urlsplit

import typer

from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.terminal import MISUSED, UNREACHABLE, stop
from edge.staff.words import Language

STATE_DEFAULT = Path("/var/lib/atrium")

Socket = Annotated[Path | None, typer.Option(metavar="PATH", help="Unix socket of the controller.")]
State = Annotated[
    Path | None, typer.Option(metavar="DIR", help="State folder of a controller on this box.")
]
Address = Annotated[
    str | None, typer.Option(metavar="http://HOST:PORT", help="Controller on the hall LAN.")
]
LockAfter = Annotated[
    int, typer.Option(min=0, max=480, help="Ask for the PIN after so long idle; 0: never.")
]
Shown = Annotated[
    str, typer.Option(metavar="zh|en", help="Shown where there is room for one alone.")
]


def address_of(command: str, socket: Path | None, state: Path | None, address: str | None) -> str:
    """Return where the controller is; end `command` where that is said twice, or is nowhere."""
    if sum(given is not None for given in (socket, state, address)) > 1:
        stop(command, "give one of --socket, --state and --address", MISUSED)
    if address is not None:
        if not _is_hall_address(address):
            stop(command, f"--address {address}: expected http://HOST:PORT", MISUSED)
        return address
    return str((socket or (state or STATE_DEFAULT) / "sockets" / "staff.sock").absolute())


def _is_hall_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


async def check_controller(command: str, client: HallClient) -> None:
    """End `command` with one line where no controller answers."""
    try:
        await client.health()
    except HallUnreachableError as error:
        stop(command, f"{error}: 控制器没有响应", UNREACHABLE)
    except HallError:
        return  # it is there, and will say what is wrong once somebody has signed in


def language_of(command: str, name: str) -> Language:
    """Return that language; end `command` where there is no such one."""
    if name not in get_args(Language):
        stop(command, f"--language {name}: expected zh or en", MISUSED)
    return cast(Language, name)


def alone(command: str, context: typer.Context) -> bool:
    """Return whether `command` itself is meant and not one under it, which has its own options."""
    if context.invoked_subcommand is None:
        return True
    given = [name for name in context.params if _was_typed(context, name)]
    if given:
        option = given[0].replace("_", "-")
        stop(command, f"--{option} belongs after {context.invoked_subcommand}", MISUSED)
    return False


def _was_typed(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
