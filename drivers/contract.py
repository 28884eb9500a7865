"""The public face of a driver: what it declares, what it is given, what it may say and raise.

This module is the one import that drivers outside this project rely on. A driver is three things:

- a *codec* (pure: bytes to frames and back),
- a *driver* (this contract: end-state verbs over a wire),
- a *twin* (`drivers.twins.Twin`: the device's side of the same wire).

Health words follow XFS4IoT's `Common.Status`, paper words its `Printer.Status`.
"""

import abc
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

CONTRACT_VERSION = "1.0"


class Kind(StrEnum):
    """What a device is for. The hall binds devices by kind and never by protocol."""

    READER = "reader"  # identity cards
    CHIP = "chip"  # chip cards: purchase cards
    PRINTER = "printer"
    SCANNER = "scanner"  # barcodes and QR codes, cameras included
    LED = "led"
    CALLER = "caller"
    VOICE = "voice"
    RELAY = "relay"  # doors, lights, call lamps
    UPS = "ups"
    FOOTFALL = "footfall"  # people counters


class Health(StrEnum):
    """How a device is (XFS4IoT `Common.Status.device`, and `assumed` for one-way wires)."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    DEVICE_BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"
    ASSUMED = "assumed"

    @property
    def usable(self) -> bool:
        """Whether the hall may count on the device now."""
        return self in (Health.ONLINE, Health.ASSUMED, Health.DEVICE_BUSY)


class Paper(StrEnum):
    """How much paper a printer has (XFS4IoT `Printer.Status.paper`)."""

    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


# --- the wire -------------------------------------------------------------------------------


class Wire(Protocol):
    """An open connection to a device: the only I/O a driver does, and its only owner of time."""

    async def write(self, data: bytes) -> None:
        """Hand over all of `data`. Raises `WireLostError` when the other end is gone."""

    async def read(self, within_s: float) -> bytes:
        """Return what has arrived, at the latest after `within_s` seconds; empty on silence.

        Raises `WireLostError` when the other end is gone. Cancelling it loses no bytes. A driver
        also waits with this call, so that it hears what the device says meanwhile.
        """

    async def close(self) -> None:
        """Let go of the wire. Safe to repeat."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What a serial line is set to where the configuration does not say otherwise."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: int = 1

    @property
    def byte_s(self) -> float:
        """Seconds one byte takes on the line: start bit, data, parity, stop bits."""
        bits = 1 + self.bytesize + (self.parity != "N") + self.stopbits
        return bits / self.baudrate


# --- what a driver may raise: the world's faults, never our own -------------------------------


class DeviceError(Exception):
    """Something the device or its wire did. `code` is stable, for screens and the back office."""

    code = "device_error"
    health: ClassVar[Health] = Health.HARDWARE_ERROR


class WireLostError(DeviceError):
    """The other end is gone: unplugged, connection reset, port missing."""

    code = "wire_lost"
    health = Health.NO_DEVICE


class DeviceSilentError(DeviceError):
    """The wire is there and nobody answered in time."""

    code = "device_silent"
    health = Health.OFFLINE


class DeviceRefusedError(DeviceError):
    """The device answered, and the answer was no. `reason` is its own code, `meaning` in words."""

    code = "device_refused"

    def __init__(self, reason: int | str, meaning: str) -> None:
        super().__init__(f"{meaning} ({reason})")
        self.reason = reason
        self.meaning = meaning


class NotPossibleError(DeviceError):
    """The device at hand cannot do this, now or ever: the message says what and why."""

    code = "not_possible"


class PaperOutError(DeviceError):
    """The printer has no paper, or ran out on the way. What it held has been discarded."""

    code = "paper_out"
    health = Health.USER_ERROR


class PaperJammedError(DeviceError):
    """Cutter or paper path stands still until a person looks."""

    code = "paper_jammed"


class CoverOpenError(DeviceError):
    """The printer's cover is open."""

    code = "cover_open"
    health = Health.USER_ERROR


class OutcomeUnknownError(DeviceError):
    """The order was handed over and its end was never heard: it may have happened, or not."""

    code = "outcome_unknown"
    health = Health.OFFLINE


