"""One tab's terminal: a process of its own that lives as long as the tab."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

QUIT_WITHIN_S = 5.0
TAKE_WITHIN_S = 5.0


class StuckError(Exception):
    """The process takes no keys any more."""


@dataclass(frozen=True)
class Tab:
    """What a process writes to: the screen's bytes, text for the page's script, and the end."""

    write_bytes: Callable[[bytes], Awaitable[None]]
    write_text: Callable[[str], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


class TerminalProcess(AppService):
    """A terminal's process behind the packets of Textual's web driver.

    It is started without a shell; when it ends so does its tab, and one that
    does not end when asked is killed.
    """

    def __init__(
        self, command: Sequence[str], tab: Tab, quit_within_s: float = QUIT_WITHIN_S
    ) -> None:
        super().__init__(
            " ".join(command),
            write_bytes=tab.write_bytes,
            write_str=tab.write_text,
            close=tab.close,
            download_manager=DownloadManager(),
        )
        self._argv = tuple(command)
        self._quit_within_s = quit_within_s

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            # Ctrl+C at the server's terminal is for the server: it asks every process to quit.
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Pass on what the process shows, until it ends; then end the tab."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def type(self, keys: str) -> None:
        """Send what was typed. Raises `StuckError`."""
        try:
            async with asyncio.timeout(TAKE_WITHIN_S):
                await self.send_bytes(keys.encode("utf-8", "replace"))
        except TimeoutError:
            raise StuckError from None

    async def stop(self) -> None:
        """Ask the process to quit, kill it where it does not, and wait until it is gone."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        try:
            async with asyncio.timeout(self._quit_within_s):
                await self.send_meta({"type": "quit"})
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        await task
