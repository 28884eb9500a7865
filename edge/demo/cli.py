"""`atrium demo`: a whole hall and its headquarters in one command."""

import asyncio
import json
import logging
import shutil
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from edge.cli.options import Json
from edge.config import ConfigError
from edge.demo.layout import Layout, choose_layout

if TYPE_CHECKING:
    from edge.demo.hall import DemoHall

_console = Console(stderr=True, highlight=False)


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the command."""

    @app.command("demo")
    def demo(
        once: Annotated[
            bool, typer.Option(help="Let a scripted visitor go through, then end.")
        ] = False,
        as_json: Json = False,
        state: Annotated[
            Path | None, typer.Option(help="Keep the hall in this directory, also afterwards.")
        ] = None,
        pull: Annotated[
            list[str] | None,
            typer.Option(help="Begin with this device or service unplugged; may be repeated."),
        ] = None,
        patience: Annotated[
            float, typer.Option(help="Seconds the scripted visitor waits for each stage.")
        ] = 20.0,
    ) -> None:
        """Bring up a hall on this machine: every device a twin, headquarters included."""
        logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
        layout = choose_layout((state or _fresh_state()).absolute())
        pulled = set(pull or ())
        kept = "The hall is kept there." if state else "It is deleted at the end; --state keeps it."
        try:
            play = _play(layout, pulled, patience if once else None, kept, as_json=as_json)
            worked = asyncio.run(_until_told(play))
        finally:
            layout.close()
            if state is None:
                shutil.rmtree(layout.state, ignore_errors=True)
        raise typer.Exit(0 if worked else 1)


def _fresh_state() -> Path:
    from edge.demo.hall import fresh_state  # noqa: PLC0415 - loads all twins

    return fresh_state()


async def _until_told(play: Coroutine[Any, Any, bool]) -> bool:
    """Run `play` until its end or until SIGINT or SIGTERM, which is a good end too."""
    task = asyncio.create_task(play)
    told = False

    def stop() -> None:
        nonlocal told
        told = True
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if not told:
            raise
        return True


async def _play(
    layout: Layout, pulled: set[str], patience_s: float | None, kept: str, *, as_json: bool
) -> bool:
    # Imported here: the other commands need no twins.
    from edge.demo.hall import running  # noqa: PLC0415
    from edge.demo.panel import serve_panel  # noqa: PLC0415
    from edge.demo.publishing import publishing  # noqa: PLC0415
    from edge.demo.services import ServiceDiedError  # noqa: PLC0415

    told = (lambda _text: None) if as_json else _tell
    try:
        async with running(layout, pulled, told, heard=patience_s is None) as hall:
            missing = await hall.wait_for_devices(told)
            if patience_s is not None:
                return await _one_visit(hall, patience_s, as_json=as_json)
            async with serve_panel(hall, layout.listen(layout.panel)), publishing(layout):
                _welcome(layout, missing, kept)
                await asyncio.Event().wait()
    except (ServiceDiedError, ConfigError) as error:
        _console.print(f"[bold red]atrium demo:[/] {error}")
        return False
    return True


def _tell(text: str) -> None:
    _console.print(f"[dim]· {text}[/]", soft_wrap=True)


async def _one_visit(hall: "DemoHall", patience_s: float, *, as_json: bool) -> bool:
    from edge.demo.visitor import StageMissedError, Visitor  # noqa: PLC0415

    def seen(stage: str, ms: int) -> None:
        line = json.dumps({"stage": stage, "ms": ms}) if as_json else f"{ms:>7} ms  {stage}"
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    try:
        await Visitor(hall, seen, patience_s).run()
    except StageMissedError as error:
        _console.print(f"atrium demo: {error}", style="bold red")
        return False
    return True


def _welcome(layout: Layout, missing: list[str], kept: str) -> None:
    url, p = layout.url, layout
    command = sys.argv[0]
    staff = f"{command} staff --state {layout.state}"
    _console.print(
        f"""
[bold green]The demo hall is open.[/]  阳光路供电营业厅

  ticket screen   取号机    [link]{url(p.panel, "/open/ticket")}[/link]
  query screen    查询机    [link]{url(p.panel, "/open/query")}[/link]
  form screen     填单机    [link]{url(p.panel, "/open/form")}[/link]
  main board      大屏      [link]{url(p.panel, "/open/board")}[/link]
  counter 1       客户屏    [link]{url(p.panel, "/open/counter")}[/link]
  counter 2       评价屏    [link]{url(p.panel, "/open/evaluator")}[/link]
  tablet          引导员    [link]{url(p.panel, "/open/tablet")}[/link]
  device panel    设备面板  [link]{url(p.panel, "/")}[/link]
  back office     总部      [link]{url(p.backoffice, "/")}[/link]
  API             接口      [link]{url(p.api, "/openapi.json")}[/link]
  clerk's terminal (in another window; staff 1001 to 1005, PIN 2468):
    {staff}

[bold]Try this:[/]
  1. Device panel: lay an identity card on the reader. The ticket screen greets.
  2. Ticket screen: choose a service. The printed ticket appears on the panel.
  3. Clerk's terminal: sign in, open counter 1, press [bold]n[/]: strip, board and voice call.
  4. Press [bold]s[/] to start, [bold]f[/] to finish; then an evaluator key on the panel.
  5. Back office: the visit is there, with its rating; or in a terminal:
       {command} backoffice visits --state {layout.headquarters}
  6. Supervisor's terminal (staff 3001, the same PIN): counters, queues, alerts, rules.
       {command} supervisor --state {layout.state}
  7. Headquarters books a place that the hall has handed out; the code is typed at the screen.
       {command} backoffice places demo-hall --state {layout.headquarters}
  8. Receptionist's tablet: open its page and sign in (staff 2001). These addresses let your
     browser in; any other shows a code, for somebody to type:
       {command} screens pair CODE --role reception --name tablet-2 --state {layout.state}
  Then pull a plug, take the paper out, or kill a service on the panel, and see the hall go on.

Other commands take --state {layout.state}
{kept}    End with Ctrl-C.""",
        soft_wrap=True,
    )
    if missing:
        _console.print(f"[yellow]not plugged in: {', '.join(missing)}[/]")
