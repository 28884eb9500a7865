"""What a driver may say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from drivers.contract.cards import CardTrouble, ChipCardKind, IdentityCard, PurchaseCard
from drivers.contract.kinds import Health, Paper


class CallerKey(StrEnum):
    """What a clerk pressed on a hard caller."""

    NEXT = "next"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    PARK = "park"
    PAUSE = "pause"
    TRANSFER = "transfer"
    EVALUATE = "evaluate"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """The device, or one addressed `unit` on its wire, is now `health`. Said once per change."""

    health: Health
    detail: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PaperChanged:
    """The printer's paper is now `paper`. Said once per change."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was laid on the reader and read. Said once per card laid."""

    card: IdentityCard


@dataclass(frozen=True, slots=True)
class CardTroubled:
    """A card lies on the reader and gives nothing. Said once per trouble; `detail` is no secret."""

    trouble: CardTrouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChipCardSeen:
    """A chip card was put in. `atr` is its answer to reset, in hex. Said once per card."""

    card: ChipCardKind
    atr: str


@dataclass(frozen=True, slots=True)
class PurchaseCardRead:
    """A purchase card was read. Nothing was written to it."""

    card: PurchaseCard


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A code was held in front of a scanner or camera. Said once per code held there.

    `symbology` is XFS4IoT's word (`qrCode`, `code128`, …), empty where the device does not say.
    """

    text: str = field(repr=False)
    symbology: str = ""


@dataclass(frozen=True, slots=True)
class InputChanged:
    """Digital input `unit` of a relay board is now on or off. Said once per change."""

    unit: str
    on: bool


@dataclass(frozen=True, slots=True)
class PowerState:
    """What a UPS says of the mains and of itself."""

    on_battery: bool
    low: bool
    charge_percent: int | None = None
    runtime_s: int | None = None


@dataclass(frozen=True, slots=True)
class PowerChanged:
    """Mains gone or back, the battery low, or its charge has moved by some percent."""

    power: PowerState


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """`count` more people have passed the counter at `unit`."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A clerk pressed `key` on the hard caller with address `unit`."""

    unit: str
    key: CallerKey


@dataclass(frozen=True, slots=True)
class RatingPressed:
    """A visitor pressed evaluator key number `key` (0 is the first) at address `unit`."""

    unit: str
    key: int


DeviceEvent = (
    HealthChanged
    | PaperChanged
    | CardRead
    | CardTroubled
    | ChipCardSeen
    | PurchaseCardRead
    | CodeScanned
    | InputChanged
    | PowerChanged
    | PeopleCounted
    | KeyPressed
    | RatingPressed
)
Report = Callable[[DeviceEvent], None]
