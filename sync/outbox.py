"""The link's mind: what to do next, and what an answer, a silence or a failure changes. Pure.

Everything that decides what is sent when is in this file:

- GREET: say hello, as soon as the pause after a failure is over.
- AWAIT: headquarters has not answered yet; when it is overdue, pause and greet again.
- CHECK: compare headquarters' cursor and chain head with the journal. If headquarters knows more
  or other than the journal, the hall was restored, cloned or has diverged: it renews its epoch.
- SEND: batches in order from headquarters' cursor on, a few at a time. No progress, or a refusal:
  forget what is under way (go-back-N), pause, greet again. So there is one way back from any
  trouble, and headquarters' answer to the hello is always where sending begins. Where there has
  been nothing to send for long, headquarters is greeted too: it may have been restored meanwhile.

Nothing here is durable: what is known is asked of the hall and of headquarters again.
"""

from dataclasses import dataclass
from enum import Enum, auto

from sync.envelope import Ack, Welcome
from sync.pacing import Draw, Patience, Timing
from sync.window import Flight, Window


@dataclass(frozen=True, slots=True)
class Greet:
    """Read the journal's state and say hello with this number."""

    greeting: int


@dataclass(frozen=True, slots=True)
class Check:
    """Compare the journal's chain head at `upto` with headquarters' `head`."""

    upto: int
    head: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send the facts behind `after`."""

    after: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """Tell the hall that headquarters holds everything up to `upto`, with its chain head."""

    upto: int
    head: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do before `until_s` or the next news, whichever comes first."""

    until_s: float | None


Step = Greet | Check | Send | Confirm | Rest


class Phase(Enum):
    """Where the conversation stands."""

    GREET = auto()
    AWAIT = auto()
    CHECK = auto()
    SEND = auto()


