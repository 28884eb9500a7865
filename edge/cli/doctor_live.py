"""What a person watches while a disk is checked: steps, a rehearsal, the witness."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from edge.cli.doctor_shown import say
from edge.doctor.book import Book, Box
from edge.doctor.rehearsal import Pace

_SILENT_S = 2.0


@contextlib.contextmanager
def steps(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar for each step of a check: give what hears step, done and total."""
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    with Progress(console=console, transient=True, disable=hidden) as progress:
        tasks = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done)

        yield watch


@contextlib.contextmanager
def rehearsal(
    folder: Path, witness: str, *, as_json: bool
) -> Iterator[Callable[[int, Pace], None]]:
    """Show what is durable: give what hears each number."""
    if as_json:
        yield _RehearsalLines()
        return
    console = Console(highlight=False)
    console.print(f"Rehearsing in {folder}.")
    if witness:
        console.print(f"The witness at {witness} hears what is durable.")
    else:
        console.print("Nobody hears it: watch from another machine, keep the last number you see.")
    console.print("[bold]Cut the power whenever you like.[/] Ctrl-C ends without a cut.\n")
    if not console.is_terminal:
        yield _RehearsalLines()
        return
    with Live(console=console, auto_refresh=False) as live:
        yield _RehearsalView(live)


class _RehearsalLines:
    """A line a second, for programs and logs."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def __call__(self, number: int, _pace: Pace) -> None:
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + 1.0
            say({"durable": number})


class _RehearsalView:
    """One line, drawn anew five times a second."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._begun_s = time.monotonic()
        self._next_s = 0.0

    def __call__(self, number: int, pace: Pace) -> None:
        now_s = time.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + 0.2
        rate = number / max(now_s - self._begun_s, 0.1)
        shown = Text.assemble(
            "  durable ",
            (f"{number}", "bold green"),
            f"   {rate:.0f} a second   sync {pace.last_s * 1000:.1f} ms",
            f"   {pace.fast} syncs strangely fast" if pace.fast else "",
        )
        self._live.update(shown, refresh=True)


@contextlib.contextmanager
def witness(
    host: str, port: int, file: Path, *, loopback: bool, as_json: bool
) -> Iterator[Callable[[Book], None]]:
    """Show what the witness hears: give what is shown the book four times a second."""
    if as_json:
        say({"listening": f"{host}:{port}", "file": str(file)})
        yield _WitnessLines()
        return
    console = Console(highlight=False)
    console.print(f"Witness at {host}:{port}; its book is {file}.")
    if loopback:
        console.print(
            f"[yellow]![/] Only this machine reaches it; for a box: --listen ADDRESS:{port}. "
            "Box names and counters are all that is said."
        )
    if not console.is_terminal:
        yield _WitnessLines()
        return
    with Live(console=console, auto_refresh=False) as live:
        yield _WitnessView(live)


class _WitnessLines:
    """A line for each change of a box's state, for programs and logs."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[str, str]] = {}

    def __call__(self, book: Book) -> None:
        for name, box in book.boxes.items():
            if self._told.get(name) != (box.run, box.state):
                self._told[name] = (box.run, box.state)
                say({"box": name, "run": box.run, "number": box.number, "state": box.state})


class _WitnessView:
    """A table of boxes, with a word on what to do."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._moved: dict[str, tuple[int, float]] = {}

    def __call__(self, book: Book) -> None:
        table = Table("box", "durable", "state", box=None, padding=(0, 2))
        for name, box in book.boxes.items():
            table.add_row(name, f"{box.number}", _state(box, self._still_s(name, box.number)))
        if book.boxes:
            self._live.update(table, refresh=True)
        else:
            self._live.update(Text("  no box has called yet", style="dim"), refresh=True)

    def _still_s(self, name: str, number: int) -> float:
        now_s = time.monotonic()
        before, since_s = self._moved.get(name, (-1, now_s))
        if before != number:
            self._moved[name] = (number, now_s)
            return 0.0
        return now_s - since_s


def _state(box: Box, still_s: float) -> str:
    match box.state:
        case "passed":
            return f"[green]✓ all there; {box.passed} cuts passed[/]"
        case "unfit":
            return "[bold red]✗ UNFIT[/]"
        case "stopped":
            return "ended by hand"
    if still_s < _SILENT_S:
        return "[bold]writing: cut its power whenever you like[/]"
    return f"[yellow]silent for {still_s:.0f} s: power back on, then verify[/]"
