"""A headquarters for tests of the hall: it signs what they ask for, by randomness that counts."""

import base64
import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

from edgefakes import HALL_KEY, PLAN, SETTINGS, CountingIds

from edge.domain import letters
from edge.domain.appointment_code import Pass
from edge.domain.booking import BOOK, CANCEL, Booking, Cancellation, person_text
from edge.domain.command import Command
from edge.domain.plan import AppointmentOffer
from edge.hall.hall import HallSettings
from edge.hall.headquarters import HeadquartersConfig
from edge.hall.requests import Answer
from sync.backoffice.signing import Signer
from sync.envelope import CommandMessage, decode

SECRET = bytes(range(100, 132))
HALL_PUBLIC = letters.key_text(letters.public_of(HALL_KEY))
PERSON = {"name": "李四", "phone": "13800000000", "number": "110101199001011234"}


def at(local: str) -> int:
    """Return a time of the hall's day as wall ms: `09:30`, or a whole date and time."""
    text = local if "T" in local else f"2026-03-02T{local}"
    when = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return int(when.timestamp() * 1000)


class TestedHeadquarters:
    """Headquarters of one hall."""

    __test__ = False

    def __init__(self, secret: bytes = SECRET, hall: str = "H-01") -> None:
        self.signer = Signer(secret, CountingIds().random_bytes)
        self.hall = hall
        self._count = 0

    def command(self, kind: str, args: str = "{}", **changes: object) -> Command:
        """Return a command like no other, which may be changed before it is signed."""
        self._count += 1
        plain = Command(
            self.hall, f"C{self._count}", kind, "idempotent", "", at("08:00"), at("18:00"), args
        )
        return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]

    def signature(self, command: Command) -> bytes:
        """Return headquarters' signature."""
        message = decode(self.signer.signed(command), CommandMessage, 32768)
        return base64.b64decode(message.signature)

    def booking(
        self,
        appointment: str = "A-00001",
        due: str = "09:30",
        service: str = "bill",
        person: dict[str, str] | None = None,
        **changes: object,
    ) -> Command:
        """Return the command that books somebody in for half an hour."""
        booking = Booking(appointment, service, at(due), at(due) + 1_800_000, ("vip",))
        plain = self.command(BOOK, booking.text(), **changes)
        if person is None:
            return plain
        sealed = self.signer.letter(HALL_PUBLIC, plain.about, person_text(person))
        return dataclasses.replace(plain, sealed=sealed)

    def cancellation(self, appointment: str = "A-00001") -> Command:
        """Return the command that cancels an appointment."""
        return self.command(CANCEL, Cancellation(appointment, "visitor").text())

    def code(self, appointment: str = "A-00001") -> str:
        """Return the code to type."""
        return self.signer.code(HALL_PUBLIC, self.hall, appointment)

    def qr(self, appointment: str = "A-00001", due: str = "09:30", service: str = "bill") -> str:
        """Return what the QR code holds."""
        until = at(due) + 1_800_000
        return self.signer.qr(Pass(self.hall, appointment, service, at(due), until, ("vip",)))

    async def ask(self, tested, command: Command) -> Answer:
        """Have the hall take a command."""
        return await tested.hall.inbox.take(command, self.signature(command))


HEADQUARTERS = TestedHeadquarters()


def bookable(days_ahead: int) -> HallSettings:
    """Return a hall with two places every half hour from nine to eleven, so many days ahead."""
    offered = AppointmentOffer(2, 30, ("09:00-11:00",), days_ahead)
    services = tuple(
        dataclasses.replace(each, appointments=offered) if each.id == "bill" else each
        for each in PLAN.services
    )
    return dataclasses.replace(
        SETTINGS,
        plan=dataclasses.replace(PLAN, services=services),
        headquarters=HeadquartersConfig([HEADQUARTERS.signer.public_keys]),
    )


BOOKABLE = bookable(days_ahead=1)
