"""The tablets that are paired: names, and hashes of their tokens, in one small file."""

import asyncio
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from edge.errors import ExpectedError
from kiosk.reception.secrets_kept import hash_of, same

_log = logging.getLogger(__name__)


class TabletNameTakenError(ExpectedError):
    """A tablet of that name is paired already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"a tablet {name} is paired already: revoke it first, or name this other")


class UnknownTabletError(ExpectedError):
    """No tablet of that name is paired."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        there = ", ".join(known) or "none"
        super().__init__(f"no tablet {name!r} is paired; paired: {there}")


@dataclass(frozen=True, slots=True)
class Tablet:
    """A paired tablet. `paired_at` is wall milliseconds."""

    name: str
    paired_at: int
    token_hash: str = field(repr=False)


_FILE = TypeAdapter(list[Tablet])


class Tablets:
    """Who may open the page. What is in the file survives a restart; a token stands nowhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._writing = asyncio.Lock()

    def all(self) -> list[Tablet]:
        """Return every paired tablet, the first paired first."""
        return list(self._known)

    def holder(self, token: str) -> Tablet | None:
        """Return the tablet that holds `token`."""
        wanted = hash_of(token)
        # All of them, also after a match: the time must not tell which one it was.
        held = [tablet for tablet in self._known if same(tablet.token_hash, wanted)]
        return held[0] if held else None

    def require_free(self, name: str) -> None:
        """Raise `TabletNameTakenError` where a tablet has that name."""
        if any(tablet.name == name for tablet in self._known):
            raise TabletNameTakenError(name)

    async def add(self, name: str, token: str, now_ms: int) -> None:
        """Let whoever holds `token` in as `name`. Raises `TabletNameTakenError`, `OSError`."""
        async with self._writing:
            self.require_free(name)
            await self._become([*self._known, Tablet(name, now_ms, hash_of(token))])
        _log.info("tablet %s is paired", name)

    async def remove(self, name: str) -> None:
        """Let that tablet in no more. Raises `UnknownTabletError`, `OSError`."""
        async with self._writing:
            left = [tablet for tablet in self._known if tablet.name != name]
            if len(left) == len(self._known):
                raise UnknownTabletError(name, [tablet.name for tablet in self._known])
            await self._become(left)
        _log.info("tablet %s is paired no more", name)

    async def _become(self, tablets: list[Tablet]) -> None:
        await asyncio.to_thread(_write, self._path, tablets)
        self._known = tablets


def _read(path: Path) -> list[Tablet]:
    try:
        return _FILE.validate_json(path.read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValidationError) as error:
        # The screens of visitors must not stand still for it.
        _log.error("%s cannot be read, so no tablet is paired: %s", path, type(error).__name__)
        return []


def _write(path: Path, tablets: Sequence[Tablet]) -> None:
    # Written aside first: a power cut in the middle must not unpair all of them.
    aside = path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(tablet) for tablet in tablets], file, indent=1)
        file.flush()
        os.fsync(descriptor)
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
