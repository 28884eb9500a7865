"""A ticket printer that speaks ESC/POS.

Not yet verified on hardware: written from the makers' manuals and run against its twin.

A ticket, with its second copy where the layout has one, is handed over whole, with GS r 1 behind
it, which the printer answers once everything before is on paper. (One that does not know GS r is
waited for, and trusted.) When it stops on the way, it is made to forget what it still holds before
the error is raised, so that a new roll does not bring out an old ticket.
"""

import asyncio
from typing import Any

from drivers.contract import (
    Context,
    CoverOpenError,
    Declaration,
    DeviceError,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    LineSettings,
    OutcomeUnknownError,
    Paper,
    PaperChanged,
    PaperJammedError,
    PaperOutError,
    PaperSheet,
    PaperTicket,
    TicketPrinter,
    Wire,
    WireLostError,
)
from drivers.printer.escpos.commands import UnprintableError
from drivers.printer.escpos.layout import lay_out, lay_out_void
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.selftest import TEST_TICKET, findings_of
from drivers.printer.escpos.sheet import lay_out_sheet
from drivers.printer.escpos.status import State
from drivers.printer.escpos.talk import Talk, WorkedOff

_FLOODS_MAX = 3


class EscposPrinter(TicketPrinter):
    """One printer on one line."""

    declaration = Declaration(
        kind=Kind.PRINTER,
        protocol="escpos",
        title="Ticket printer (ESC/POS)",
        options=EscposOptions,
        line=LineSettings(baudrate=115200),
        capabilities=frozenset({"paper_status", "cut", "qr", "code128", "logo", "layout", "sheet"}),
    )

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self._talk = Talk(wire, options, self._notice)
        self._turn = asyncio.Lock()
        self._paper = Paper.UNKNOWN
        self._state = State(0)
        self._emptied = False  # nothing of earlier tickets is in its memory
        self._in_step = False  # and it works off what it is sent, and tells its state
        self._floods = 0  # since a ticket came out whole
        self._half_ticket_hangs = False

    async def run(self) -> None:
        self.report_health(Health.STARTING)
        while True:
            async with self._turn:
                state = await self._talk.state()
                if state is not None and not self._in_step:
                    await self._get_in_step(state)
            await self._talk.listen(self.options.poll_s)

    async def print_ticket(self, ticket: PaperTicket) -> None:
        try:
            data = lay_out(
                ticket, self.options.ticket, self.options.dots, full_cut=self.options.full_cut
            )
        except UnprintableError as error:
            raise DeviceRefusedError("unprintable", str(error)) from error
        await self._print(data)

    async def print_sheet(self, sheet: PaperSheet) -> None:
        languages = self.options.ticket.languages
        full_cut = self.options.full_cut
        try:
            data = lay_out_sheet(sheet, languages, self.options.dots, full_cut=full_cut)
        except UnprintableError as error:
            raise DeviceRefusedError("unprintable", str(error)) from error
        await self._print(data)

    async def _print(self, data: bytes) -> None:
        async with self._turn:
            await self._require_ready()
            await self._hand_over(data)

    async def self_test(self) -> list[Finding]:
        """Ask for all it can tell, then print a test ticket."""
        async with self._turn:
            state = await self._talk.state()
            identity = await self._identity(state)
        found = findings_of(state, self._talk.last_answers, self.options.printer, identity)
        if state is None or not state.ready:
            return found
        return [*found, await self._print_test()]

    async def _identity(self, state: State | None) -> str:
        """Return maker, model and firmware, as far as it tells them."""
        # GS I is worked off in its turn, and a printer that stands still works nothing off.
        if state is None or not state.ready or not self.options.printer.identifies:
            return ""
        told = [await self._talk.identity(n) for n in (66, 67, 65)]
        return " ".join(part for part in told if part)

    async def _print_test(self) -> Finding:
        began_s = asyncio.get_running_loop().time()
        try:
            await self.print_ticket(TEST_TICKET)
        except DeviceError as error:
            return Finding(False, f"the test ticket was not printed: {error}")
        took_s = asyncio.get_running_loop().time() - began_s
        how = "confirmed" if self.options.printer.queued else "taken for printed, unconfirmed,"
        return Finding(True, f"a test ticket was printed and cut, {how} after {took_s:.1f} s")

    async def _require_ready(self) -> None:
        state = await self._talk.state()
        if state is None:
            raise DeviceSilentError("the printer does not answer; nothing was handed over")
        if not state.ready:
            raise _error_of(state)
        if not self._in_step and not await self._get_in_step(state):
            raise DeviceSilentError("the printer does not work its queue off; nothing is in it")

    async def _hand_over(self, data: bytes) -> None:
        void = lay_out_void(self.options.dots) if self._half_ticket_hangs else b""
        # Whatever ends this early, a cancelled task too, leaves doubt behind.
        self._emptied, self._in_step, self._half_ticket_hangs = False, False, True
        try:
            outcome = await self._talk.work_off(self._talk.start() + void + data)
            whole = isinstance(outcome, WorkedOff) and State.PAPER_END not in outcome.paper
            self._emptied = whole or await self._talk.clear()
        except WireLostError as error:
            raise OutcomeUnknownError("the line was lost while the ticket was printed") from error
        # The end of a roll leaves with the roll.
        self._half_ticket_hangs = not whole and State.PAPER_END not in self._state
        self._in_step = whole
        self._floods = 0 if whole else self._floods
        if not whole:
            raise _failure(outcome, cleared=self._emptied)

    async def _get_in_step(self, state: State) -> bool:
        """Leave nothing of earlier tickets in its memory; return whether it can be used now."""
        if not self._emptied:
            done = state.ready and (await self._talk.worked_off() or await self._flood())
            self._emptied = done or await self._talk.clear()
        if not state.ready:
            return False
        self._in_step = await self._talk.begin()
        if self._in_step:
            self._notice(self._state)
        elif self._state.ready:
            self._emptied = False
            self.report_health(Health.OFFLINE, "answers DLE EOT, but not GS r")
        return self._in_step

    async def _flood(self) -> bool:
        """Flood it, but not for ever: what some floods do not help, another one does not."""
        self._floods += 1
        return self._floods <= _FLOODS_MAX and await self._talk.flood()

    def _notice(self, state: State | None) -> None:
        """Report what has changed. A printer out of step is not online before it is in step."""
        if state is None:
            self._emptied = self._in_step = False
            self.report_health(Health.OFFLINE, "no answer to DLE EOT")
            return
        self._state = state
        if state.paper is not self._paper:
            self._paper = state.paper
            self.context.report(PaperChanged(state.paper))
        if self._in_step or not state.ready:
            self.report_health(state.health, ", ".join(state.words))


def _error_of(state: State) -> DeviceError:
    if State.COVER_OPEN in state:
        return CoverOpenError("the printer's cover is open")
    if State.CUTTER_JAMMED in state:
        return PaperJammedError("the printer's cutter is jammed")
    if State.PAPER_END in state:
        return PaperOutError("the printer has no paper")
    return DeviceRefusedError(", ".join(state.words), "the printer stands still")


def _failure(outcome: WorkedOff | State | None, *, cleared: bool) -> DeviceError:
    if isinstance(outcome, WorkedOff):
        return OutcomeUnknownError("the paper ended with the ticket")
    if outcome is None:
        return OutcomeUnknownError("the ticket was handed over, and its end was never heard")
    if not cleared:
        words = ", ".join(outcome.words)
        return OutcomeUnknownError(f"the printer stopped ({words}) and may print on later")
    return _error_of(outcome)
