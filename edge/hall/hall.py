"""The hall's bill of materials: every use case, over one recorder."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.admission import AdmissionConfig
from edge.domain.appointments import AppointmentRules
from edge.domain.calendar import Calendar
from edge.domain.facts import Recorded
from edge.domain.forms import Form
from edge.domain.mobile import Described, describe
from edge.domain.plan import Plan
from edge.domain.roster import Roster
from edge.domain.rules import Rules
from edge.hall.accounts import AccountRules, Accounts
from edge.hall.addresses import Addresses
from edge.hall.admission import Admission
from edge.hall.applications import ApplicationRules, Applications
from edge.hall.appointments import Appointments
from edge.hall.attachments import Attachments
from edge.hall.content import Content
from edge.hall.counters import Counters
from edge.hall.customers import Customerbook
from edge.hall.day import Days
from edge.hall.estimates import Estimates
from edge.hall.faults import Faults
from edge.hall.following import Following
from edge.hall.handing import Handing
from edge.hall.headquarters import Headquarters, HeadquartersConfig
from edge.hall.identity import Identity
from edge.hall.inbox import Inbox
from edge.hall.library import Library, LibraryConfig
from edge.hall.missing_lists import MissingLists
from edge.hall.mobile import Mobile
from edge.hall.notes import Notes
from edge.hall.offering import Offering
from edge.hall.paper import HallNames, PaperPort, TicketConfig
from edge.hall.persons import Persons
from edge.hall.places import Places
from edge.hall.ratings import Ratings
from edge.hall.reception import Reception
from edge.hall.recorder import Recorder
from edge.hall.reserving import Reserving
from edge.hall.roll import Roll
from edge.hall.ruling import Ruling
from edge.hall.showing import Showing
from edge.hall.sides import Sides
from edge.hall.staff import Pins, Staff
from edge.hall.staging import listen_for_stages
from edge.hall.supervision import Supervision, SupervisionSettings
from edge.hall.surroundings import Surroundings
from edge.hall.tickets import Tickets
from edge.hall.uplink import Uplink
from edge.hall.vault import Vault
from edge.hall.views import Views
from edge.hall.withdrawing import Withdrawals
from edge.mobile.config import MobileConfig
from edge.ports import Clock, Committer, Ids, Shelf


@dataclass(frozen=True)
class HallPorts:
    """What the hall is given of the world."""

    clock: Clock
    ids: Ids
    committer: Committer
    paper: PaperPort
    pins: Pins
    hall_key: bytes
    shelf: Shelf
    attachments: Shelf


@dataclass(frozen=True)
class HallSettings:
    """What the hall is given of the configuration."""

    names: HallNames
    plan: Plan
    rules: Rules
    ticket: TicketConfig
    day_starts_at_hour: int = 4
    rating_window_s: int = 120
    calendar: Calendar = field(default_factory=Calendar)
    roster: Roster = field(default_factory=Roster)
    admission: AdmissionConfig = field(default_factory=AdmissionConfig)
    appointments: AppointmentRules = field(default_factory=AppointmentRules)
    headquarters: HeadquartersConfig = field(default_factory=HeadquartersConfig)
    library: LibraryConfig = field(default_factory=LibraryConfig)
    forms: tuple[Form, ...] = ()
    applications: ApplicationRules = field(default_factory=ApplicationRules)
    accounts: AccountRules = field(default_factory=AccountRules)
    supervision: SupervisionSettings = field(default_factory=SupervisionSettings)
    mobile: MobileConfig = field(default_factory=MobileConfig)


class Hall:
    """All that can be done in a hall. `loaded` are the journal's facts since its last day began."""

    def __init__(
        self, settings: HallSettings, ports: HallPorts, loaded: Sequence[Recorded]
    ) -> None:
        plan, ids = settings.plan, ports.ids
        self.settings = settings
        self.recorder = Recorder(ports.clock, ports.committer, loaded)
        self.admission = Admission(self.recorder, plan, settings.calendar, settings.admission)
        self.vault = vault = Vault(ports.hall_key, ids)
        self.identity = Identity(self.recorder, ids, vault, self.admission, settings.ticket)
        addresses = Addresses(ports.hall_key, settings.mobile.address)
        reserving = Reserving(self.recorder, plan, ids, self.admission, addresses)
        self.ruling = Ruling(self.recorder, plan, settings.rules)
        self.estimates = Estimates(self.recorder, plan, self.ruling, settings.roster)
        self.offering = Offering(self.recorder, plan, self.admission, self.estimates)
        self.tickets = Tickets(
            self.recorder,
            plan,
            reserving,
            self.estimates,
            self.identity,
            ports.paper,
            settings.names,
            settings.ticket,
            addresses,
        )
        self.counters = Counters(self.recorder, plan, self.ruling)
        self.notes = Notes(self.recorder, plan, vault)
        self.persons = Persons(self.recorder, plan, vault, self.notes)
        self.handing = Handing(self.recorder, plan, reserving, self.notes)
        self.reception = Reception(self.recorder, plan, self.handing)
        self.roll = Roll(self.recorder, plan, ids, reserving)
        self.ratings = Ratings(
            self.recorder,
            settings.rating_window_s,
            self.notes,
            [dimension.id for dimension in settings.mobile.dimensions],
        )
        self.days = Days(self.recorder, settings.day_starts_at_hour, self.ruling.configured_text)
        self.staff = Staff(self.recorder, plan, ids, ports.pins)
        self.uplink = Uplink(self.recorder, ids)
        self.headquarters = Headquarters(settings.names.id, ports.hall_key, settings.headquarters)
        self.inbox = Inbox(self.recorder, self.headquarters, lambda: self.uplink.acked)
        self.applications = Applications(
            self.recorder,
            settings.forms,
            ids,
            vault,
            self.headquarters,
            settings.applications,
            ports.committer.finders(),
        )
        self.attachments = Attachments(
            self.recorder, self.applications, vault, ports.attachments, settings.applications
        )
        self.missing_lists = MissingLists(
            self.recorder, self.applications, ports.paper, settings.names
        )
        self.following = Following(self.recorder, settings.applications)
        self.sides = Sides(self.recorder, plan, self.persons, self.applications)
        self.withdrawals = Withdrawals(self.recorder, plan, self.applications)
        self.library = Library(self.recorder, self.headquarters, ports.shelf, settings.library)
        self.content = Content(self.library)
        self.accounts = Accounts(
            self.recorder,
            self.persons,
            Customerbook(self.library),
            self.content,
            ids,
            settings.accounts,
        )
        self.showing = Showing(self.recorder, self.identity, self.persons, self.accounts)
        self.appointments = Appointments(
            self.recorder,
            self.headquarters,
            vault,
            settings.appointments,
            plan.leaves,
            Places(plan, settings.calendar, ports.clock).now,
            ports.committer.finders(),
        )
        self.appointments.listen_to(self.inbox)
        listen_for_stages(self.inbox, settings.applications.handed_in_days)
        self.mobile = Mobile(self.recorder, self.ratings, settings.names.id, _described(settings))
        self.mobile.listen_to(self.inbox)
        self.identity.when_known(self.appointments.seen)
        self.identity.when_code_shown(self.appointments.scanned)
        self.faults = Faults(self.recorder)
        self.surroundings = Surroundings(self.recorder)
        self.supervision = Supervision(
            self.recorder, plan, ids, vault, self.ruling, settings.supervision, loaded
        )
        self.views = Views(self.recorder, plan, settings.names)

    async def start(self, epoch: str) -> None:
        """Open the first day of a new journal; settle what a restart or a new plan cut short."""
        await self.days.open_first(epoch)
        await self.ruling.adopt_configured()
        await self.tickets.end_what_was_interrupted()
        await self.counters.close_what_is_gone()
        await self.inbox.proceed()
        await self.library.open()
        await self.mobile.describe()

    async def tick(self) -> None:
        """Do what is due by the clock."""
        await self.tickets.end_what_was_interrupted()
        await self.identity.forget_those_who_left()
        await self.counters.tick()
        await self.appointments.tick()
        await self.applications.tick()
        await self.attachments.tick()
        await self.inbox.proceed()
        await self.days.tick()
        await self.mobile.describe()
        await self.supervision.tick()

    async def close(self) -> None:
        """Write what has been decided and let go of the journal."""
        await self.recorder.close()


def _described(settings: HallSettings) -> Described | None:
    mobile, names = settings.mobile, settings.names
    if not mobile.address:
        return None
    asked = mobile.rules, mobile.dimensions, settings.forms
    return describe(names.name, names.name_english, settings.plan, *asked)
