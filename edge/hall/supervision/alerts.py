"""Use cases of alerts: raised and ended by the clock, accepted by whoever sees to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.alerts import AlertLimits, Recent, conditions, raised_and_ended
from edge.domain.now import AlertNow
from edge.domain.plan import Plan
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.ruling import Ruling
from edge.hall.supervision.once import once
from edge.hall.supervision.refusals import UnknownAlertError


class Alerts:
    """Looks around at each tick."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        ruling: Ruling,
        limits: AlertLimits,
        pauses_min: Mapping[str, int],
        recent: Recent,
    ) -> None:
        """Watch the hall by `limits`; `pauses_min` says how long each kind of pause may take."""
        self._recorder = recorder
        self._plan = plan
        self._ruling = ruling
        self._limits = limits
        self._pauses_min = pauses_min
        self._recent = recent

    async def tick(self) -> None:
        """Raise what is so by now, and end what is so no more."""
        state, (now, minute) = self._recorder.require_service(), self._ruling.now()
        found = conditions(
            state,
            self._plan,
            self._ruling.rules(state),
            self._limits,
            self._pauses_min,
            self._recent,
            now,
            minute,
        )
        facts = raised_and_ended(state, found, self._limits, now)
        if facts:
            await self._recorder.record(*facts)

    async def accept(self, alert: str, by: str, request: Request | None = None) -> Answer:
        """Note that `by` sees to it; somebody seeing to it already is fine.

        Raises `UnknownAlertError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            known = state.alerts.get(alert)
            if known is None:
                raise UnknownAlertError(f"no alert {alert!r} stands", "alert")
            return [] if known.accepted_by else [f.AlertAccepted(alert, by)]

        return await once(self._recorder, request, decide, lambda state: described(state, alert))

    def standing(self) -> list[dict[str, Any]]:
        """Return all alerts: the highest level first, of these the oldest."""
        state = self._recorder.committed
        alerts = sorted(state.alerts, key=lambda name: _urgency(state.alerts[name]))
        return [described(state, alert) for alert in alerts]


def _urgency(alert: AlertNow) -> tuple[int, int]:
    return -alert.level, alert.at


def described(state: HallState, alert: str) -> dict[str, Any]:
    """Describe an alert that stands."""
    known = state.alerts[alert]
    return {
        "alert": alert,
        "cause": known.cause,
        "about": known.about,
        "level": known.level,
        "value": known.value,
        "at": known.at,
        "raised_at": known.raised_at,
        "accepted_by": known.accepted_by,
    }
