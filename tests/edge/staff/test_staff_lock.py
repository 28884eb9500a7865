"""The lock: who left the screen comes back by PIN, and nobody else does."""

from dataclasses import dataclass
from pathlib import Path

from staff_fake_hall import until
from test_staff_app import Terminal, terminal
from textual.widgets import Input

from edge.staff.screens.choose import ChooseScreen
from edge.staff.screens.lock import LockScreen
from edge.staff.screens.sign_in import SignInScreen
from edge.staff.screens.work import WorkScreen


@dataclass
class Idle:
    """The clock that tells how long nobody was there."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


async def locked(at: Terminal) -> None:
    await until(lambda: isinstance(at.app.screen, LockScreen) and at.app.screen.is_mounted)


async def give(at: Terminal, pin: str) -> None:
    field = at.app.screen.query_one(Input)
    await until(lambda: not field.disabled)
    field.value = pin
    await at.strike("enter")


async def test_a_screen_left_alone_is_locked_and_shows_nothing_of_the_work(tmp_path: Path) -> None:
    idle = Idle()
    async with terminal(tmp_path, idle_s=idle) as at:
        await at.work_at("3")
        await at.press("n")
        idle.now_s += 5 * 60
        await locked(at)
        assert "A012" not in at.app.export_screenshot()
        await give(at, "2468")
        await until(lambda: at.shows(WorkScreen))
        assert at.state == ("called", "A012")


async def test_a_key_begins_the_time_anew(tmp_path: Path) -> None:
    idle = Idle()
    async with terminal(tmp_path, idle_s=idle) as at:
        await at.work_at("3")
        for _ in range(3):
            idle.now_s += 4 * 60
            await at.press("h")
            await at.press("escape")
        await at.app._tick()
        assert not at.app.is_locked


async def test_keys_struck_at_the_lock_are_no_presses(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.pilot.press("ctrl+l")
        await locked(at)
        await at.pilot.press("s", "space", "x", "f5", "enter", "ctrl+p")
        await at.strike("escape")
        assert at.hall.effects == ["open", "next A012"]
        assert at.app.is_locked


async def test_what_happens_behind_the_lock_is_there_when_it_opens(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.pilot.press("ctrl+l")
        await locked(at)
        await at.hall.change("3", "CounterOpened", staff="1007", staff_name="李强")
        await until(lambda: not at.app.desk.mine)
        assert "李强" not in at.app.export_screenshot()
        await give(at, "2468")
        await until(lambda: at.shows(ChooseScreen))


async def test_another_clerks_pin_does_not_open_it(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.pilot.press("ctrl+l")
        await locked(at)
        await give(at, "1357")
        await until(lambda: "工号或密码不正确" in at.app.export_screenshot())
        assert at.app.is_locked


async def test_signing_out_behind_the_lock_leads_to_the_sign_in(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.pilot.press("ctrl+l")
        await locked(at)
        await at.pilot.press("f12")
        await until(lambda: at.shows(SignInScreen))
        assert at.hall.counters["3"].staff == "1003"
