"""The screens that are paired: role, name, and the hash of a token, in one small file."""

import asyncio
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from edge.errors import ExpectedError
from kiosk.pairing.secrets_kept import hash_of, same

_log = logging.getLogger(__name__)


class ScreenNameTakenError(ExpectedError):
    """A screen of that role and name is paired already."""

    def __init__(self, role: str, name: str) -> None:
        super().__init__(f"{role} {name} is paired already: revoke it first, or name this other")


class UnknownScreenError(ExpectedError):
    """No screen of that role and name is paired."""

    def __init__(self, role: str, name: str, known: Sequence[str]) -> None:
        there = ", ".join(known) or "none"
        super().__init__(f"no {role} {name!r} is paired; paired: {there}")


@dataclass(frozen=True, slots=True)
class Screen:
    """A paired screen. `paired_at` is wall milliseconds, `by` the user who let it in.

    A file of before there were roles has tablets alone.
    """

    name: str
    paired_at: int
    token_hash: str = field(repr=False)
    role: str = "reception"
    by: str = ""

    def is_called(self, role: str, name: str) -> bool:
        """Whether it is that screen."""
        return (self.role, self.name) == (role, name)


_FILE = TypeAdapter(list[Screen])


class Register:
    """Who is let in. What is in the file survives a restart; a token stands nowhere.

    `before` is read while there is no file: that of the tablets alone, of an earlier version.
    """

    def __init__(self, path: Path, before: Path) -> None:
        self._path = path
        self._known = _read(path if path.exists() else before)
        self._writing = asyncio.Lock()

    def all(self) -> list[Screen]:
        """Return every paired screen, the first paired first."""
        return list(self._known)

    def holder(self, token: str) -> Screen | None:
        """Return the screen that holds `token`."""
        wanted = hash_of(token)
        # All of them, also after a match: the time must not tell which one it was.
        held = [screen for screen in self._known if same(screen.token_hash, wanted)]
        return held[0] if held else None

    def require_free(self, role: str, name: str) -> None:
        """Raise `ScreenNameTakenError` where a screen has that name."""
        if any(screen.is_called(role, name) for screen in self._known):
            raise ScreenNameTakenError(role, name)

    async def add(self, screen: Screen, *, instead: bool = False) -> None:
        """Let `screen` in; `instead` of who has its name, or `ScreenNameTakenError`. `OSError`."""
        async with self._writing:
            if not instead:
                self.require_free(screen.role, screen.name)
            await self._become([*self._without(screen.role, screen.name), screen])
        _log.info("%s %s is paired", screen.role, screen.name)

    async def remove(self, role: str, name: str) -> None:
        """Let that screen in no more. Raises `UnknownScreenError`, `OSError`."""
        async with self._writing:
            left = self._without(role, name)
            if len(left) == len(self._known):
                there = [f"{screen.role} {screen.name}" for screen in self._known]
                raise UnknownScreenError(role, name, there)
            await self._become(left)
        _log.info("%s %s is paired no more", role, name)

    def _without(self, role: str, name: str) -> list[Screen]:
        return [screen for screen in self._known if not screen.is_called(role, name)]

    async def _become(self, screens: list[Screen]) -> None:
        await asyncio.to_thread(_write, self._path, screens)
        self._known = screens


def _read(path: Path) -> list[Screen]:
    try:
        return _FILE.validate_json(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValidationError) as error:
        # Screens that were open to nobody can be paired anew; a server that ends cannot.
        _log.error("%s cannot be read, so no screen is paired: %s", path, type(error).__name__)
        return []


def _write(path: Path, screens: Sequence[Screen]) -> None:
    # Written aside first: a power cut in the middle must not unpair all of them.
    aside = path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(screen) for screen in screens], file, indent=1)
        file.flush()
        os.fsync(descriptor)
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
