"""The terminal against a hall that answers over real HTTP, on good lines and bad ones."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from staff_cuttable_line import CuttableLine
from staff_fake_hall import NOW_MS, FakeHall, served, until, visit
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from edge.client import HallClient
from edge.staff import words
from edge.staff.app import StaffApp
from edge.staff.patience import Patience
from edge.staff.ports import Ports
from edge.staff.screens.base import HallScreen
from edge.staff.screens.choose import ChooseScreen
from edge.staff.screens.sign_in import SignInScreen
from edge.staff.screens.work import WorkScreen
from edge.staff.widgets.lines import SaidLine

IMPATIENT = Patience(
    answer_timeout_s=5.0, retry_pauses_s=(0.0, 0.0, 0.0), reconnect_pauses_s=(0.05,)
)


@dataclass
class Fingers:
    """A clerk's fingers: seconds apart, unless they hold a key down."""

    now_s: float = 0.0
    apart_s: float = 5.0

    def __call__(self) -> float:
        self.now_s += self.apart_s
        return self.now_s


@dataclass
class Terminal:
    """A terminal, its hall, and the line between them."""

    app: StaffApp
    pilot: Pilot[None]
    hall: FakeHall
    line: CuttableLine
    fingers: Fingers = field(default_factory=Fingers)

    async def sign_in(self, staff: str = "1003", pin: str = "2468") -> None:
        """Fill in the first screen and send it."""
        self.field("staff").value = staff
        self.field("pin").value = pin
        self.app.simulate_key("enter")
        await until(lambda: self.field("pin").has_focus)
        self.app.simulate_key("enter")

    async def choose(self, counter: str) -> None:
        """Sign in and choose a counter."""
        await self.sign_in()
        await until(lambda: self.shows(ChooseScreen) and self.app.desk.hall)
        self.app.screen.query_one(OptionList).highlighted = int(counter) - 1
        self.app.simulate_key("enter")

    async def work_at(self, counter: str) -> None:
        """Sign in and open a counter."""
        await self.choose(counter)
        await until(lambda: self.shows(WorkScreen))
        await self.at_rest()

    async def strike(self, *keys: str) -> None:
        """Strike keys and wait until the terminal has taken them in."""
        for key in keys:
            self.app.simulate_key(key)
            await self._handled()

    async def press(self, *keys: str) -> None:
        """Strike keys and wait until nothing is under way."""
        await self.strike(*keys)
        await self.at_rest()

    async def at_rest(self) -> None:
        await until(lambda: self.app.desk.press is None and self.app.desk.linked)
        await self._handled()

    async def _handled(self) -> None:
        # A key goes to the app, the screen, and as a message to the screen and the app again.
        for pump in (self.app, self.app.screen) * 3:
            handled = asyncio.Event()
            pump.call_later(handled.set)
            await handled.wait()

    def shows(self, screen: type[HallScreen]) -> bool:
        """Whether that screen is there, with all its widgets."""
        return isinstance(self.app.screen, screen) and self.app.screen.is_mounted

    def field(self, name: str) -> Input:
        """Return a field of the first screen."""
        return self.app.screen.query_one(f"#{name}", Input)

    @property
    def state(self) -> tuple[str, str]:
        """State and ticket of the counter, as the desk shows them."""
        counter = self.app.desk.counter
        assert counter is not None
        return counter.state, counter.ticket

    @property
    def says(self) -> str:
        return str(self.app.desk.said.words)


@asynccontextmanager
async def terminal(folder: Path, hall: FakeHall | None = None) -> AsyncIterator[Terminal]:
    """Serve a hall and start a terminal on it."""
    hall = hall or FakeHall()
    line = CuttableLine(folder / "line.sock", folder / "hall.sock")
    fingers = Fingers()
    keys = iter(f"key-{number}" for number in range(1000))
    ports = Ports(new_key=lambda: next(keys), wall_ms=lambda: NOW_MS, mono_s=fingers)
    async with served(hall, folder / "hall.sock"), HallClient(str(line.socket)) as client:
        await line.connect()
        app = StaffApp(client, IMPATIENT, ports)
        async with app.run_test(size=(104, 30)) as pilot:
            yield Terminal(app, pilot, hall, line, fingers)
        await line.cut()


# --- signing in ---


