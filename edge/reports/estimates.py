"""Measuring estimates: what visitors were told about their wait, against how long it was."""

from dataclasses import dataclass

from edge.domain import facts as f
from edge.reports.figures import Figures, Score
from edge.reports.timeline import Span, Timeline

_LATE_MS = 5 * 60 * 1000
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Told:
    fact: f.EstimateTold
    moment: f.Moment


class Estimates:
    """Scores an estimate when its ticket is called.

    One whose ticket goes elsewhere first (sent back, transferred, given up) is not scored, and
    counted as such.
    """

    def __init__(self, timeline: Timeline, figures: Figures) -> None:
        self._timeline = timeline
        self._figures = figures
        self._told: dict[str, list[_Told]] = {}

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.EstimateTold():
                self._told.setdefault(fact.subject, []).append(_Told(fact, moment))
            case f.TicketCalled():
                for told in self._told.pop(fact.subject, ()):
                    self._score(told, self._timeline.between(told.moment, moment))
            case (
                f.TicketReturned()
                | f.TicketTransferred()
                | f.TicketCancelled()
                | f.TicketExpired()
                | f.TicketVoided()
            ):
                self._drop(fact.subject)

    def end_day(self) -> None:
        """Give up on those that nobody called."""
        for visit in list(self._told):
            self._drop(visit)

    def _drop(self, visit: str) -> None:
        for told in self._told.pop(visit, ()):
            self._of(told).unscored += 1

    def _of(self, told: _Told) -> Score:
        return self._figures.estimates[told.fact.where, told.fact.model]

    def _score(self, told: _Told, waited: Span) -> None:
        fact, score = told.fact, self._of(told)
        error_ms = waited.ms - fact.likely_s * 1000
        score.scored += 1
        score.error_ms += error_ms
        score.off.add(Span(abs(error_ms), waited.doubtful))
        score.late += error_ms > _LATE_MS
        score.above += waited.ms > fact.high_s * 1000
        score.within += fact.low_s * 1000 <= waited.ms <= fact.high_s * 1000
        score.width_s += fact.high_s - fact.low_s
        score.errors_min[error_ms // _MINUTE_MS] += 1
