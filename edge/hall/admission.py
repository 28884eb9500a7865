"""Whether the hall may let anybody in: by power and disk, hours, quotas, and what can be done."""

import datetime as dt
from collections.abc import Sequence

from edge.domain.admission import AdmissionConfig, Standing, may_follow, may_take, quota_window
from edge.domain.asking import askers
from edge.domain.calendar import Calendar
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.refusals import PowerLowError, StorageLowError
from edge.domain.state import HallState
from edge.domain.visit import Leg
from edge.hall.recorder import Recorder
from edge.journal.reserve import Room


class Admission:
    """Says whether new visits may begin; whoever is in the hall already is served to the end."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        calendar: Calendar | None = None,
        config: AdmissionConfig | None = None,
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._calendar = calendar or Calendar()
        self._config = config or AdmissionConfig()
        self.room = Room.OK

    def require(self) -> None:
        """Raise `StorageLowError` or `PowerLowError` where no new visit may begin."""
        if self.room is not Room.OK:
            raise StorageLowError("the disk is nearly full: no new visits for now")
        if self._recorder.require_service().mains == "low":
            raise PowerLowError("the power is out and the battery nearly empty: no new visits")

    def require_for(self, service: str, *, then: Sequence[str] = (), booked: bool = False) -> None:
        """Raise what stands against another ticket for `service`, and for those that follow it.

        All are leaves of the plan. Whoever has `booked` needs no place among the others.
        """
        self.require()
        state, local = self._recorder.require_service(), self._recorder.clock.local()
        standing = self._standing(state, service, local, booked)
        refusal = may_take(self._plan, self._calendar, self._config, service, standing, local)
        for each in then:
            # Rather no ticket than to strand somebody half way.
            refusal = refusal or may_follow(self._plan, self._calendar, each, standing, local)
        if refusal is not None:
            raise refusal

    def _standing(
        self, state: HallState, service: str, local: dt.datetime, booked: bool
    ) -> Standing:
        serving = [asker for asker in askers(state, self._plan) if service in asker.services]
        services = {each for asker in serving for each in asker.services}
        return Standing(
            number=state.numbers.get(service, 0),
            in_window=self._in_window(state, service, local),
            doors=state.doors,
            switched=state.services,
            work_min=sum(
                self._plan.by_id[each].expected_min * state.queue.count([each]) for each in services
            ),
            counters=len(serving),
            booked=booked,
        )

    def _in_window(self, state: HallState, service: str, local: dt.datetime) -> int:
        window = quota_window(self._plan, self._calendar, service, local)
        if window is None:
            return 0
        begins = int(window.begins.timestamp() * 1000)
        return sum(_took(visit.legs[0], service, begins) for visit in state.tickets())


def _took(leg: Leg, service: str, since: int) -> bool:
    """Whether a ticket was one of those that a quota counts: had by somebody without a booking."""
    return (
        leg.service == service
        and leg.reserved_at >= since
        and leg.state is not LegState.VOIDED
        and not leg.appointment
    )