# --- what a driver may say --------------------------------------------------------------------


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


class AgeBand(StrEnum):
    """All that is kept of a birth date."""

    UNDER_18 = "under_18"
    ADULT = "18_59"
    SIXTIES = "60_69"
    SEVENTY_PLUS = "70_plus"

    @classmethod
    def of(cls, born: dt.date, today: dt.date) -> "AgeBand":
        """Return the band of somebody born on `born`, as seen on `today`."""
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < 18:
            return cls.UNDER_18
        if age < 60:
            return cls.ADULT
        return cls.SIXTIES if age < 70 else cls.SEVENTY_PLUS


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What leaves a reader of a person's document. Personal fields stay out of `repr` and logs.

    `address` is empty unless the hall asks for it.
    """

    document: str  # citizen, hmt_permit, foreigner_2017, foreigner_2023
    age_band: AgeBand
    name: str = field(repr=False)
    number: str = field(repr=False)
    sex: str = field(repr=False, default="")
    valid_to: str = field(repr=False, default="")
    address: str = field(repr=False, default="")


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


class CardTrouble(StrEnum):
    """Why a card that lies on a reader gives nothing."""

    UNREADABLE = "unreadable"  # damaged, moved too soon, refused: lay it down again
    UNSUPPORTED = "unsupported"  # a document of a kind this hall does not know
    LEFT = "left"  # it was read and is still lying there


@dataclass(frozen=True, slots=True)
class CardTroubled:
    """A card lies on the reader and gives nothing. Said once per trouble; `detail` is no secret."""

    trouble: CardTrouble
    detail: str = ""


class ChipCardKind(StrEnum):
    """What a chip card is, as far as may be told without reading anything personal."""

    PURCHASE = "purchase"
    BANK = "bank"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChipCardSeen:
    """A chip card was put in. `atr` is its answer to reset, in hex. Said once per card."""

    card: ChipCardKind
    atr: str


@dataclass(frozen=True, slots=True)
class PurchaseCard:
    """What stands on a purchase card (购电卡). Personal fields stay out of `repr` and logs."""

    customer: str = field(repr=False)
    meter: str = field(repr=False)
    card_type: str = ""  # open, purchase, replacement
    purchase_count: int | None = None
    bought_fen: int | None = field(repr=False, default=None)  # what was bought last, 0.01 yuan


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


@dataclass(frozen=True, slots=True)
class Context:
    """What the hall gives a driver besides its wire and its options."""

    report: Report
    now: Callable[[], dt.datetime]  # the hall's wall clock, in its time zone

    def today(self) -> dt.date:
        """Return the date in the hall."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a self-test saw, in plain words for the person who asked for it."""

    ok: bool
    said: str


# --- the driver -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a driver says of itself before it is given a wire.

    `options` is a frozen dataclass with units in its field names and the maker's defaults;
    `verified_on` names the models and firmware it has met: empty means none so far.
    """

    kind: Kind
    protocol: str
    title: str
    options: type[Any]
    line: LineSettings = LineSettings()
    capabilities: frozenset[str] = frozenset()
    verified_on: tuple[str, ...] = ()


class Driver(abc.ABC):
    """One device, or the units on one shared line, behind one open wire.

    `run` owns the wire: it makes contact, reports health, polls and listens, until the wire is
    lost. Verbs may be called while `run` is running; each states an end state and is safe to
    repeat, ends within a bounded time, and raises only `DeviceError`s. A silent device is
    reported once when lost and once when back, and `run` goes on asking for it.
    """

    declaration: ClassVar[Declaration]

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        self.wire = wire
        self.options = options
        self.context = context
        self._healths: dict[str, Health] = {}

    @abc.abstractmethod
    async def run(self) -> None:
        """Serve the device until the wire is lost. Raises `WireLostError`, and nothing else."""

    async def self_test(self) -> list[Finding]:
        """Try what can be tried, and say what was seen. Called only while a person looks.

        May print, light up, beep or speak; takes no money and changes no setting. Raises
        `DeviceError` where the device is lost on the way.
        """
        known = self._healths.get("", Health.STARTING)
        return [Finding(known.usable, f"the device is {known.value}")]

    def report_health(self, health: Health, detail: str = "", unit: str = "") -> None:
        """Report a change of health, and stay quiet where nothing changed."""
        if self._healths.get(unit) is not health:
            self._healths[unit] = health
            self.context.report(HealthChanged(health, detail, unit))


class IdentityReader(Driver):
    """Reports `CardRead`, once for each card laid on it, and `CardTroubled`. Has no verbs."""


class ChipCardReader(Driver):
    """Reports `ChipCardSeen`, and `PurchaseCardRead` where it may read them. Has no verbs."""


class Scanner(Driver):
    """Reports `CodeScanned`. One that is always ready takes `set_scanning` and does nothing."""

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or rest. Capability `trigger`: it can rest."""


