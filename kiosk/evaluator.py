"""One touch evaluator: holds its rating, has it recorded, and keeps its page current."""

from kiosk import rating as r
from kiosk.alarm import Alarm
from kiosk.audience import Audience
from kiosk.hall_feed import HallView
from kiosk.help_here import side_of
from kiosk.helping import Helping
from kiosk.scene import HelpStanding
from kiosk.tools import State, Tools
from kiosk.working import Works


class Evaluator:
    """The evaluator at one counter. `state()` is the whole of what its browser must know.

    Nothing in it tells who the visitor is: neither name, nor ticket, nor visit.
    """

    def __init__(self, counter: str, tools: Tools) -> None:
        self.counter = counter
        self.audience: Audience[State] = Audience()
        self._tools = tools
        self._rating = r.Rating(tools.new_id())
        self._view = HallView()
        self._version = 0
        self._shown = ""
        self._alarm = Alarm()
        self._works = Works(f"evaluator {counter}")
        self._help = Helping(side_of(counter), tools.errands, self._works, self._help_changed)
        self._standing = HelpStanding()
        self._patience = Alarm()

    # --- what happens to it ---

    def touched(self, question: str, grade: int) -> None:
        """Take the visitor's grade, if that question is still on the glass."""
        self._handle(r.FaceTouched(question, grade))

    def help_wanted(self) -> None:
        """Have somebody come to the visitor here; nobody waits for them for ever."""
        self._help.call(self._tools.new_id(), self._rating.stage)
        self._patience.set(self._tools.config.help_patience_s, self._help.end)

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now. Whoever is served next has called nobody."""
        before, counter = self._view.counter(self.counter), view.counter(self.counter)
        self._view = view
        if before and counter and counter.visit not in ("", before.visit):
            self._help.end()
        self._help.hall_changed(view)
        if counter is None:
            self._handle(r.HallLost())
        else:
            self._handle(r.HallTells(counter.to_rate, counter.to_rate_left_ms / 1000))

    async def close(self) -> None:
        """Drop the question and everything under way."""
        self.audience.close()
        self._alarm.stop()
        self._patience.stop()
        await self._works.close()

    def _help_changed(self, standing: HelpStanding) -> None:
        self._standing = standing
        if self._render() != self._shown:
            self._show()

    def _handle(self, event: r.Event) -> None:
        before = self._rating
        self._rating, effects = r.step(before, event, self._tools.new_id())
        for effect in effects:
            self._carry_out(effect)
        if self._rating.question != before.question or self._render() != self._shown:
            self._show()

    # --- what it shows ---

    def state(self) -> State:
        """Return what the browser shows."""
        return {
            "run": self._tools.run,
            "version": self._version,
            "question": self._rating.question,
            "stage": self._rating.stage,
            "html": self._shown or self._render(),
            "revision": self._tools.pages.revision,
        }

    def _show(self) -> None:
        self._version += 1
        self._shown = self._render()
        self.audience.publish(self.state())

    def _render(self) -> str:
        counter = self._view.counter(self.counter)
        pages = self._tools.pages
        part = pages.evaluator_part(self._rating, counter, self._view)
        if counter is None or not self._tools.config.help_calls:
            return part
        return part + pages.part("evaluator_help.html", "", help=self._standing)

    # --- what it does ---

    def _carry_out(self, effect: r.Effect) -> None:
        match effect:
            case r.StartTimer(question, after_s):
                over = r.TimeOver(question)
                self._alarm.set(after_s, lambda: self._handle(over))
            case r.StopTimer():
                self._alarm.stop()
            case r.SendRating():
                refused = r.RatingRefused(effect.question)
                self._works.start(self._send(effect), lambda: self._handle(refused))

    async def _send(self, rated: r.SendRating) -> None:
        kept = await self._tools.errands.rate(rated.visit, rated.grade)
        outcome = r.RatingKept if kept else r.RatingRefused
        self._handle(outcome(rated.question))
