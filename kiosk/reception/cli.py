"""The commands that let tablets in and out: `atrium tablets`."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Annotated

import typer

from kiosk.reception.office import Answer, Question, ask, socket_in

State = Annotated[
    Path, typer.Option(help="Where the hall keeps its journal, keys and sockets.", readable=False)
]
_STATE = Path("/var/lib/atrium")
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_CODE_MAX = 32


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Receptionists' tablets: pair, list, revoke.")
    group.command("pair")(pair)
    group.command("list")(show)
    group.command("revoke")(revoke)
    app.add_typer(group, name="tablets")


def pair(
    code: Annotated[str, typer.Argument(help="The code that the tablet shows.")],
    name: Annotated[str, typer.Option(help="What the tablet is called, such as tablet-1.")],
    state: State = _STATE,
) -> None:
    """Let the tablet in that shows CODE, until it is revoked."""
    ask(socket_in(state), Question(do="pair", code=_short(code), name=_named(name)))
    typer.echo(f"{name} is paired")


def show(
    state: State = _STATE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """List the paired tablets, and who is signed in there."""
    tablets = ask(socket_in(state), Question(do="list"))["tablets"]
    if as_json:
        typer.echo(json.dumps(tablets, ensure_ascii=False))
    for tablet in [] if as_json else tablets:
        typer.echo(_line(tablet))


def revoke(
    name: Annotated[str, typer.Argument(help="The tablet's name.")], state: State = _STATE
) -> None:
    """Let a tablet in no more: who is signed in there is signed out at once."""
    ask(socket_in(state), Question(do="revoke", name=_named(name)))
    typer.echo(f"{name} is paired no more")


def _line(tablet: Answer) -> str:
    paired = dt.datetime.fromtimestamp(tablet["paired_at"] / 1000).astimezone()
    who = f"staff {tablet['staff']}" if tablet["staff"] else "nobody signed in"
    return f"{tablet['name']:<16} paired {paired:%Y-%m-%d %H:%M}  {who}"


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise typer.BadParameter(f"{name!r}: letters, digits and _ . : - alone, 64 at most")
    return name


def _short(code: str) -> str:
    if len(code) > _CODE_MAX:
        raise typer.BadParameter("a code is six letters and digits")
    return code
