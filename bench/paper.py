"""From a chosen service to the ticket: first byte at the printer's end of the line, and the cut."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, device, devices_there, socket_of, write_config
from bench.run import Run, median, quantile
from bench.wires import on_wire, speed_of
from drivers.printer.escpos.twin import EscposTwin
from drivers.registry import wire_protocol
from drivers.wire import Noise, Side
from edge.api import shapes
from edge.client import HallClient

_PRINTER = "printer-1"
_OURS_MS = 100.0  # three facts on the disk, and the printer is asked how it is
_PAUSE_S = 0.2


class _Paper:
    """The printer: knows when the first byte of a ticket came, when its cut had come, and its size.

    What only asks how the printer is belongs to no ticket.
    """

    def __init__(self, twin: EscposTwin) -> None:
        self._hear, twin.receive = twin.receive, self._receive  # type: ignore[method-assign]
        self._protocol = wire_protocol("escpos")
        self.rest()

    def rest(self) -> None:
        """Forget what has come: the next ticket is looked for."""
        self._decoder = self._protocol.decoder(Side.HOST)
        self.first_s = self.cut_s = 0.0
        self.size = 0

    def heard(self, data: bytes) -> None:
        """Note bytes as they begin to come."""
        if not self.first_s and not _only_asks(data):
            self.first_s = time.perf_counter()

    def _receive(self, data: bytes) -> bytes:
        if self.first_s and not self.cut_s:
            self.size += len(data)
            found = self._decoder.feed(data)
            if any(self._is_cut(item) for item in found):
                self.cut_s = time.perf_counter()
        return self._hear(data)

    def _is_cut(self, item: object) -> bool:
        return not isinstance(item, Noise) and self._protocol.describe(item)["name"] == "cut"


def _only_asks(data: bytes) -> bool:
    """Whether `data` are real-time questions (DLE EOT n) and nothing else."""
    return all(data[at : at + 2] == b"\x10\x04" for at in range(0, len(data), 3))


@dataclass
class _Tickets:
    """Of each ticket, in seconds: to its first byte, to its cut, and what its bytes need."""

    first_s: list[float] = field(default_factory=list)
    cut_s: list[float] = field(default_factory=list)
    wire_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)  # the answer where no paper is wanted


def measure(run: Run) -> list[Figure]:
    """Measure tickets one at a time on a real hall's printer, its line at its own pace."""
    with run.fresh_folder() as folder:
        config, state = write_config(folder, devices=(_PRINTER,)), folder / "hall"
        with controller(config, state):
            found = asyncio.run(_tickets(run, config, state))
    shares = (("", 0.5, "median"), ("-p99", 0.99, "p99"))
    return [each for share in shares for each in _figures(found, *share)]


def _figures(found: _Tickets, suffix: str, share: float, words: str) -> list[Figure]:
    wire_ms = median(found.wire_s) * 1000
    counts = share == 0.5  # the rare slow ones are the disk's
    return [
        Figure(
            f"paper-first-byte{suffix}",
            quantile(found.first_s, share) * 1000,
            "ms",
            quantile(found.bare_s, share) * 1000,
            f"service chosen → first byte at the printer, {words}",
            f"the whole answer where no paper is wanted, {words}",
            Goal("≤", _OURS_MS, "figure") if counts else None,
        ),
        Figure(
            f"paper-cut{suffix}",
            quantile(found.cut_s, share) * 1000,
            "ms",
            wire_ms + _OURS_MS,
            f"… → last byte of the cut, {words}",
            f"the ticket on the line at 115,200 baud ({wire_ms:.0f} ms) + {_OURS_MS:.0f} ms",
            Goal("≤", 1.0) if counts else None,
        ),
    ]


async def _tickets(run: Run, config: Path, state: Path) -> _Tickets:
    printer, count = device(config, _PRINTER), run.size(60, 2)
    speed, found = speed_of(printer), _Tickets()
    paper = _Paper(twin := EscposTwin())
    async with (
        on_wire(twin, state / printer.port, speed, heard=paper.heard),
        HallClient(str(socket_of(state, "kiosk"))) as screen,
    ):
        await devices_there(screen)
        await _chosen(screen, "paper")  # what the first contact costs is not a ticket's
        for number in range(count):
            run.tell("tickets on paper", number / count)
            await asyncio.sleep(_PAUSE_S)
            paper.rest()
            found.bare_s.append(await _chosen(screen, "none"))
            chosen_s = time.perf_counter()
            await _chosen(screen, "paper")
            found.first_s.append(paper.first_s - chosen_s)
            found.cut_s.append(paper.cut_s - chosen_s)
            found.wire_s.append(paper.size * speed.byte_s)
    return found


async def _chosen(screen: HallClient, delivery: shapes.DeliveryAsked) -> float:
    began_s = time.perf_counter()
    ticket = await screen.new_visit(shapes.NewVisit(service="pay-bill", delivery=delivery))
    assert ticket.delivery == delivery, ticket.reason
    return time.perf_counter() - began_s
