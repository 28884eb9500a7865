"""Use cases of those who run the hall: what they tell, switch, plan, and are told themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.alerts import AlertLimits, Recent
from edge.domain.facts import Recorded
from edge.domain.pauses import USUAL_PAUSES, Pause
from edge.domain.plan import Plan
from edge.domain.reasons import USUAL_REASONS, Reason, Use
from edge.domain.so_far import SoFar
from edge.hall.recorder import Recorder
from edge.hall.ruling import Ruling
from edge.hall.supervision.alerts import Alerts
from edge.hall.supervision.diverting import Diverting
from edge.hall.supervision.help import Help
from edge.hall.supervision.live import Live
from edge.hall.supervision.messages import Messages
from edge.hall.supervision.notices import Notices
from edge.hall.supervision.planning import Planning
from edge.hall.supervision.refusals import UnknownReasonError
from edge.hall.supervision.screens import PairedScreens
from edge.hall.supervision.switching import Switching
from edge.hall.vault import Vault
from edge.ports import Ids


@dataclass(frozen=True)
class SupervisionSettings:
    """What the supervision is given of the configuration."""

    limits: AlertLimits = field(default_factory=AlertLimits)
    pauses: tuple[Pause, ...] = USUAL_PAUSES
    reasons: tuple[Reason, ...] = USUAL_REASONS


class Supervision:
    """All of it. `loaded` are the facts of the day that the journal had."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        ids: Ids,
        vault: Vault,
        ruling: Ruling,
        settings: SupervisionSettings,
        loaded: Sequence[Recorded],
    ) -> None:
        self.settings = settings
        recent = Recent(settings.limits)
        so_far = SoFar({service.id: service.target_wait_min for service in plan.services})
        for known in (recent, so_far):
            for recorded in loaded:
                known.take(recorded)
            recorder.subscribe(known.take)
        self.notices = Notices(recorder, ids)
        self.screens = PairedScreens(recorder)
        self.messages = Messages(recorder, plan, ids, vault)
        self.help = Help(recorder, plan)
        self.switching = Switching(recorder, plan)
        self.planning = Planning(recorder, plan)
        self.diverting = Diverting(recorder, plan)
        pauses_min = {pause.id: pause.minutes_max for pause in settings.pauses}
        self.alerts = Alerts(recorder, plan, ruling, settings.limits, pauses_min, recent)
        self.live = Live(recorder, plan, recent, so_far)

    async def tick(self) -> None:
        """Do what is due by the clock."""
        await self.notices.tick()
        await self.alerts.tick()

    def require_pause(self, reason: str) -> None:
        """Raise `UnknownReasonError` for what is no reason to leave a counter here."""
        known = [pause.id for pause in self.settings.pauses]
        if reason not in known:
            raise UnknownReasonError(
                f"{reason!r} is no reason to leave a counter", "reason", known=known
            )

    def require_reason(self, use: Use, given: str) -> None:
        """Raise `UnknownReasonError` for what this hall does not list for it; empty will do."""
        known = [reason.id for reason in self.settings.reasons if reason.use == use]
        if given and given not in known:
            where = "outcome" if use == "outcome" else "reason"
            raise UnknownReasonError(f"{given!r} is not listed for {use}", where, known=known)


__all__ = ["Supervision", "SupervisionSettings"]