async def test_a_wrong_pin_is_said_in_words_and_may_be_typed_again(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.sign_in(pin="9999")
        await until(lambda: "工号或密码不正确" in _said(at))
        at.field("pin").value = "2468"
        at.app.simulate_key("enter")
        await until(lambda: at.shows(ChooseScreen))


async def test_a_locked_number_is_said_in_words(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        at.hall.refuse = ["sign_in_locked"]
        await at.sign_in()
        await until(lambda: "工号暂时锁定" in _said(at))


async def test_signing_in_without_a_controller_says_so(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.line.cut()
        await at.sign_in()
        await until(lambda: "控制器没有响应" in _said(at))


@pytest.mark.parametrize(("staff", "pin", "says"), [("10 03", "1", "字母"), ("1003", " ", "密码")])
async def test_what_cannot_be_right_is_not_sent(
    tmp_path: Path, staff: str, pin: str, says: str
) -> None:
    async with terminal(tmp_path) as at:
        await at.sign_in(staff, pin)
        await until(lambda: says in _said(at))


async def test_a_pin_typed_fast_never_lands_beside_its_field(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        for key in ("1", "0", "0", "3", "enter", "2", "4", "6", "8"):
            at.app.simulate_key(key)
        await until(lambda: "8" in at.field("pin").value + at.field("staff").value)
        assert (at.field("staff").value, at.field("pin").value) == ("1003", "2468")


async def test_the_pin_never_stands_on_the_screen(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.pilot.press(*"1003", "enter", *"2468")
        await until(lambda: at.field("pin").value == "2468")
        picture = at.app.export_screenshot()
        assert "1003" in picture
        assert "2468" not in picture


# --- a working day ---


async def test_a_visitor_is_called_again_served_and_finished(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        for key, state in (
            ("n", ("called", "A012")),
            ("f6", ("called", "A012")),
            ("s", ("serving", "A012")),
            ("f8", ("open", "")),
            ("f5", ("called", "A013")),
        ):
            await at.press(key)
            assert at.state == state
        assert at.hall.effects == [
            "open",
            "next A012",
            "recall A012",
            "start A012",
            "finish A012",
            "next A013",
        ]


async def test_capital_letters_work_as_well(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("N")
        assert at.state == ("called", "A012")


async def test_a_no_show_needs_enter_after_it(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.press("x")
        assert at.state == ("called", "A012")
        await at.press("enter")
        assert at.hall.effects[-1] == "no-show A012"
        assert at.state == ("open", "")


async def test_an_empty_queue_is_said_in_words(tmp_path: Path) -> None:
    async with terminal(tmp_path, FakeHall(queue=[])) as at:
        await at.work_at("3")
        await at.press("n")
        assert at.says == str(words.NOBODY_WAITS)


async def test_a_closed_counter_leads_back_to_the_choice_and_then_out(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("f12")
        assert at.says == str(words.CLOSE_FIRST)
        await at.strike("f10")
        await until(lambda: at.shows(ChooseScreen))
        await at.strike("f12")
        await until(lambda: at.shows(SignInScreen))
        await until(lambda: not at.hall.sessions)


async def test_a_clerk_goes_on_at_the_counter_that_is_still_open(tmp_path: Path) -> None:
    hall = FakeHall()
    await hall.change("2", "CounterOpened", state="open", staff="1003", staff_name="王芳")
    async with terminal(tmp_path, hall) as at:
        await at.choose("2")
        await until(lambda: at.shows(WorkScreen))
        assert at.app.desk.counter_id == "2"
        assert hall.effects == []


async def test_a_counter_somebody_else_sits_at_is_not_opened(tmp_path: Path) -> None:
    hall = FakeHall()
    await hall.change("1", "CounterOpened", state="open", staff="1007", staff_name="李强")
    async with terminal(tmp_path, hall) as at:
        await at.choose("1")
        await until(lambda: at.says == str(words.REFUSALS["counter_taken"]))
        assert hall.received == []


async def test_a_session_that_ran_out_leads_back_to_the_sign_in(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.hall.sessions.clear()
        await at.strike("n")
        await until(lambda: at.shows(SignInScreen))
        assert "登录已过期" in _said(at)


# --- never two, never a wrong one ---


async def test_two_quick_presses_are_one_call(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.hall.answering.clear()
        await at.strike("n", "n")
        assert at.says == str(words.WAIT_FOR_ANSWER)
        at.hall.answering.set()
        await at.at_rest()
        assert [verb for verb, _ in at.hall.received] == ["open", "next"]
        assert at.state == ("called", "A012")


async def test_a_key_held_down_is_one_press(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        at.fingers.apart_s = 0.03
        for _ in range(6):
            await at.press("r")
        assert at.hall.effects == ["open", "next A012", "recall A012"]


async def test_keys_wait_until_the_state_after_the_answer_has_been_seen(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.hall.reading.clear()
        await at.strike("n")
        await until(lambda: "next A012" in at.hall.effects)
        await at.strike("s")
        assert at.says == str(words.WAIT_FOR_ANSWER)
        assert at.state == ("open", "")
        at.hall.reading.set()
        await at.at_rest()
        assert at.state == ("called", "A012")
        assert [verb for verb, _ in at.hall.received] == ["open", "next"]


async def test_an_answer_lost_on_the_line_is_asked_for_again_with_the_same_key(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.line.answers_lost = 2
        await at.press("n")
        keys = [key for verb, key in at.hall.received if verb == "next"]
        assert len(keys) == 3
        assert len(set(keys)) == 1
        assert at.hall.effects == ["open", "next A012"]
        assert at.state == ("called", "A012")


async def test_every_press_has_a_key_of_its_own(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.press("r")
        await at.press("r")
        keys = [key for _, key in at.hall.received]
        assert len(set(keys)) == 4


async def test_a_press_that_is_never_answered_ends_with_the_true_state(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        at.line.answers_lost = 4
        await at.press("n")
        assert at.says == str(words.UNHEARD)
        assert at.state == ("called", "A012")
        assert at.hall.effects == ["open", "next A012"]


async def test_without_the_controller_keys_are_refused_and_back_comes_the_truth_first(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.line.cut()
        await until(lambda: not at.app.desk.linked)
        await at.strike("s", "r", "x", "enter")
        assert at.says == str(words.LINK_LOST)
        await at.hall.change("3", "TicketCalled", visit="v-B009", ticket="B009")
        at.hall.reading.clear()
        await at.line.connect()
        await at.strike("s")
        assert at.says == str(words.LINK_LOST)
        at.hall.reading.set()
        await until(lambda: at.app.desk.linked)
        assert at.state == ("called", "B009")
        assert at.says == str(words.LINK_BACK)
        assert at.hall.effects == ["open", "next A012"]


async def test_a_hard_caller_pressed_meanwhile_is_seen_before_the_next_key(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.press("x")
        assert at.app.desk.question is not None
        await at.hall.change("3", "TicketCalled", visit="v-B004", ticket="B004")
        await until(lambda: at.state == ("called", "B004"))
        await at.press("enter")
        assert at.hall.effects == ["open", "next A012"]


async def test_an_answer_about_another_visitor_is_said_loudly(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        here = at.hall.counters["3"]
        at.hall.counters["3"] = here.model_copy(update={"visit": "v-B004", "ticket": "B004"})
        await at.press("s")
        assert "实际处理的是 B004" in at.says


async def test_a_counter_taken_over_leads_back_to_the_choice(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.hall.change("3", "CounterOpened", staff="1007", staff_name="李强")
        await until(lambda: at.shows(ChooseScreen))
        assert at.says == str(words.COUNTER_LOST)


async def test_keys_do_nothing_while_the_terminal_is_too_small_to_show_the_ticket(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.pilot.resize_terminal(60, 20)
        await until(lambda: at.app.screen.size.width == 60)
        await at.press("n")
        assert at.hall.effects == ["open"]
        await at.pilot.resize_terminal(80, 24)
        await until(lambda: at.app.screen.size.width == 80)
        await at.press("n")
        assert at.state == ("called", "A012")


# --- what is around the ticket ---


async def test_what_is_lost_and_the_last_rating_appear_as_they_happen(tmp_path: Path) -> None:
    hall = FakeHall(visits=[visit("v-A001", "A001", "3", 2)])
    async with terminal(tmp_path, hall) as at:
        await at.work_at("3")
        assert _rating(at) == ("A001", 2)
        await hall.change("3", "FaultOpened", degraded=["led"])
        await until(lambda: at.app.desk.counter and at.app.desk.counter.degraded == ["led"])
        hall.visits.append(visit("v-A002", "A002", "3", 5, seq=2))
        await hall.happen("VisitRated", "v-A002", grade=5, source="evaluator")
        await until(lambda: _rating(at) == ("A002", 5))
        await until(lambda: "A002" in at.app.export_screenshot())
        assert "窗口屏故障" in at.app.export_screenshot()


def _rating(at: Terminal) -> tuple[str, int] | None:
    rating = at.app.desk.hall.ratings.get("3") if at.app.desk.hall else None
    return (rating.ticket, rating.grade) if rating else None


def _said(at: Terminal) -> str:
    return str(at.app.screen.query_one(SaidLine).render())
