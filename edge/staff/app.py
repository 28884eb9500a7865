"""The terminal application: workers ask the hall and post messages, handlers move the desk."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from textual import events, work
from textual.app import SystemCommand
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.staff import commands, messages, words
from edge.staff import desk as rules
from edge.staff.actions import Action, HeldKeys
from edge.staff.deliver import acknowledge, deliver
from edge.staff.desk import Desk, Said, Tone
from edge.staff.follow import Follower
from edge.staff.hands import take_key
from edge.staff.keypad import Keypad, KeypadLostError
from edge.staff.options import StaffOptions
from edge.staff.pages import Page
from edge.staff.patience import Patience
from edge.staff.ports import Ports
from edge.staff.press import Outcome, Press, Refused
from edge.staff.sayings import VISIT_CHANGED
from edge.staff.screens.faults import FaultsScreen
from edge.staff.screens.lock import LockScreen
from edge.staff.screens.sign_in import SignInScreen
from edge.staff.stack import StackApp
from edge.staff.theme import THEME
from edge.staff.words import Language, Words


class StaffApp(StackApp):
    """One clerk's terminal at one controller."""

    def __init__(
        self,
        client: HallClient,
        patience: Patience | None = None,
        ports: Ports | None = None,
        options: StaffOptions | None = None,
    ) -> None:
        super().__init__(options or StaffOptions())
        self.desk = Desk(language=self.options.language)
        self._clerk = ""
        self._client = client
        self._patience = patience or Patience()
        self._ports = ports or Ports()
        self._held = HeldKeys()
        self._touched_s = self._ports.idle_s()
        self._hiding: Timer | None = None
        self._follower = Follower(client, self.post_message, self._patience, self._ports.wall_ms)

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        await self.show_sign_in()
        self.set_interval(1.0, self._tick)
        if self.options.keypad is not None:
            self._listen(self.options.keypad)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, events.InputEvent):
            self._touched_s = self._ports.idle_s()
        await super().on_event(event)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the palette lists."""
        visit = self.desk.counter.visit if self.desk.counter else ""
        ask = lambda action: self.post_message(messages.ActionAsked(action, visit))  # noqa: E731
        listed = [
            *(commands.of_keys(self.desk, ask) if self.desk.mine else ()),
            *commands.of_pages(self.desk, self.options.pages, self._open_page),
            *commands.of_terminal(self.post_message, self.exit),
        ]
        return [SystemCommand(each.name, each.help, each.run) for each in listed]

    # --- the clerk ---

    def on_sign_in_asked(self, asked: messages.SignInAsked) -> None:
        self._sign_in(asked.sign_in)

    async def on_counter_chosen(self, chosen: messages.CounterChosen) -> None:
        self._follower.counter = chosen.counter
        await self._move(replace(self.desk, counter_id=chosen.counter))
        if self.desk.mine:
            self._look()
        else:
            await self._ask(Action.OPEN)

    async def on_action_asked(self, asked: messages.ActionAsked) -> None:
        if not (self._held.is_new(asked.action, self._ports.mono_s()) and self._can_be_seen()):
            return
        now = self.desk.counter.visit if self.desk.counter else ""
        if asked.visit is not None and asked.visit != now:
            await self._say(VISIT_CHANGED, Tone.WARNING)
        else:
            await self._ask(asked.action)

    async def on_question_answered(self, answer: messages.QuestionAnswered) -> None:
        confirmed = answer.confirmed and self._can_be_seen()
        await self._move(rules.confirm(self.desk) if confirmed else rules.cancel(self.desk))

    async def on_step_answered(self, answer: messages.StepAnswered) -> None:
        if self.desk.asking is not None and self.desk.asking.step.name == answer.step:
            await self._move(rules.answer(self.desk, answer.value, self._ports.new_key()))

    async def on_step_taken_back(self) -> None:
        await self._move(rules.step_back(self.desk))

    async def on_step_left(self) -> None:
        await self._move(rules.leave(self.desk))

    async def on_notes_left(self) -> None:
        await self._move(rules.hide(self.desk))

    async def on_form_action_asked(self, asked: messages.FormActionAsked) -> None:
        key = self._ports.new_key()
        await self._move(rules.take_with_form(self.desk, asked.action, key))

    def on_acknowledge_asked(self, asked: messages.AcknowledgeAsked) -> None:
        body = shapes.Acknowledgement(device=asked.device, unit=asked.unit, note=asked.note, by="")
        self._acknowledge(body, self._ports.new_key())

    async def on_copy_asked(self) -> None:
        account = self.desk.visitor.account if self.desk.visitor else ""
        copied = account or (self.desk.counter.ticket if self.desk.counter else "")
        if not copied:
            await self._say(words.NOTHING_TO_COPY, Tone.WARNING)
            return
        self.copy_to_clipboard(copied)
        await self._say(words.COPIED.about(ticket=copied), Tone.DONE)

    async def on_language_asked(self) -> None:
        other: Language = "en" if self.desk.language == "zh" else "zh"
        await self._move(replace(self.desk, language=other))

    def on_faults_asked(self) -> None:
        if isinstance(self.screen, FaultsScreen):
            self.screen.action_faults()

    async def on_lock_asked(self) -> None:
        await self._lock(words.LOCKED)

    def on_unlock_asked(self, asked: messages.UnlockAsked) -> None:
        self._unlock(shapes.SignIn(staff=self.desk.staff, pin=asked.pin))

    async def on_sign_out_asked(self, asked: messages.SignOutAsked) -> None:
        reason = None if asked.anyway else rules.why_not_leave(self.desk)
        if reason is None:
            self._sign_out()
        else:
            await self._say(reason, Tone.WARNING)

    async def on_keypad_pressed(self, pressed: messages.KeypadPressed) -> None:
        self._touched_s = self._ports.idle_s()
        if self.desk.mine and not self.is_locked:
            take_key(self, pressed.key, question=self.desk.question is not None)

    async def on_keypad_lost(self) -> None:
        await self._say(words.NUMPAD_LOST, Tone.ALARM)

    # --- the hall ---

    async def on_signed_in(self, signed: messages.SignedIn) -> None:
        session = signed.session
        self._clerk = session.name
        self._follower.staff, self._follower.counter = session.staff, ""
        self._follow()
        rights = frozenset(session.rights)
        await self._move(Desk(session.staff, rights=rights, language=self.desk.language))

    async def on_unlocked(self, unlocked: messages.Unlocked) -> None:
        await self.take_lock_away()
        if not self._is_followed():
            self._follow()
        rights = frozenset(unlocked.session.rights)
        await self._move(replace(self.desk, rights=rights))

    def on_sign_in_failed(self, failed: messages.SignInFailed) -> None:
        if isinstance(self.screen, SignInScreen | LockScreen):
            self.screen.show_failure(failed.reason)

    async def on_signed_out(self) -> None:
        self.workers.cancel_group(self, "follow")
        self.desk = Desk(language=self.desk.language)
        await self.show_sign_in(words.SIGNED_OUT)

    async def on_session_ended(self, ended: messages.SessionEnded) -> None:
        # The work stays where it was, and goes on with the PIN: the true state is seen first.
        self.workers.cancel_group(self, "follow")
        if self.desk.staff:
            self.desk = replace(rules.lost(self.desk), press=None)
            await self._lock(ended.reason)

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
            if self.desk.revealed is not None:
                self._hide_later()

    def on_acknowledge_answered(self, answer: messages.AcknowledgeAnswered) -> None:
        if not self._session_ended(answer.outcome) and isinstance(self.front, FaultsScreen):
            self.front.show_noted(rules.noted(answer.outcome))

    def _session_ended(self, outcome: Outcome) -> bool:
        ended = isinstance(outcome, Refused) and outcome.code == "session_required"
        if ended:
            self.post_message(messages.SessionEnded(words.REFUSALS["session_required"]))
        return ended

    # --- workers ---

    @work(exclusive=True, group="session")
    async def _sign_in(self, sign_in: shapes.SignIn) -> None:
        self.post_message(await self._session(sign_in, messages.SignedIn))

    @work(exclusive=True, group="session")
    async def _unlock(self, sign_in: shapes.SignIn) -> None:
        self.post_message(await self._session(sign_in, messages.Unlocked))

    async def _session(
        self, sign_in: shapes.SignIn, begun: type[messages.SignedIn | messages.Unlocked]
    ) -> Message:
        try:
            async with asyncio.timeout(self._patience.answer_timeout_s):
                return begun(await self._client.sign_in(sign_in.staff, sign_in.pin))
        except TimeoutError:
            return messages.SignInFailed(words.REFUSALS["hall_unreachable"])
        except HallError as error:
            return messages.SignInFailed(words.refusal(error.code, str(error)))

    @work(exclusive=True, group="session")
    async def _sign_out(self) -> None:
        try:
            async with asyncio.timeout(self._patience.answer_timeout_s):
                await self._client.sign_out()
        except (HallError, TimeoutError):
            self._client.token = ""  # the hall lets the session run out by itself
        self.post_message(messages.SignedOut())

    @work(exclusive=True, group="follow")
    async def _follow(self) -> None:
        await self._follower.run()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        await self._follower.look_until_seen()

    @work(group="press")
    async def _deliver(self, press: Press) -> None:
        outcome = await deliver(self._client, press, self._patience)
        await self._follower.look_until_seen()
        self.post_message(messages.PressAnswered(press, outcome))

    @work(group="acknowledge")
    async def _acknowledge(self, body: shapes.Acknowledgement, key: str) -> None:
        outcome = await acknowledge(self._client, body, key, self._patience)
        self.post_message(messages.AcknowledgeAnswered(outcome))

    @work(group="keypad")
    async def _listen(self, keypad: Keypad) -> None:
        try:
            async for key in keypad.presses():
                self.post_message(messages.KeypadPressed(key))
        except KeypadLostError:
            self.post_message(messages.KeypadLost())

    # --- the desk and its screen ---

    async def _ask(self, action: Action) -> None:
        await self._move(rules.take(self.desk, action, self._ports.new_key()))

    async def _say(self, text: Words, tone: Tone) -> None:
        await self._move(replace(self.desk, said=Said(text, tone)))

    async def _move(self, desk: Desk) -> None:
        new_press = desk.press if desk.press is not self.desk.press else None
        self.desk = desk
        await self.show_desk(desk, self._now_ms())
        if new_press is not None:
            self._deliver(new_press)

    async def _lock(self, reason: Words) -> None:
        if self.desk.staff:
            await self._move(rules.hide(rules.leave(rules.cancel(self.desk))))
            await self.show_lock(self.desk, self._clerk, reason)

    def _open_page(self, page: Page) -> None:
        self.push_screen(page.screen(self._client))

    async def _tick(self) -> None:
        after_s = self.options.lock_after_min * 60
        idle_s = self._ports.idle_s() - self._touched_s
        if after_s and idle_s >= after_s and self.desk.staff and not self.is_locked:
            await self._lock(words.LOCKED)
        if self.front is not None:
            self.front.show_ticket(self.desk, self._now_ms())

    def _hide_later(self) -> None:
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = self.set_timer(self.options.reveal_for_s, self._mask)

    async def _mask(self) -> None:
        await self._move(replace(self.desk, revealed=None))

    def _now_ms(self) -> int:
        return self._ports.wall_ms() + self._follower.skew_ms

    def _is_followed(self) -> bool:
        return any(worker.group == "follow" and worker.is_running for worker in self.workers)

    def _can_be_seen(self) -> bool:
        front = self.front
        return front is not None and not front.is_too_small and not self.is_locked
