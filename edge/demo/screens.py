"""The demo's screens: whoever opens one from here is let in first, by a link."""

import asyncio
import sys
from asyncio.subprocess import PIPE

from edge.demo.layout import Layout

# What a screen is called here, and its role and name at the screens' server.
SCREENS = {
    "ticket": ("ticket", "ticket-1"),
    "board": ("board", "main"),
    "query": ("query", "query-1"),
    "form": ("form", "form-1"),
    "counter": ("counter", "1"),
    "evaluator": ("evaluator", "2"),
    "tablet": ("reception", "tablet-1"),
}


class NoLinkError(Exception):
    """The screens' server gives no link; the message says why."""


async def link_to(layout: Layout, screen: str) -> str:
    """Return an address that lets one browser in as that screen, once. Raises `NoLinkError`."""
    role, name = SCREENS[screen]
    command = [sys.executable, "-m", "edge", "screens", "link", "--role", role, "--name", name]
    process = await asyncio.create_subprocess_exec(
        *command, "--state", str(layout.state), stdout=PIPE, stderr=PIPE
    )
    said, error = await process.communicate()
    if process.returncode:
        raise NoLinkError(error.decode().strip())
    return layout.url(layout.kiosk, said.decode().strip())
