"""The port through which missing clips are rendered, and the process behind it."""

import importlib.util
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from drivers.voice.clips.processes import run_to_end

_log = logging.getLogger(__name__)

_START_MAX_S = 20.0
_CLIP_MAX_S = 2.0  # a hundred times what a clip takes on a small board

Renderer = Callable[[Sequence[str], Path], Awaitable[bool]]
"""Writes a WAV for each of the parts into the directory, in their order, and raises nothing.

Returns whether it lived to the end of the list: some parts may have no sound all the same.
"""


def espeak_is_installed() -> bool:
    """Return whether the extra `voice` is there."""
    return importlib.util.find_spec("espeakng_loader") is not None


async def render_with_espeak(parts: Sequence[str], directory: Path) -> bool:
    """Be a `Renderer`, in a process of its own: a crash in the native library ends no hall."""
    command = (sys.executable, "-m", "drivers.voice.clips.espeak", str(directory))
    lines = "".join(json.dumps(part) + "\n" for part in parts)
    ending = await run_to_end(command, _START_MAX_S + _CLIP_MAX_S * len(parts), lines.encode())
    if ending.code != 0:
        _log.warning("not every clip was rendered: %s", ending.how)
    return ending.code in (0, os.EX_DATAERR)
