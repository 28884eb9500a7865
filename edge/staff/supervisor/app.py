"""The application: workers ask the hall and post messages, handlers move the board."""

from dataclasses import replace

from textual import work
from textual.app import App

from edge.staff.patience import Patience
from edge.staff.ports import Ports
from edge.staff.supervisor import asking, board, messages, words
from edge.staff.supervisor.asking import Answers, Ask, Confirm, Question
from edge.staff.supervisor.board import AUDITOR, Board, Me, Said, Tone
from edge.staff.supervisor.follow import LOOKS_APART_S, Follower
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.supervisor.looking import Looking
from edge.staff.supervisor.outcome import Order, Outcome, deliver
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.screens.dialogues import Dialogue, TellScreen, screen_for
from edge.staff.supervisor.screens.live import LiveScreen
from edge.staff.supervisor.screens.report import ReportScreen
from edge.staff.supervisor.screens.rules import RulesScreen
from edge.staff.supervisor.screens.sign_in import SignInScreen
from edge.staff.supervisor.screens.tickets import TicketsScreen
from edge.staff.supervisor.signing import sign_in, sign_out
from edge.staff.theme import THEME
from edge.staff.words import Words

# What no fact tells: who has waited past a target since.
_LOOK_AGAIN_S = 30.0


class SupervisorApp(App[None]):
    """One supervisor's, or one auditor's, terminal at one controller."""

    CSS_PATH = "supervisor.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        client: SupervisorClient,
        patience: Patience | None = None,
        ports: Ports | None = None,
        looks_apart_s: float = LOOKS_APART_S,
    ) -> None:
        """Work at `client`; two looks at a busy hall are at least `looks_apart_s` apart."""
        super().__init__()
        self.board = Board()
        self._client = client
        self._patience = patience or Patience()
        self._ports = ports or Ports()
        self._looking = Looking(client, self._patience)
        self._follower = Follower(
            client, self.post_message, self._patience, self._ports.mono_s, looks_apart_s
        )

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        await self.push_screen(SignInScreen(self.board))
        self.set_interval(1.0, self._draw)
        self.set_interval(_LOOK_AGAIN_S, self._look_again)

    # --- whoever sits here ---

    def on_sign_in_asked(self, asked: messages.SignInAsked) -> None:
        self._sign_in(asked)

    def on_sign_out_asked(self) -> None:
        if not self.board.busy:  # a letter of an answer, typed before its question was there
            self._sign_out()

    def on_language_asked(self) -> None:
        self._move(replace(self.board, language=self.board.language.other))

    def on_action_asked(self, asked: messages.ActionAsked) -> None:
        if not self._can_be_seen():
            return
        reason = board.why_not(self.board, asked.action, asked.marked.kind)
        seen = self.board.seen
        ask = asking.ask_for(asked.action, asked.marked, seen, self._now_ms()) if seen else None
        if reason is None and ask is None:
            reason = words.NOT_THIS_ROW if asked.marked.kind else words.NOTHING_MARKED
        if reason is not None or ask is None:
            self._say(reason or words.NOT_THIS_ROW, Tone.WARNING)
            return
        self._move(replace(self.board, busy=True, said=Said()))
        self._carry_out(ask)

    async def on_tickets_asked(self, asked: messages.TicketsAsked) -> None:
        if self.board.seen is None or self.board.busy:
            return
        self._follower.with_tickets = True
        await self.push_screen(TicketsScreen(self.board, asked.service))
        self._draw()
        self._look_again()

    async def on_tickets_left(self) -> None:
        self._follower.with_tickets = False
        if isinstance(self.screen, TicketsScreen):
            await self.pop_screen()
        self._draw()

    def on_why_asked(self, asked: messages.WhyAsked) -> None:
        if self.board.busy:
            return
        if asked.visit:
            self._tell_why(asked.visit)
        else:
            self._say(words.NOTHING_MARKED, Tone.WARNING)

    def on_rules_asked(self) -> None:
        if not self.board.busy:
            self._open_rules()

    def on_rules_check_asked(self, asked: messages.RulesCheckAsked) -> None:
        if not self.board.linked:
            self._say_of_rules(Said(words.LOST_HERE, Tone.ALARM))
        elif not self.board.busy:
            self._move(replace(self.board, busy=True))
            self._check_rules(asked.text, asked.to_use)

    def on_report_asked(self) -> None:
        if self.board.busy:
            return
        self._say(words.REPORT_MAKING, Tone.PLAIN)
        self._open_report()

    # --- the hall ---

    async def on_signed_in(self, signed: messages.SignedIn) -> None:
        session = signed.session
        me = Me(session.staff, session.name, session.role, frozenset(session.rights))
        self.board = Board(me, self.board.language)
        await self.switch_screen(LiveScreen(self.board))
        self._follow(me)

    def on_sign_in_failed(self, failed: messages.SignInFailed) -> None:
        if isinstance(self.screen, SignInScreen):
            self.screen.show_failure(failed.reason)

    async def on_session_ended(self, ended: messages.SessionEnded) -> None:
        if not self.board.me.staff:
            return
        self.workers.cancel_all()
        self._follower.with_tickets = False
        self.board = Board(language=self.board.language)
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self.switch_screen(SignInScreen(self.board, ended.reason))

    def on_hall_seen(self, seen: messages.HallSeen) -> None:
        if not self.board.me.staff:
            return
        if board.rings(self.board.seen, seen.seen):
            self.bell()
        self._move(board.seen(self.board, seen.seen, live=seen.live))

    def on_hall_lost(self) -> None:
        if self.board.me.staff and (self.board.linked or self.board.seen is None):
            self._move(board.lost(self.board, self._ports.mono_s()))

    def on_order_answered(self, answer: messages.OrderAnswered) -> None:
        if not self._session_ended(answer.outcome):
            self._move(replace(self.board, busy=False, said=answer.outcome.said))

    def _session_ended(self, outcome: Outcome) -> bool:
        ended = outcome.code == "session_required"
        if ended:
            self.post_message(messages.SessionEnded(words.REFUSALS[outcome.code]))
        return ended

    # --- workers ---

    @work(exclusive=True, group="session")
    async def _sign_in(self, asked: messages.SignInAsked) -> None:
        self.post_message(await sign_in(self._client, asked.sign_in, self._patience))

    @work(exclusive=True, group="session")
    async def _sign_out(self) -> None:
        await sign_out(self._client, self._patience)
        self.post_message(messages.SessionEnded(words.SIGNED_OUT))

    @work(exclusive=True, group="follow")
    async def _follow(self, me: Me) -> None:
        await self._follower.run(me)

    @work(exclusive=True, group="look")
    async def _look_again(self) -> None:
        if self.board.linked:
            await self._follower.look_once()

    @work(group="order")
    async def _carry_out(self, ask: Ask) -> None:
        answers = await self._answers(ask.questions)
        if answers is None:
            self._move(replace(self.board, busy=False))
        elif not self.board.linked:
            self._move(replace(self.board, busy=False, said=Said(words.LOST_HERE, Tone.ALARM)))
        else:
            await self._deliver(ask.order(answers, self._ports.new_key()))

    async def _deliver(self, order: Order) -> None:
        outcome = await deliver(self._client, order, self._patience)
        await self._follower.look_once()
        self.post_message(messages.OrderAnswered(outcome))

    async def _answers(self, questions: tuple[Question, ...]) -> Answers | None:
        given: list[str | list[str]] = []
        for question in questions:
            if isinstance(question, Confirm) and not question.when(given):
                continue
            answer = await self.push_screen_wait(screen_for(self.board, question, given))
            if answer is None:
                return None
            if not isinstance(answer, bool):
                given.append(answer)
        return given

    @work(exclusive=True, group="look aside")
    async def _tell_why(self, visit: str) -> None:
        found = await self._looking.why(visit)
        if isinstance(found, Said):
            self._move(replace(self.board, said=found))
        else:
            await self.push_screen_wait(TellScreen(self.board, found))

    @work(exclusive=True, group="look aside")
    async def _open_rules(self) -> None:
        found = await self._looking.rules()
        if isinstance(found, Said):
            self._move(replace(self.board, said=found))
            return
        me = self.board.me
        may_change = me.role != AUDITOR and "change_rules" in me.rights
        await self.push_screen(RulesScreen(self.board, found, may_change=may_change))

    @work(group="order")
    async def _check_rules(self, text: str, to_use: bool) -> None:
        try:
            found = await self._looking.mistakes(text)
            if isinstance(found, Said):
                self._say_of_rules(found)
                return
            if isinstance(self.screen, RulesScreen):
                self.screen.show_mistakes(found)
            if to_use and not found:
                await self._use_rules(text)
        finally:
            self._move(replace(self.board, busy=False))

    async def _use_rules(self, text: str) -> None:
        ask = asking.of_rules(text)
        answers = await self._answers(ask.questions)
        if answers is None:
            return
        if not self.board.linked:
            self._say_of_rules(Said(words.LOST_HERE, Tone.ALARM))
            return
        order = ask.order(answers, self._ports.new_key())
        outcome = await deliver(self._client, order, self._patience)
        if not outcome.code and isinstance(self.screen, RulesScreen):
            await self.pop_screen()
        self._say_of_rules(outcome.said)
        self._session_ended(outcome)

    @work(exclusive=True, group="report")
    async def _open_report(self) -> None:
        found = await self._looking.report()
        if isinstance(found, Said):
            self._move(replace(self.board, said=found))
            return
        self._move(replace(self.board, said=Said()))
        await self.push_screen(ReportScreen(self.board, found))

    # --- the board and its screens ---

    def _say(self, text: Words, tone: Tone) -> None:
        self._move(replace(self.board, said=Said(text, tone)))

    def _say_of_rules(self, said: Said) -> None:
        if isinstance(self.screen, RulesScreen):
            self.screen.say(said.words, said.tone)
        else:
            self._move(replace(self.board, said=said))

    def _move(self, after: Board) -> None:
        self.board = after
        self._draw()

    def _draw(self) -> None:
        if not self.is_running:
            return  # while the terminal closes its widgets are gone
        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen) and screen.is_mounted:
                screen.show_board(self.board, self._now_ms())
            elif isinstance(screen, Dialogue) and screen.is_mounted:
                screen.show_link(self.board.linked)

    def _now_ms(self) -> int:
        return self.board.now_ms(self._ports.mono_s())

    def _can_be_seen(self) -> bool:
        return isinstance(self.screen, BoardScreen) and not self.screen.is_too_small
