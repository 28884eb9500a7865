"""The terminal application: workers ask the hall and post messages, handlers move the desk."""

import asyncio
from dataclasses import replace

from textual import work
from textual.app import App

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.staff import desk as rules
from edge.staff import messages, words
from edge.staff.actions import Action, HeldKeys
from edge.staff.deliver import acknowledge, deliver
from edge.staff.desk import Desk, Said, Tone
from edge.staff.follow import Follower
from edge.staff.patience import Patience
from edge.staff.ports import Ports
from edge.staff.press import Outcome, Press, Refused
from edge.staff.screens.base import HallScreen
from edge.staff.screens.choose import ChooseScreen
from edge.staff.screens.faults import FaultsScreen
from edge.staff.screens.sign_in import SignInScreen
from edge.staff.screens.work import WorkScreen
from edge.staff.theme import THEME


class StaffApp(App[None]):
    """One clerk's terminal at one controller."""

    CSS_PATH = "staff.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, client: HallClient, patience: Patience | None = None, ports: Ports | None = None
    ) -> None:
        super().__init__()
        self.desk = Desk()
        self._client = client
        self._patience = patience or Patience()
        self._ports = ports or Ports()
        self._held = HeldKeys()
        self._follower = Follower(client, self.post_message, self._patience, self._ports.wall_ms)

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        await self.push_screen(SignInScreen())
        self.set_interval(1.0, self._tick)

    # --- the clerk ---

    def on_sign_in_asked(self, asked: messages.SignInAsked) -> None:
        self._sign_in(asked.sign_in)

    async def on_counter_chosen(self, chosen: messages.CounterChosen) -> None:
        await self._move(replace(self.desk, counter_id=chosen.counter))
        if not self.desk.mine:
            await self._ask(Action.OPEN)

    async def on_action_asked(self, asked: messages.ActionAsked) -> None:
        if self._held.is_new(asked.action, self._ports.mono_s()) and self._can_be_seen():
            await self._ask(asked.action)

    async def on_question_answered(self, answer: messages.QuestionAnswered) -> None:
        confirmed = answer.confirmed and self._can_be_seen()
        await self._move(rules.confirm(self.desk) if confirmed else rules.cancel(self.desk))

    def on_acknowledge_asked(self, asked: messages.AcknowledgeAsked) -> None:
        body = shapes.Acknowledgement(device=asked.device, unit=asked.unit, note=asked.note, by="")
        self._acknowledge(body, self._ports.new_key())

    async def on_sign_out_asked(self) -> None:
        reason = rules.why_not_leave(self.desk)
        if reason is None:
            self._sign_out()
        else:
            await self._move(replace(self.desk, said=Said(reason, Tone.WARNING)))

    # --- the hall ---

    async def on_signed_in(self, signed: messages.SignedIn) -> None:
        self._follow()
        await self._move(Desk(staff=signed.session.staff))

    def on_sign_in_failed(self, failed: messages.SignInFailed) -> None:
        if isinstance(self._front, SignInScreen):
            self._front.show_failure(failed.reason)

    async def on_session_ended(self, ended: messages.SessionEnded) -> None:
        self.workers.cancel_all()
        self.desk = Desk()
        await self.switch_screen(SignInScreen(ended.reason))

    async def on_hall_seen(self, seen: messages.HallSeen) -> None:
        if self.desk.staff:
            await self._move(rules.seen(self.desk, seen.hall, live=seen.live))

    async def on_hall_lost(self) -> None:
        after = rules.lost(self.desk)
        if self.desk.staff and after != self.desk:
            await self._move(after)

    async def on_press_answered(self, answer: messages.PressAnswered) -> None:
        if not self._session_ended(answer.outcome):
            await self._move(rules.answered(self.desk, answer.press, answer.outcome))

    def on_acknowledge_answered(self, answer: messages.AcknowledgeAnswered) -> None:
        if not self._session_ended(answer.outcome) and isinstance(self._front, FaultsScreen):
            self._front.show_noted(rules.noted(answer.outcome))

    def _session_ended(self, outcome: Outcome) -> bool:
        ended = isinstance(outcome, Refused) and outcome.code == "session_required"
        if ended:
            self.post_message(messages.SessionEnded(words.REFUSALS["session_required"]))
        return ended

    # --- workers ---

    @work(exclusive=True, group="session")
    async def _sign_in(self, sign_in: shapes.SignIn) -> None:
        self.post_message(await self._session(sign_in))

    async def _session(self, sign_in: shapes.SignIn) -> messages.SignedIn | messages.SignInFailed:
        try:
            async with asyncio.timeout(self._patience.answer_timeout_s):
                session = await self._client.sign_in(sign_in.staff, sign_in.pin)
        except TimeoutError:
            return messages.SignInFailed(words.REFUSALS["hall_unreachable"])
        except HallError as error:
            return messages.SignInFailed(words.refusal(error.code, str(error)))
        return messages.SignedIn(session)

    @work(exclusive=True, group="session")
    async def _sign_out(self) -> None:
        try:
            async with asyncio.timeout(self._patience.answer_timeout_s):
                await self._client.sign_out()
        except (HallError, TimeoutError):
            self._client.token = ""  # the hall lets the session run out by itself
        self.post_message(messages.SessionEnded(words.SIGNED_OUT))

    @work(exclusive=True, group="follow")
    async def _follow(self) -> None:
        await self._follower.run()

    @work(group="press")
    async def _deliver(self, press: Press) -> None:
        outcome = await deliver(self._client, press, self._patience)
        await self._follower.look_until_seen()
        self.post_message(messages.PressAnswered(press, outcome))

    @work(group="acknowledge")
    async def _acknowledge(self, body: shapes.Acknowledgement, key: str) -> None:
        outcome = await acknowledge(self._client, body, key, self._patience)
        self.post_message(messages.AcknowledgeAnswered(outcome))

    # --- the desk and its screen ---

    async def _ask(self, action: Action) -> None:
        await self._move(rules.take(self.desk, action, self._ports.new_key()))

    async def _move(self, desk: Desk) -> None:
        new_press = desk.press if desk.press is not self.desk.press else None
        self.desk = desk
        wanted = WorkScreen if desk.mine else ChooseScreen
        if self._front is not None and not isinstance(self._front, wanted):
            await self.switch_screen(wanted())
        if self._front is not None:
            self._front.show_desk(desk, self._now_ms())
        if new_press is not None:
            self._deliver(new_press)

    def _tick(self) -> None:
        if isinstance(self._front, WorkScreen):
            self._front.show_ticket(self.desk, self._now_ms())

    def _now_ms(self) -> int:
        return self._ports.wall_ms() + self._follower.skew_ms

    @property
    def _front(self) -> HallScreen | None:
        # While the terminal closes it has no screen, or one whose widgets are gone.
        screen = self.screen if self.is_running else None
        return screen if isinstance(screen, HallScreen) else None

    def _can_be_seen(self) -> bool:
        return self._front is not None and not self._front.is_too_small
