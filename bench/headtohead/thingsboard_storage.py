"""ThingsBoard Gateway's event storage by itself: its own class, without connectors before it."""

import asyncio
import contextlib
import json
import os
from pathlib import Path
from typing import Any

from bench.headtohead import thingsboard_venv
from bench.headtohead.system import Description, NotAcknowledgedError, SetupError

_HOST = Path(__file__).with_name("thingsboard_host.py")
_WORD = "`put()` of the storage class returned True, which the gateway takes as saved"
_RETRY = "put again after the restart; an event has no key by which the storage would know it"


class ThingsBoardStorage:
    """A process around the storage class. The centre is whoever asks it for its events."""

    def __init__(self, folder: Path, description: Description, settings: dict[str, Any]) -> None:
        self.description = description
        self._folder = folder
        self._settings = settings
        self._host: asyncio.subprocess.Process | None = None
        self._draining: asyncio.Task[None] | None = None
        self._arrived: list[int] = []

    async def versions(self) -> dict[str, str]:
        return {"thingsboard-gateway": thingsboard_venv.VERSION}

    async def start(self) -> None:
        # The pipes of a process are read by lines of unlimited number and small size.
        with (self._folder / "storage.log").open("ab") as log:
            self._host = await asyncio.create_subprocess_exec(
                await asyncio.to_thread(thingsboard_venv.python),
                "-P",  # nothing beside the host shadows what it imports
                _HOST,
                json.dumps(self._settings),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=self._folder,
                env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            )
        if await self._line() != "ready":
            raise SetupError("the storage of thingsboard-gateway does not start")

    async def _line(self) -> str:
        assert self._host is not None
        assert self._host.stdout is not None
        return (await self._host.stdout.readline()).decode().strip()

    async def _say(self, words: str) -> None:
        assert self._host is not None
        assert self._host.stdin is not None
        self._host.stdin.write(f"{words}\n".encode())
        await self._host.stdin.drain()

    async def offer(self, number: int) -> None:
        try:
            await self._say(f"put {number}")
        except ConnectionError:
            raise NotAcknowledgedError from None
        if await self._line() != "stored":
            raise NotAcknowledgedError

    async def kill(self) -> None:
        if self._host is not None:
            with contextlib.suppress(ProcessLookupError):
                self._host.kill()
            await self._host.wait()

    async def connect_centre(self) -> None:
        await self._say("drain")
        self._draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        while line := await self._line():
            self._arrived.append(int(line.removeprefix("event ")))

    def arrived(self) -> list[int]:
        return list(self._arrived)

    async def stop(self) -> None:
        await self.kill()
        if self._draining is not None:
            await self._draining


def sqlite(folder: Path) -> ThingsBoardStorage:
    """Return the SQLite storage with its defaults."""
    title = "ThingsBoard Gateway's SQLite storage alone"
    setting = "storage type sqlite, defaults; without connectors and network"
    why = (
        "`put()` fills a queue in memory, which a thread writes in batches of up to 0.1 s "
        "(storage/sqlite: put, Database.process); writing_batch_size 1 does not help"
    )
    return ThingsBoardStorage(
        folder,
        Description("thingsboard-sqlite", title, setting, _WORD, _RETRY, why, whole=False),
        {"type": "sqlite", "data_file_path": "./data/"},
    )


def file(folder: Path) -> ThingsBoardStorage:
    """Return the file storage, which writes before it answers: its best against a kill."""
    title = "ThingsBoard Gateway's file storage alone"
    setting = (
        "storage type file, max_file_count 1000, max_records_per_file 10000 (as in its sample), "
        "max_records_between_fsync 1 (default); without connectors and network"
    )
    why = "`put()` has written and closed the file; without fsync, so a power cut may take it"
    return ThingsBoardStorage(
        folder,
        Description("thingsboard-file", title, setting, _WORD, _RETRY, why, whole=False),
        {
            "type": "file",
            "data_folder_path": "./data/",
            "max_file_count": 1000,
            "max_records_per_file": 10000,
        },
    )
