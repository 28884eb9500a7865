"""The demo's headquarters sends its documents, while the hall is at work already."""

import asyncio
import contextlib
import datetime as dt
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from pathlib import Path

from edge.demo.content import write_content
from edge.demo.layout import Layout
from edge.paths import shipped_config
from edge.settings import load_settings

_PATIENCE_S = 120

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def publishing(layout: Layout) -> AsyncIterator[None]:
    """Have headquarters send the demo's content to the hall meanwhile."""
    task = asyncio.create_task(_publish(layout), name="content")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _publish(layout: Layout) -> None:
    folder = layout.headquarters / "content"
    hall = await asyncio.to_thread(_written, layout.config, folder)
    fill = ["backoffice", "documents", "fill", hall, str(folder)]
    where = ["--config", str(layout.config), "--state", str(layout.headquarters)]
    command = [sys.executable, "-m", "edge", *fill, *where, "--patience", str(_PATIENCE_S)]
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=PIPE)
    try:
        _said, trouble = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        log.error("headquarters sends nothing: %s", trouble.decode().strip())


def _written(config: Path, folder: Path) -> str:
    """Write the content for the hall in `config`; return the hall."""
    settings = load_settings(config)
    folder.mkdir(parents=True, exist_ok=True)
    write_content(shipped_config("demo/content"), folder, dt.datetime.now(settings.timezone))
    return settings.config.id
