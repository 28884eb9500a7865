"""Which rules choose the next ticket: those of the configuration, or a supervisor's for today."""

import logging
from collections.abc import Sequence

from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.queue import Asker
from edge.domain.refusals import BadRulesError
from edge.domain.rules import Choice, Mistake, Rules, RulesError, chooser_for, read_rules
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

log = logging.getLogger(__name__)

CONFIGURATION = "configuration"


class Ruling:
    """Chooses by the rules in force, and puts others in force without losing anybody."""

    def __init__(self, recorder: Recorder, plan: Plan, configured: Rules) -> None:
        self._recorder = recorder
        self._plan = plan
        self._configured = configured
        self._read = configured

    @property
    def configured_text(self) -> str:
        """What a new day begins with."""
        return self._configured.text

    def rules(self, state: HallState) -> Rules:
        """Return the rules in force in `state`."""
        if state.rules == self._configured.text:
            return self._configured
        if state.rules != self._read.text:
            self._read = self._reread(state.rules)
        return self._read

    def choose(self, state: HallState, asker: Asker) -> Choice | None:
        """Return whom `asker` is to call next, None when there is nobody."""
        now, minute = self.now()
        return chooser_for(self.rules(state), asker).choose(state.queue, state.turns, now, minute)

    def precalls(self, state: HallState, asker: Asker) -> bool:
        """Whether the next visitor is to come near while `asker` still serves another."""
        return chooser_for(self.rules(state), asker).precalls(state.queue, *self.now())

    async def adopt_configured(self) -> None:
        """Put the configuration's rules in force, unless somebody has set others for today."""
        state = self._recorder.require_service()
        if state.rules_by in ("", CONFIGURATION) and state.rules != self._configured.text:
            changed = f.RulesChanged("hall", self._configured.text, CONFIGURATION)
            await self._recorder.record(changed)

    async def change(self, text: str, staff: str, request: Request | None = None) -> Answer:
        """Choose by `text` from now on, until the day ends. Raises `BadRulesError`."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        try:
            rules = read_rules(text, "rules", self._plan)
        except RulesError as error:
            raise BadRulesError(str(error), "text") from None
        state = self._recorder.require_service()
        changes = [] if rules.text == state.rules else [f.RulesChanged("hall", rules.text, staff)]
        return await self._recorder.answer(changes, self.answer, request)

    def mistakes(self, text: str) -> Sequence[Mistake]:
        """Return what is wrong with `text`; nothing takes effect."""
        try:
            read_rules(text, "rules", self._plan)
        except RulesError as error:
            return error.mistakes
        return ()

    def answer(self, state: HallState) -> Answer:
        """Answer with the rules in force."""
        return Answer(200, {"text": state.rules, "by": state.rules_by or CONFIGURATION})

    def now(self) -> tuple[int, int]:
        """Return what rules ask the clock for: wall ms, and the minute of the hall's day."""
        local = self._recorder.clock.local()
        return self._recorder.clock.moment().at, local.hour * 60 + local.minute

    def _reread(self, text: str) -> Rules:
        try:
            return read_rules(text, "rules in the journal", self._plan)
        except RulesError as error:
            # The plan has changed since: what the rules name is not there any more.
            log.error("the configured rules are used: %s", error)
            return self._configured
