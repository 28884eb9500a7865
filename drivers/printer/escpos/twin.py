"""The printer's side of the wire: buffers, paper, cover, blade, and everything that goes wrong."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from drivers.printer.escpos import status
from drivers.printer.escpos.buffer import ReceiveBuffer
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.content import Cut, Item, PrintedTicket, lines_of
from drivers.printer.escpos.frames import Command
from drivers.printer.escpos.interpreter import Interpreter
from drivers.printer.escpos.paperpath import PaperPath
from drivers.printer.escpos.realtime import RealTimeCommand, RealTimeEar, Request
from drivers.printer.escpos.status import State
from drivers.twins import Twin

ROLL_MM = 50_000.0
_NEAR_END_MM = 3_000.0
_RECEIVE_BUFFER_BYTES = 4096
_TICKETS_KEPT = 50
_INSTANT_S = 1e-6
_CLEARED = b"\x37\x25\x00"


class EscposTwin(Twin):
    """A thermal printer with cutter and sensors for paper, near-end, cover and blade.

    `dots` is the printable width, 384 or 576; `clears` how its memory is cleared: by DLE DC4 8,
    with DLE ENQ 2 only after an error (Epson), or by DLE ENQ 2 at any time (others).
    `status_late_s` holds every answer to DLE EOT back that long.
    """

    def __init__(
        self,
        *,
        dots: int = 576,
        paper_mm: float = ROLL_MM,
        print_mm_s: float = 150.0,
        clears: ClearCommand = ClearCommand.DC4,
    ) -> None:
        super().__init__()
        self.cover_open = False
        self.cutter_jammed = False
        self.switched_offline = False
        self.status_late_s = 0.0
        self.printed = 0
        self.tickets: deque[PrintedTicket] = deque(maxlen=_TICKETS_KEPT)
        self._dots = dots
        self._clears = clears
        self._path = PaperPath(paper_mm, print_mm_s)
        self._interpreter = Interpreter(dots)
        self._ear = RealTimeEar()
        self._buffer = ReceiveBuffer(_RECEIVE_BUFFER_BYTES)
        self._late: list[tuple[float, bytes]] = []
        self._auto = False
        self._told = State(0)
        self._ran = True

    # --- the wire ---------------------------------------------------------------------------

    def receive(self, data: bytes) -> bytes:
        said = b""
        for piece, command in self._ear.hear(data):
            self._buffer.put(piece)
            if command is not None:
                said += self._obey(command)
        return said

    def tick(self, dt_s: float) -> bytes:
        said = self._late_answers(dt_s)
        runs = not self.state.blocked
        if runs and self._ran:
            self._printed(self._path.advance(dt_s))
        self._ran = runs
        return said + self._work() + self._announce()

    @property
    def due_s(self) -> float | None:
        dues = [due_s for due_s, _answer in self._late]
        if self._path.due_s is not None and not self.state.blocked:
            dues.append(self._path.due_s)
        return min(dues, default=None)

    def _obey(self, command: RealTimeCommand) -> bytes:
        if command.request is Request.STATUS:
            return self._answer_late(bytes([status.real_time_byte(self.state, command.n)]))
        if command.request is Request.CLEAR:
            if self._clears is not ClearCommand.DC4:
                return b""
            self._forget()
            return _CLEARED
        recoverable = self.cover_open or self.cutter_jammed
        if command.n == 2 and (recoverable or self._clears is ClearCommand.ENQ):
            self._forget()
        return b""

    def _forget(self) -> None:
        self._buffer.clear()
        self._interpreter.forget_line()
        self._path.forget()

    def _answer_late(self, answer: bytes) -> bytes:
        if not self.status_late_s:
            return answer
        self._late.append((self.status_late_s, answer))
        return b""

    def _late_answers(self, dt_s: float) -> bytes:
        waiting = [(due_s - dt_s, answer) for due_s, answer in self._late]
        self._late = [(due_s, answer) for due_s, answer in waiting if due_s > _INSTANT_S]
        return b"".join(answer for due_s, answer in waiting if due_s <= _INSTANT_S)

    # --- the mechanism ----------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What its sensors say."""
        state = State(0)
        if self._path.paper_mm <= _NEAR_END_MM:
            state |= State.PAPER_LOW
        if not self._path.paper_mm:
            state |= State.PAPER_END
        if self.cover_open:
            state |= State.COVER_OPEN
        if self.cutter_jammed:
            state |= State.CUTTER_JAMMED | State.FAILED
        if self.switched_offline or state.blocked:
            state |= State.OFFLINE
        return state

    def _work(self) -> bytes:
        """Work the buffer off until paper has to move, and return what is answered."""
        said = b""
        while not self._path.moving and not self.state.blocked:
            command = self._buffer.take()
            if command is None:
                break
            said += self._execute(command)
            self._printed(self._path.advance(0.0))
        return said

    def _execute(self, command: Command) -> bytes:
        if command.name == "queued status":
            paper = status.write_bits(self.state, status.PAPER)
            return bytes([paper if command.fields["n"] in (1, 49) else 0])
        if command.name == "auto status":
            return self._turn_auto(bool(command.fields["mask"]))
        if command.name == "initialise":
            self._auto = False
        self._path.moving += self._interpreter.take(command)
        return b""

    def _turn_auto(self, on: bool) -> bytes:
        self._auto = on
        self._told = self.state
        return status.auto_packet(self._told) if on else b""

    def _announce(self) -> bytes:
        if not self._auto or self.state == self._told:
            return b""
        self._told = self.state
        return status.auto_packet(self._told)

    def _printed(self, items: list[Item]) -> None:
        if any(isinstance(item, Cut) for item in items):
            self.tickets.append(PrintedTicket(self._path.take_strip(), self._dots))
            self.printed += 1

    # --- people -----------------------------------------------------------------------------

    def look(self) -> dict[str, Any]:
        last = self.tickets[-1] if self.tickets else None
        return {
            "paper": self.state.paper.value,
            "paper_mm": round(self._path.paper_mm),
            "cover": "open" if self.cover_open else "closed",
            "cutter": "jammed" if self.cutter_jammed else "ok",
            "online": State.OFFLINE not in self.state,
            "printing": bool(self._path.moving) and not self.state.blocked,
            "hanging": lines_of(self._path.strip),
            "printed": self.printed,
            "in_tray": len(self.tickets),
            "last_lines": last.lines if last else [],
            "last_qr": last.qr_codes if last else [],
            "last_barcode": last.barcodes if last else [],
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "load_paper": self._load_paper,
            "set_paper": self._set_paper,
            "take_paper_out": lambda: self._load_paper(0.0),
            "open_cover": lambda: setattr(self, "cover_open", True),
            "close_cover": lambda: setattr(self, "cover_open", False),
            "jam_cutter": lambda: setattr(self, "cutter_jammed", True),
            "clear_jam": self._clear_jam,
            "tear_off": self._tear_off,
            "take_tickets": self.tickets.clear,
            "switch_offline": lambda: setattr(self, "switched_offline", True),
            "switch_online": lambda: setattr(self, "switched_offline", False),
            "power_cycle": self._power_cycle,
            "answer_late": self._set_late,
        }

    def _tear_off(self) -> None:
        """Take away what hangs out uncut."""
        self._path.take_strip()

    def _load_paper(self, mm: float = ROLL_MM) -> None:
        """Put in another roll; what hung out goes with the old one."""
        self._set_paper(mm)
        self._tear_off()

    def _set_paper(self, mm: float) -> None:
        self._path.paper_mm = _amount(mm)

    def _clear_jam(self) -> None:
        self._tear_off()
        self.cutter_jammed = False

    def _power_cycle(self) -> None:
        """Switch it off and on: it forgets everything but what hangs out."""
        self._forget()
        self._interpreter.reset()
        self._auto = False

    def _set_late(self, seconds: float) -> None:
        self.status_late_s = _amount(seconds)


def _amount(value: object) -> float:
    if not isinstance(value, int | float) or not value >= 0:
        raise TypeError(f"wants a number from 0 up, not {value!r}")
    return float(value)


def make_twin(_options: Mapping[str, Any]) -> EscposTwin:
    """Return the device's side for a driver with these options."""
    return EscposTwin()