class Outbox:
    """One link's sending side. `confirm_every_s` is the least time between two `Confirm` steps."""

    def __init__(self, timing: Timing, draw: Draw, confirm_every_s: float = 2.0) -> None:
        self.phase = Phase.GREET
        self.epoch = ""
        self.newest = 0
        self.window = Window()
        self.patience = Patience(timing, draw)
        self._greeting = 0
        self._heard_s = 0.0
        self._timing = timing
        self._check = Check(0, "")
        self._confirm_every_s = confirm_every_s
        self._confirmation = _Confirmation(confirm_every_s)

    def next_step(self, now_s: float) -> Step:
        """Return what to do now. Asking twice changes nothing that the first time did not."""
        if self._overdue(now_s):
            self.failed(now_s)
        if self.phase is Phase.GREET:
            pause_s = self.patience.not_before_s
            return Rest(pause_s) if now_s < pause_s else Greet(self._greeting + 1)
        if self.phase is Phase.AWAIT:
            return Rest(self.patience.overdue_at_s)
        if self.phase is Phase.CHECK:
            return self._check
        return self._next_while_sending(now_s)

    def _next_while_sending(self, now_s: float) -> Step:
        confirmation = self._confirmation
        if confirmation.step is not None and now_s >= confirmation.not_before_s:
            return confirmation.step
        if self.window.open and self.window.sent < self.newest:
            return Send(self.window.sent)
        if self.window.flights:
            alarm_s = self.patience.overdue_at_s
        else:
            alarm_s = self._heard_s + self._timing.greet_again_s
            if now_s >= alarm_s:
                return Greet(self._greeting + 1)
        if confirmation.step is not None:
            alarm_s = min(alarm_s, confirmation.not_before_s)
        return Rest(alarm_s)

    def _overdue(self, now_s: float) -> bool:
        waiting = self.phase is Phase.AWAIT or (self.phase is Phase.SEND and self.window.flights)
        return bool(waiting) and now_s >= self.patience.overdue_at_s

    @property
    def is_sending(self) -> bool:
        """Whether hall and headquarters agree on the journal."""
        return self.phase is Phase.SEND

    def still_wants(self, step: Send) -> bool:
        """Return whether `step` is what to do, after a while in which anything was heard."""
        return self.phase is Phase.SEND and self.window.sent == step.after

    # --- what has been done -------------------------------------------------------------------

    def greeted(self, epoch: str, newest: int, told: int, now_s: float) -> None:
        """Note that hello was said for the journal `epoch`.

        It holds facts up to `newest`, and has been told that they have arrived up to `told`.
        """
        self._greeting += 1
        self.epoch, self.newest = epoch, newest
        self._confirmation = _Confirmation(self._confirm_every_s, told)
        self.phase = Phase.AWAIT
        self.patience.wait_from(now_s)

    def checked(self) -> None:
        """Note that the journal agrees with headquarters."""
        self.phase = Phase.SEND
        self._confirmation.ask(self._check.upto, self._check.head)
        if self._check.upto >= self.newest:
            self.patience.failures = 0

    def sent(self, flight: Flight) -> None:
        """Note that a batch has gone."""
        if not self.window.flights:
            self.patience.wait_from(flight.sent_s)
        self.window.launch(flight)

    def confirmed(self, step: Confirm, now_s: float) -> None:
        """Note that the hall has heard of `step`; there may be news since it was given out."""
        self._confirmation.done(step, now_s)

    def failed(self, now_s: float) -> None:
        """Pause and begin with a hello, because something went wrong, here or there."""
        self.patience.failed(now_s)
        self.window.rewind()
        self._confirmation.step = None
        self.phase = Phase.GREET

    # --- what has been heard ------------------------------------------------------------------

    def grown(self, newest: int, told: int | None = None) -> None:
        """Note that the journal holds facts up to `newest`.

        `told` is how far it has been told that they have arrived: a controller that was killed
        may know less of that than before.
        """
        self.newest = max(self.newest, newest)
        if told is not None and self.phase is Phase.SEND:
            self._confirmation.begin_from(told)

    def hear_welcome(self, welcome: Welcome, now_s: float) -> None:
        """Take headquarters' answer to a hello. Late answers to earlier ones change nothing."""
        if self.phase is not Phase.AWAIT or welcome.greeting != self._greeting:
            return
        if welcome.epoch != self.epoch:
            return
        self._heard_s = now_s
        self.patience.measured(now_s - self.patience.waiting_since_s)
        self.window.restart(welcome.upto, welcome.credit)
        self._check = Check(welcome.upto, welcome.head)
        self.phase = Phase.CHECK

    def hear_ack(self, ack: Ack, now_s: float) -> None:
        """Take headquarters' word on how far it is."""
        if ack.epoch != self.epoch or self.phase is Phase.CHECK:
            return
        self._heard_s = now_s
        if self.phase is not Phase.SEND:
            self._encouraged(ack, now_s)
        elif ack.refused is not None or ack.upto > self.newest:
            self.failed(now_s)
        elif ack.upto < self.window.acked and not self.window.flights:
            self.phase = Phase.GREET  # an old word, or a headquarters restored from a backup: ask
        else:
            self._advance(ack, now_s)

    def _encouraged(self, ack: Ack, now_s: float) -> None:
        if ack.refused is None and self.patience.failures:
            self.patience.encouraged(now_s)
            self.phase = Phase.GREET

    def _advance(self, ack: Ack, now_s: float) -> None:
        before = self.window.acked
        through = self.window.arrived(ack.upto)
        if through:
            self.patience.measured(now_s - through[-1].sent_s)
        if self.window.acked > before:
            self.patience.progressed(now_s)
        self._confirmation.ask(ack.upto, ack.head)
        if ack.resume is not None:
            self.window.resume(ack.resume)


class _Confirmation:
    """The acknowledgement that the hall has still to hear: always the newest, not too often."""

    def __init__(self, every_s: float, told: int = 0) -> None:
        self.step: Confirm | None = None
        self.not_before_s = 0.0
        self._newest = Confirm(0, "")
        self._told = told
        self._every_s = every_s

    def ask(self, upto: int, head: str) -> None:
        if upto > self._newest.upto:
            self._newest = Confirm(upto, head)
        self._choose()

    def begin_from(self, told: int) -> None:
        self._told = told
        self._choose()

    def done(self, step: Confirm, now_s: float) -> None:
        self._told = max(self._told, step.upto)
        self._choose()
        self.not_before_s = now_s + self._every_s

    def _choose(self) -> None:
        self.step = self._newest if self._newest.upto > self._told else None
