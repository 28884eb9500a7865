"""A server of browser terminals on a free port, with a process that a test can look into."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import websockets

from edge.listening import TcpAddress
from edge.staff.browser import serving
from edge.staff.browser.sessions import Sessions
from edge.staff.browser.web import BrowserTerminals

# Shows its process, its size and every packet that it is sent, as Textual's web driver would.
SHOWING = """
import os, sys
def show(text):
    data = text.encode()
    os.write(1, b"D" + len(data).to_bytes(4, "big") + data)
os.write(1, b"__GANGLION__\\n")
show(f"{os.getpid()} {os.environ['COLUMNS']}x{os.environ['ROWS']}")
while kind := sys.stdin.buffer.read(1):
    sent = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big"))
    if b"quit" in sent and 'stubborn' not in sys.argv or sent == b"q":
        break
    show(kind.decode() + sent.decode())
"""


def showing(*arguments: str) -> tuple[str, ...]:
    """Return the command of that process."""
    return (sys.executable, "-c", SHOWING, *arguments)


@asynccontextmanager
async def served(
    command: Sequence[str],
    sessions_max: int = 2,
    quit_within_s: float = 5.0,
    place_within_s: float = 30.0,
) -> AsyncIterator[str]:
    """Serve terminals of that command; yield `127.0.0.1:PORT`."""
    listener = serving.bind(TcpAddress("127.0.0.1", 0))
    sessions = Sessions(sessions_max, place_within_s)
    terminals = BrowserTerminals(command, "终端 Terminal", sessions, quit_within_s)
    task = asyncio.create_task(serving.serve(terminals, listener))
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        os.kill(os.getpid(), serving.STOPS[0])
        await task


def tab(server: str, origin: str = "", path: str = "/ws?width=90&height=25") -> websockets.connect:
    """Return a connection as a page of `origin` would make it; of the server's own by default."""
    return websockets.connect(f"ws://{server}{path}", origin=origin or f"http://{server}")


async def shown(line: websockets.ClientConnection) -> str:
    """Return what the process shows next."""
    async with asyncio.timeout(30):
        data = await line.recv()
    return data.decode() if isinstance(data, bytes) else data


def runs(process: int) -> bool:
    """Return whether that process still exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
