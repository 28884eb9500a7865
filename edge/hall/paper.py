"""What stands on a ticket, on paper and in its QR code, and the printer as the hall needs it."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from drivers.contract import PaperSheet, PaperTicket
from edge.domain.plan import Plan
from edge.domain.visit import Visit
from edge.hall.addresses import Addresses
from edge.ports import Clock


class PaperPort(Protocol):
    """The printer, as the hall needs it."""

    @property
    def printer(self) -> str:
        """The id of the printer that would print now; empty where none can."""

    async def print_ticket(self, paper: PaperTicket) -> None:
        """Print and confirm. Raises `DeviceError`, which also says that nothing will come out."""

    async def print_sheet(self, sheet: PaperSheet) -> None:
        """Do the same for a sheet to take home."""


@dataclass(frozen=True)
class TicketConfig:
    """What stands on a ticket, and how long somebody who was identified is remembered."""

    footer: str = "请留意叫号"
    footer_english: str = "Please listen for your number"
    greeting_s: int = 60
    forget_after_s: int = 600

    def __post_init__(self) -> None:
        for name in ("greeting_s", "forget_after_s"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name)} is not above 0")


@dataclass(frozen=True)
class HallNames:
    """Who this hall is."""

    id: str
    name: str
    name_english: str


class TicketText:
    """Words a ticket."""

    def __init__(
        self,
        plan: Plan,
        names: HallNames,
        config: TicketConfig,
        clock: Clock,
        addresses: Addresses | None = None,
    ) -> None:
        self._plan = plan
        self._names = names
        self._config = config
        self._clock = clock
        self._addresses = addresses or Addresses(b"", "")

    def paper(self, visit: Visit, wait: str = "", wait_english: str = "") -> PaperTicket:
        """Return what is to be printed for `visit`, who is told to `wait` so long."""
        leg = visit.leg
        service = self._plan.by_id[leg.service]
        issued = dt.datetime.fromtimestamp(leg.reserved_at / 1000, self._clock.local().tzinfo)
        return PaperTicket(
            number=leg.ticket,
            hall=self._names.name,
            hall_english=self._names.name_english,
            service=service.name,
            service_english=service.name_english,
            ahead="，".join(filter(None, (f"前面还有 {leg.ahead} 人", wait))),
            ahead_english=", ".join(filter(None, (f"{leg.ahead} ahead of you", wait_english))),
            where=f"请到{service.zone}等候" if service.zone else "",
            where_english=f"Please wait in {service.zone_english}" if service.zone_english else "",
            issued_at=f"{issued:%Y-%m-%d %H:%M}",
            qr=self.qr(visit.visit),
            barcode=visit.visit,
            footer=self._config.footer,
            footer_english=self._config.footer_english,
        )

    def qr(self, visit: str) -> str:
        """Return what the ticket's QR code holds; the visit is at its end, for our own scanners."""
        if address := self._addresses.of(visit):
            return address
        return f"ATRIUM:{self._names.id}:{visit}"
