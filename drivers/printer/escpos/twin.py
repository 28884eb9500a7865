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
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.paperpath import PaperPath
from drivers.printer.escpos.profile import Profile, load_profile
from drivers.printer.escpos.realtime import RealTimeCommand, RealTimeEar, Request
from drivers.printer.escpos.speech import Speech
from drivers.printer.escpos.status import State
from drivers.twins import Twin

ROLL_MM = 50_000.0
_NEAR_END_MM = 3_000.0
_RECEIVE_BUFFER_BYTES = 4096
_TICKETS_KEPT = 50
_CLEARED = b"\x37\x25\x00"
_IDENTITY = {65: b"1.00", 66: b"Atrium", 67: b"twin"}


class EscposTwin(Twin):
    """A thermal printer with cutter and sensors for paper, near-end, cover, blade and head.

    `dots` is the printable width, 384 or 576; `profile` what it answers to what, Epson's where
    none is given. With a meaning for it in the profile, a ticket waits in the exit to be taken.
    """

    def __init__(
        self,
        *,
        dots: int = 576,
        paper_mm: float = ROLL_MM,
        print_mm_s: float = 150.0,
        profile: Profile | None = None,
    ) -> None:
        super().__init__()
        self.cover_open = False
        self.cutter_jammed = False
        self.head_hot = False
        self.switched_offline = False
        self.printed = 0
        self.tickets: deque[PrintedTicket] = deque(maxlen=_TICKETS_KEPT)
        self._dots = dots
        self._profile = profile or load_profile("epson")
        bits = self._profile.full.values()
        self._holds_tickets = any(State.TICKET_IN_EXIT in byte.meanings for byte in bits)
        self._path = PaperPath(paper_mm, print_mm_s)
        self._interpreter = Interpreter(dots)
        self._ear = RealTimeEar()
        self._buffer = ReceiveBuffer(_RECEIVE_BUFFER_BYTES)
        self._speech = Speech()
        self._auto = False
        self._told = State(0)
        self._untold = b""
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
        said = self._speech.tick(dt_s)
        if self._runs and self._ran:
            self._printed(self._path.advance(dt_s))
        self._ran = self._runs
        return said + self._work() + self._announce()

    @property
    def due_s(self) -> float | None:
        dues = [self._speech.due_s, self._path.due_s if self._runs else None]
        return min((due_s for due_s in dues if due_s is not None), default=None)

    def _obey(self, command: RealTimeCommand) -> bytes:
        if command.request is Request.STATUS:
            return self._speech.answer(self._status(command.n))
        if command.request is Request.CLEAR:
            if self._profile.clear is not ClearCommand.DC4:
                return b""
            self._forget()
            return self._speech.say(_CLEARED)
        at_any_time = self._profile.clear is ClearCommand.ENQ
        recoverable = self._profile.clear is ClearCommand.DC4 and self._has_stopped
        if command.n == 2 and (recoverable or at_any_time):
            self._forget()
        return b""

    @property
    def _has_stopped(self) -> bool:
        """Whether an error holds it that DLE ENQ recovers from."""
        return self.cover_open or self.cutter_jammed

    def _status(self, n: int) -> bytes:
        """Return the answer to DLE EOT `n`; none to one that its family does not know."""
        if n == 20:
            return status.full_packet(self.state, self._profile.full) if self._profile.full else b""
        bits = self._profile.real_time.get(n)
        return b"" if bits is None else bytes([status.real_time_byte(self.state, bits)])

    def _forget(self) -> None:
        self._buffer.clear()
        self._interpreter.forget_line()
        self._path.forget()

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
        if self.head_hot:
            state |= State.OVERHEATED
        if self._holds_tickets and self.tickets:
            state |= State.TICKET_IN_EXIT
        if self.switched_offline or self.head_hot or state.blocked:
            state |= State.OFFLINE
        return state

    @property
    def _runs(self) -> bool:
        return not self.state.blocked and not self.head_hot

    def _work(self) -> bytes:
        """Work the buffer off until paper has to move, and return what is answered."""
        said = b""
        while not self._path.moving and self._runs:
            command = self._buffer.take()
            if command is None:
                break
            said += self._execute(command)
            self._printed(self._path.advance(0.0))
        return said

    def _execute(self, command: Command) -> bytes:
        if command.name == "queued status":
            return self._speech.say(self._queued_status(command.fields["n"]))
        if command.name == "identify" and self._profile.identifies:
            identity = _IDENTITY.get(command.fields["n"])
            return self._speech.say(b"_" + identity + b"\0" if identity else b"")
        if command.name == "auto status" and self._profile.auto:
            return self._turn_auto(bool(command.fields["mask"]))
        if command.name == "initialise":
            self._auto = False
        self._path.moving += self._interpreter.take(command)
        return b""

    def _queued_status(self, n: int) -> bytes:
        if self._profile.queued is None:
            return b""
        paper = status.write_bits(self.state, self._profile.queued)
        return bytes([paper if n in (1, 49) else 0])

    def _turn_auto(self, on: bool) -> bytes:
        self._auto = on
        self._told = self.state
        return self._speech.packet(self._packet(self._told)) if on else b""

    def _announce(self) -> bytes:
        said, self._untold = self._untold, b""
        if self._auto and self.state != self._told:
            self._told = self.state
            said += self._speech.packet(self._packet(self._told))
        return said

    def _packet(self, state: State) -> bytes:
        return status.auto_packet(state, self._profile.auto)

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
            "head": "hot" if self.head_hot else "ok",
            "online": State.OFFLINE not in self.state,
            "printing": bool(self._path.moving) and self._runs,
            "hanging": lines_of(self._path.strip),
            "printed": self.printed,
            "in_tray": len(self.tickets),
            "last_lines": last.lines if last else [],
            "last_qr": last.qr_codes if last else [],
            "last_barcode": last.barcodes if last else [],
            "last_logos": last.logos if last else 0,
            "not_understood": list(self._interpreter.not_understood),
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "load_paper": self._load_paper,
            "set_paper": self._set_paper,
            "take_paper_out": lambda: self._load_paper(0.0),
            "open_cover": lambda: setattr(self, "cover_open", True),
            "close_cover": lambda: setattr(self, "cover_open", False),
            "bounce_cover": self._bounce_cover,
            "jam_cutter": lambda: setattr(self, "cutter_jammed", True),
            "clear_jam": self._clear_jam,
            "heat_head": lambda: setattr(self, "head_hot", True),
            "cool_head": lambda: setattr(self, "head_hot", False),
            "tear_off": self._tear_off,
            "take_tickets": self.tickets.clear,
            "switch_offline": lambda: setattr(self, "switched_offline", True),
            "switch_online": lambda: setattr(self, "switched_offline", False),
            "power_cycle": self._power_cycle,
            "answer_late": self._set_late,
            "tear_status": self._set_tear,
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

    def _bounce_cover(self) -> None:
        """Open and shut it so fast that both statuses come in one piece."""
        if self._auto:
            opened = self.state | State.COVER_OPEN | State.OFFLINE
            self._untold += self._packet(opened) + self._packet(self.state)

    def _clear_jam(self) -> None:
        self._tear_off()
        self.cutter_jammed = False

    def _power_cycle(self) -> None:
        """Switch it off and on: it forgets everything but what hangs out."""
        self._forget()
        self._interpreter.reset()
        self._auto = False

    def _set_late(self, seconds: float) -> None:
        """Hold every answer to DLE EOT back that long."""
        self._speech.late_s = _amount(seconds)

    def _set_tear(self, seconds: float) -> None:
        """Hold the last byte of the next automatic status back that long."""
        self._speech.tear_s = _amount(seconds)


def _amount(value: object) -> float:
    if not isinstance(value, int | float) or not value >= 0:
        raise TypeError(f"wants a number from 0 up, not {value!r}")
    return float(value)


def make_twin(options: Mapping[str, Any]) -> EscposTwin:
    """Return the device's side for a driver with these options. Raises `ValueError`."""
    set_to = EscposOptions(**options)
    return EscposTwin(dots=set_to.dots, profile=set_to.printer)