class Switches(Driver):
    """A relay board. Reports `InputChanged` where it has inputs."""

    @abc.abstractmethod
    async def switch(self, unit: str, on: bool) -> None:
        """Have output `unit` be on or off. A momentary output goes off by itself."""


class PowerSupply(Driver):
    """A UPS. Reports `PowerChanged`. Has no verbs."""


class PeopleCounter(Driver):
    """Reports `PeopleCounted`. Has no verbs."""


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """What is to stand on a paper ticket, in the order of reading. Empty lines are left out.

    What has an English twin may say both languages itself and leave the twin empty: then a layout
    cannot choose between them.
    """

    number: str
    hall: str
    service: str
    service_english: str
    ahead: str
    where: str
    issued_at: str
    qr: str
    barcode: str
    footer: str = ""
    hall_english: str = ""
    ahead_english: str = ""
    where_english: str = ""
    footer_english: str = ""


class TicketPrinter(Driver):
    """Prints tickets on paper."""

    @abc.abstractmethod
    async def print_ticket(self, ticket: PaperTicket) -> None:
        """Print, cut, and return once the printer has confirmed it.

        Raises `PaperOutError`, `PaperJammedError`, `CoverOpenError` when it did not print (and
        will not do so later: the printer's memory has been cleared), `DeviceSilentError` when
        nothing was handed over, `OutcomeUnknownError` when paper may have come out.
        """


class TextDisplay(Driver):
    """LED strips, one or several on a line, each with an address (`unit`)."""

    @abc.abstractmethod
    async def show(self, unit: str, text: str) -> None:
        """Have `unit` show `text` and nothing else."""


class AdjustableDisplay(TextDisplay):
    """LED strips whose light can be set. Nothing of it wears their memory."""

    @abc.abstractmethod
    async def set_brightness(self, percent: int) -> None:
        """Have all units shine with `percent` (0 to 100) of their light."""

    @abc.abstractmethod
    async def set_lit(self, on: bool) -> None:
        """Have all units be on, or dark."""

    @abc.abstractmethod
    async def set_clock(self, now: dt.datetime) -> None:
        """Set the clock of all units."""


class CounterUnits(Driver):
    """Hard callers with evaluators, several on a line. Reports `KeyPressed`, `RatingPressed`."""

    @abc.abstractmethod
    async def show_ticket(self, unit: str, ticket: str) -> None:
        """Have the caller at `unit` show the digits of `ticket`."""

    @abc.abstractmethod
    async def show_waiting(self, unit: str, count: int) -> None:
        """Have the caller at `unit` show how many wait."""

    @abc.abstractmethod
    async def ask_rating(self, unit: str) -> None:
        """Have the evaluator at `unit` ask the visitor."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing to say: the same words in every language, said one after the other.

    `parts` are the clips in order, such as `("gong", "zh:请", "zh:A", "zh:0")`; `text` is the
    whole of it for people; `id` names the sound file that comes of it.
    """

    id: str
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finished announcement: where its WAV lies and how long it is, in seconds."""

    id: str
    path: str
    duration_s: float


class Speaker(Driver):
    """Says announcements, one at a time."""

    @abc.abstractmethod
    async def say(self, announcement: Announcement) -> Spoken:
        """Render, play where there is an audio device, and return when it is over."""
