"""The public face of a driver: what it declares, what it is given, what it may say and raise.

This package is the one import that drivers outside this project rely on. A driver is three things:

- a *codec* (pure: bytes to frames and back),
- a *driver* (this contract: end-state verbs over a wire),
- a *twin* (`drivers.twins.Twin`: the device's side of the same wire).
"""

from drivers.contract.cards import AgeBand, CardTrouble, ChipCardKind, IdentityCard, PurchaseCard
from drivers.contract.devices import (
    AdjustableDisplay,
    ChipCardReader,
    CounterUnits,
    IdentityReader,
    PeopleCounter,
    PowerSupply,
    Scanner,
    Speaker,
    Switches,
    TextDisplay,
    TicketPrinter,
)
from drivers.contract.driver import Context, Declaration, Driver, Finding
from drivers.contract.errors import (
    CoverOpenError,
    DeviceError,
    DeviceRefusedError,
    DeviceSilentError,
    NotPossibleError,
    OutcomeUnknownError,
    PaperJammedError,
    PaperOutError,
    WireLostError,
)
from drivers.contract.events import (
    CallerKey,
    CardRead,
    CardTroubled,
    ChipCardSeen,
    CodeScanned,
    DeviceEvent,
    HealthChanged,
    InputChanged,
    KeyPressed,
    PaperChanged,
    PeopleCounted,
    PowerChanged,
    PowerState,
    PurchaseCardRead,
    RatingPressed,
    Report,
)
from drivers.contract.kinds import Health, Kind, Paper
from drivers.contract.orders import Announcement, PaperSheet, PaperTicket, Spoken
from drivers.contract.wire import LineSettings, Wire

CONTRACT_VERSION = "1.1"

__all__ = [
    "CONTRACT_VERSION",
    "AdjustableDisplay",
    "AgeBand",
    "Announcement",
    "CallerKey",
    "CardRead",
    "CardTrouble",
    "CardTroubled",
    "ChipCardKind",
    "ChipCardReader",
    "ChipCardSeen",
    "CodeScanned",
    "Context",
    "CounterUnits",
    "CoverOpenError",
    "Declaration",
    "DeviceError",
    "DeviceEvent",
    "DeviceRefusedError",
    "DeviceSilentError",
    "Driver",
    "Finding",
    "Health",
    "HealthChanged",
    "IdentityCard",
    "IdentityReader",
    "InputChanged",
    "KeyPressed",
    "Kind",
    "LineSettings",
    "NotPossibleError",
    "OutcomeUnknownError",
    "Paper",
    "PaperChanged",
    "PaperJammedError",
    "PaperOutError",
    "PaperSheet",
    "PaperTicket",
    "PeopleCounted",
    "PeopleCounter",
    "PowerChanged",
    "PowerState",
    "PowerSupply",
    "PurchaseCard",
    "PurchaseCardRead",
    "RatingPressed",
    "Report",
    "Scanner",
    "Speaker",
    "Spoken",
    "Switches",
    "TextDisplay",
    "TicketPrinter",
    "Wire",
    "WireLostError",
]
