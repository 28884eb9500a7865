"""The screens of the terminal one over the other: the work, its dialog, the lock."""

from typing import TypeVar

from textual.app import App
from textual.screen import Screen

from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.options import StaffOptions
from edge.staff.screens.asking import AskingScreen
from edge.staff.screens.base import HallScreen
from edge.staff.screens.choose import ChooseScreen
from edge.staff.screens.compact import CompactScreen
from edge.staff.screens.filled import FilledScreen
from edge.staff.screens.lock import LockScreen
from edge.staff.screens.notes import NotesScreen
from edge.staff.screens.palette import Palette
from edge.staff.screens.sign_in import SignInScreen
from edge.staff.screens.work import WorkScreen
from edge.staff.words import Words

ScreenT = TypeVar("ScreenT", bound=Screen[None])


class StackApp(App[None]):
    """Keeps the screens in step with a desk. Below all that is laid over it is a `HallScreen`."""

    CSS_PATH = "staff.tcss"

    def __init__(self, options: StaffOptions) -> None:
        super().__init__()
        self.options = options

    async def show_sign_in(self, reason: Words = words.NOTHING) -> None:
        """Begin anew: nobody has signed in."""
        await self._uncover()
        screen = SignInScreen(reason, compact=self.options.compact)
        if self.front is None:
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    async def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show `desk` on the screen that it is for, with the dialog that stands open."""
        if not self.is_running:
            return
        wanted = self._wanted(desk)
        if self.front is not None and not isinstance(self.front, wanted):
            locked = self.laid_over(LockScreen)
            if locked is None:
                await self._uncover()
                await self.switch_screen(self._new(wanted))
        if isinstance(self.front, wanted):
            self.front.show_desk(desk, now_ms)
        await self._show_dialog(desk)
        await self._show_notes(desk)
        await self._show_filled(desk)

    async def show_lock(self, desk: Desk, name: str, reason: Words) -> None:
        """Hide everything behind the lock."""
        if self.laid_over(LockScreen) is None:
            lock = LockScreen(desk.staff, name, reason, compact=self.options.compact)
            await self.push_screen(lock)

    async def take_lock_away(self) -> None:
        """Show again what the lock has hidden."""
        if isinstance(self.screen, LockScreen):
            await self.pop_screen()

    def action_command_palette(self) -> None:
        """Open the palette over the work alone: a dialog and the lock have no commands."""
        if isinstance(self.screen, HallScreen) and not isinstance(self.screen, SignInScreen):
            self.push_screen(Palette())

    @property
    def is_locked(self) -> bool:
        """Whether the lock hides the work."""
        return self.laid_over(LockScreen) is not None

    @property
    def front(self) -> HallScreen | None:
        """The screen below all that is laid over it."""
        # While the terminal closes it has no screen, or one whose widgets are gone.
        return self.laid_over(HallScreen) if self.is_running else None

    def laid_over(self, kind: type[ScreenT]) -> ScreenT | None:
        """Return the uppermost screen of a kind."""
        found = (screen for screen in reversed(self.screen_stack) if isinstance(screen, kind))
        return next(found, None)

    async def _uncover(self) -> None:
        while self.front is not None and self.screen is not self.front:
            await self.pop_screen()

    async def _show_dialog(self, desk: Desk) -> None:
        dialog = self.laid_over(AskingScreen)
        if desk.asking is None:
            if dialog is not None and self.screen is dialog:
                await self.pop_screen()
        elif dialog is None:
            compact = self.options.compact
            await self.push_screen(AskingScreen(desk.asking, desk.language, compact=compact))
        else:
            dialog.show_asking(desk.asking)

    async def _show_notes(self, desk: Desk) -> None:
        notes = self.laid_over(NotesScreen)
        if not desk.reading:
            if notes is not None and self.screen is notes:
                await self.pop_screen()
            return
        if notes is None:
            notes = NotesScreen(compact=self.options.compact)
            await self.push_screen(notes)
        notes.show_notes(desk)

    async def _show_filled(self, desk: Desk) -> None:
        over = self.laid_over(FilledScreen)
        if desk.filled is None:
            if over is not None and self.screen is over:
                await self.pop_screen()
            return
        if over is None:
            over = FilledScreen(compact=self.options.compact)
            await self.push_screen(over)
        over.show_filled(desk.filled)

    def _wanted(self, desk: Desk) -> type[HallScreen]:
        if not desk.mine:
            return ChooseScreen
        return CompactScreen if self.options.compact else WorkScreen

    def _new(self, wanted: type[HallScreen]) -> HallScreen:
        return CompactScreen() if wanted is CompactScreen else wanted(compact=self.options.compact)
