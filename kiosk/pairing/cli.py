"""The commands that let screens in and out: `atrium screens`."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Annotated

import typer

from edge.config import load_section
from kiosk.config import KioskConfig
from kiosk.pairing.office import (
    LINK_LIFETIME_MAX_S,
    LINK_LIFETIME_S,
    Answer,
    Question,
    ask,
    socket_in,
)
from kiosk.pairing.roles import NAME, ROLES

State = Annotated[
    Path, typer.Option(help="Where the hall keeps its journal, keys and sockets.", readable=False)
]
RoleOption = Annotated[str, typer.Option(help=f"What it is: {', '.join(ROLES)}.")]
_STATE = Path("/var/lib/atrium")
_CODE_MAX = 32


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    about = "Screens and tablets that the hall's server answers: pair, link, list, revoke."
    group = typer.Typer(no_args_is_help=True, help=about)
    group.command("pair")(pair)
    group.command("link")(link)
    group.command("list")(show)
    group.command("revoke")(revoke)
    app.add_typer(group, name="screens")


def pair(
    code: Annotated[str, typer.Argument(help="The code that the screen shows.")],
    role: RoleOption,
    name: Annotated[str, typer.Option(help="What it is called, such as ticket-1 or hall-2f.")],
    state: State = _STATE,
) -> None:
    """Let the screen in that shows CODE, as that role and name alone, until it is revoked."""
    question = Question(do="pair", code=_short(code), role=_role(role), name=_named(name))
    ask(socket_in(state), question)
    typer.echo(f"{role} {name} is paired")


def link(
    role: RoleOption,
    name: Annotated[str, typer.Option(help="What it is called, such as ticket-1 or hall-2f.")],
    config: Annotated[
        Path | None, typer.Option(help="The hall's configuration, for the whole address.")
    ] = None,
    good_for_s: Annotated[
        float, typer.Option(help="For how long it may be used.", min=1, max=LINK_LIFETIME_MAX_S)
    ] = LINK_LIFETIME_S,
    state: State = _STATE,
) -> None:
    """Print an address that lets one browser in, once, instead of whoever was that screen."""
    listen = load_section(config, "kiosk", KioskConfig).listen if config else ""
    question = Question(do="link", role=_role(role), name=_named(name), lifetime_s=good_for_s)
    path = ask(socket_in(state), question)["path"]
    typer.echo(f"http://{listen}{path}" if listen else path)


def show(
    state: State = _STATE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """List the paired screens, and who is signed in on tablets."""
    screens = ask(socket_in(state), Question(do="list"))["screens"]
    if as_json:
        typer.echo(json.dumps(screens, ensure_ascii=False))
    for screen in [] if as_json else screens:
        typer.echo(_line(screen))


def revoke(
    role: Annotated[str, typer.Argument(help="What it is.")],
    name: Annotated[str, typer.Argument(help="What it is called.")],
    state: State = _STATE,
) -> None:
    """Let a screen in no more: it shows nothing from then on, and who is signed in is out."""
    ask(socket_in(state), Question(do="revoke", role=_role(role), name=_named(name)))
    typer.echo(f"{role} {name} is paired no more")


def _line(screen: Answer) -> str:
    paired = dt.datetime.fromtimestamp(screen["paired_at"] / 1000).astimezone()
    by = f"by {screen['by']}" if screen["by"] else ""
    said = f"  {screen['said']}" if screen["said"] else ""
    called = f"{screen['role']:<10} {screen['name']:<16}"
    return f"{called} paired {paired:%Y-%m-%d %H:%M} {by}{said}".rstrip()


def _role(role: str) -> str:
    if role not in ROLES:
        raise typer.BadParameter(f"{role!r}: one of {', '.join(ROLES)}")
    return role


def _named(name: str) -> str:
    if not re.fullmatch(NAME, name):
        raise typer.BadParameter(f"{name!r}: letters, digits and _ . : - alone, 64 at most")
    return name


def _short(code: str) -> str:
    if len(code) > _CODE_MAX:
        raise typer.BadParameter("a code is six letters and digits")
    return code
