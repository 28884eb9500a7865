"""How the contract suite uses this driver and its twin."""

import asyncio
from collections.abc import Callable

from drivers.conformance import Case
from drivers.conformance.case import require
from drivers.contract import DeviceEvent, Paper, PaperChanged, PaperTicket
from drivers.printer.escpos.driver import EscposPrinter
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.twin import EscposTwin

TICKET = PaperTicket(
    number="A012",
    hall="城东供电营业厅",
    service="新装用电",
    service_english="New supply",
    ahead="前面还有 3 位",
    where="请到一楼大厅等候",
    issued_at="2026-03-02 09:41",
    qr="https://hall.example/t/K7Q2",
    barcode="A012-260302",
    footer="过号请到咨询台",
)
_REPORTED_WITHIN_S = 30.0


async def _exercise(driver: EscposPrinter, twin: EscposTwin, events: list[DeviceEvent]) -> None:
    # A line that spoils bytes may have spoilt a cut, which no printer tells.
    twin.act("tear_off")
    for _time in range(2):
        printed = twin.printed
        await driver.print_ticket(TICKET)
        require(twin.printed > printed, "nothing was cut off")
        last = twin.tickets[-1]
        require(TICKET.number in last.lines, "another number is on the ticket")
        require(last.qr_codes == [TICKET.qr], "another QR code is on the ticket")
        require(last.barcodes == [TICKET.barcode], "another barcode is on the ticket")
    twin.act("load_paper")
    await _until(lambda: _last_paper(events) is Paper.FULL, "a full roll was not reported")
    twin.act("set_paper", mm=1000)
    await _until(lambda: _last_paper(events) is Paper.LOW, "low paper was not reported")


def _last_paper(events: list[DeviceEvent]) -> Paper | None:
    papers = [event.paper for event in events if isinstance(event, PaperChanged)]
    return papers[-1] if papers else None


async def _until(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = asyncio.get_running_loop().time() + _REPORTED_WITHIN_S
    while not condition():
        require(asyncio.get_running_loop().time() < deadline, otherwise)
        await asyncio.sleep(0.05)


# Most bytes below 80 are answers: a status has no check, only two or four fixed bits.
_GARBAGE = bytes.fromhex("FF 80 C3 E0 F8 AA FE 91")

CASE = Case(
    driver=EscposPrinter,
    twin=EscposTwin,
    exercise=_exercise,
    options=EscposOptions(),
    garbage=_GARBAGE,
)
