"""A trainee's hall, in a process of its own and in real time."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from edge.client import HallClient

_PATIENCE_S = 60.0


@asynccontextmanager
async def classroom(*options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Start a lesson; give its process and the address of its hall."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "edge", "train", "--listen", "127.0.0.1:0", *options),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert process.stderr is not None
    try:
        said = (await asyncio.wait_for(process.stderr.readline(), _PATIENCE_S)).decode()
        address = re.search(r"http://\S+", said)
        assert address is not None, said
        yield process, address.group()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(client: HallClient, kind: str, subject: str = "") -> str:
    """Return whom the next fact of a kind is about."""
    async with asyncio.timeout(_PATIENCE_S):
        async for event in client.events(after=0):
            if event.kind == kind and subject in ("", event.subject):
                return event.subject
    raise AssertionError("the stream ended")


async def test_a_trainee_calls_serves_and_finishes_visitors_who_come_by_themselves():
    async with (
        classroom("--per-hour", "2000") as (process, address),
        HallClient(address) as client,
    ):
        await client.sign_in("1001", "2468")
        await client.open_counter("1")
        called = None
        while called is None:
            await until(client, "TicketIssued")
            called = await client.call_next("1")
        assert (await client.start("1", visit=called.visit)).state == "serving"
        # Some have come for several services, and go on.
        assert (await client.finish("1", visit=called.visit)).visit == called.visit
        counters = {counter.id: counter for counter in await client.counters()}
        assert counters["1"].staff == "1001"
        await until(client, "CounterOpened", "2")  # a simulated clerk sits beside
        process.send_signal(signal.SIGINT)
        said = await asyncio.wait_for(process.stderr.read(), _PATIENCE_S)
        assert await asyncio.wait_for(process.wait(), _PATIENCE_S) == 0
        assert b"Traceback" not in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--counter", "99"), "--counter 99: nobody can sit there; there are: 1, 2, 3, 4, 5"),
        (("--listen", "0.0.0.0:8070"), "loopback only"),
        (("--listen", "nowhere"), "expected HOST:PORT"),
    ],
)
async def test_what_cannot_be_is_said_in_one_line(options, said):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "edge", "train", *options), stderr=asyncio.subprocess.PIPE
    )
    _out, error = await asyncio.wait_for(process.communicate(), _PATIENCE_S)
    assert process.returncode == 2
    assert said in error.decode()
    assert len(error.decode().splitlines()) == 1
